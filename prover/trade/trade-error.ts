import { BallastError, type ExitCode } from "../../model/errors.ts";

/** `BAL-24x`: offers and acceptances that are malformed (2), too dear (3), not authentic (4) or out of time (5). */
export type TradeFault = "malformed" | "forged" | "mismatch" | "late" | "used" | "price";

const CODES = {
  malformed: "BAL-241",
  forged: "BAL-242",
  mismatch: "BAL-243",
  late: "BAL-244",
  used: "BAL-245",
  price: "BAL-246",
} as const;
const EXITS: Readonly<Record<TradeFault, ExitCode>> = {
  malformed: 2,
  forged: 4,
  mismatch: 2,
  late: 5,
  used: 2,
  price: 3,
};

/** Builds the error for an offer or acceptance that must not be used. Both texts are sentences. */
export function tradeError(fault: TradeFault, message: string, remedy: string): BallastError {
  return new BallastError(CODES[fault], message, { details: remedy, exitCode: EXITS[fault] });
}
