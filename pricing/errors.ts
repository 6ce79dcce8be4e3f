import { type BallastError, type ErrorCode, inputError } from "../model/errors.ts";

/** Codes of the pricing folder's own refusals; what is wrong with a file's form has the model's codes. */
const PRICING_CODES = {
  /** The quotes cannot price what is asked for: no underlying, no expiry around it, nothing usable. */
  quotes: "BAL-131",
  /** An instrument has expired and nothing says at which price it settles. */
  expired: "BAL-132",
} as const satisfies Record<string, ErrorCode>;

const refusal =
  (code: ErrorCode, file: string) =>
  (path: string, problem: string, remedy: string): BallastError =>
    inputError({ code, file, path, problem, remedy });

/** The quotes' refusal. */
export const quotesError = refusal(PRICING_CODES.quotes, "quotes");

/** The refusal of an expired instrument without a settlement. */
export const expiredError = refusal(PRICING_CODES.expired, "instruments");
