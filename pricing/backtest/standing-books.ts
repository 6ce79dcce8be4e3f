import type { Right } from "../black76.ts";

/** One option of a standing book: units of the underlying, and its strike as a share of the price on the day it is opened. */
export interface StandingLeg {
  readonly right: Right;
  readonly share: number;
  readonly units: number;
}

/** A book that is opened anew each month. */
export interface StandingBook {
  readonly name: string;
  readonly legs: readonly StandingLeg[];
  /** Whether its delta is brought to 0 with the perpetual every day. */
  readonly hedged: boolean;
}

const short = (right: Right, share: number): StandingLeg => ({ right, share, units: -1 });
const long = (right: Right, share: number): StandingLeg => ({ right, share, units: 1 });
const strangle = [short("put", 0.9), short("call", 1.1)];

/** Books as desks hold them: one unit of the underlying to each leg. */
export const STANDING_BOOKS: readonly StandingBook[] = [
  { name: "short straddle", legs: [short("put", 1), short("call", 1)], hedged: false },
  { name: "short strangle", legs: strangle, hedged: false },
  { name: "short strangle, hedged", legs: strangle, hedged: true },
  { name: "risk reversal", legs: [short("put", 0.9), long("call", 1.1)], hedged: false },
  { name: "short put spread", legs: [short("put", 0.95), long("put", 0.8)], hedged: false },
  { name: "long straddle", legs: [long("put", 1), long("call", 1)], hedged: false },
];
