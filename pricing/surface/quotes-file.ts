import { z } from "zod";
import { FACTORS } from "../../model/classes.ts";
import { inputError, MODEL_CODES } from "../../model/errors.ts";
import { parseJson } from "../../model/files/json.ts";
import { decimal, refuse, validate, whole } from "../../model/files/schema.ts";
import { RANGE } from "../../model/units.ts";
import { quotesError } from "../errors.ts";
import { impliedVolatility } from "../implied-volatility.ts";
import { moment, momentText } from "../moment.ts";
import { type ExpiryQuotes, type QuoteFault, type Surface, surfaceOf } from "./surface.ts";

const YEAR = 365 * 86_400;

/** A quote that takes part in an arbitrage, or whose price no volatility gives. */
export type UnderlyingFault =
  | (QuoteFault & { readonly factor: number })
  | {
      readonly kind: "below-intrinsic" | "above-maximum";
      readonly factor: number;
      readonly expiry: number;
      readonly strike: number;
    };

/** What option quotes say at one moment. */
export interface Quotes {
  /** Unix seconds; what options are valued at. */
  readonly time: number;
  /** By factor. */
  readonly surfaces: ReadonlyMap<number, Surface>;
  /** Quotes that a surface through all of them cannot make sense of, in the order of the file. */
  readonly faults: readonly UnderlyingFault[];
}

/** A plain decimal number as text, as the nearest double: at most twelve decimals, no exponent. */
const fraction = (most: number): z.ZodType<number> =>
  z.string().transform((text, context) => {
    if (!/^(?:0|[1-9]\d{0,8})(?:\.\d{1,12})?$/.test(text)) {
      const remedy = "Write digits with at most twelve decimals after a point, in quotes.";
      refuse(context, MODEL_CODES.number, "not a decimal number", remedy);
    } else if (Number(text) > most) {
      refuse(context, MODEL_CODES.range, "out of range", `Use a number from 0 to ${most}.`);
    } else return Number(text);
    return z.NEVER;
  });

const price = decimal(RANGE.price);
const quote = z.union([
  z.strictObject({ strike: price, volatility: fraction(20) }),
  z.strictObject({ strike: price, right: z.enum(["call", "put"]), price: decimal(RANGE.mark) }),
]);

const expiry = z.strictObject({
  expiry: moment,
  forward: price,
  discount: fraction(2),
  quotes: z.array(quote).max(1_000),
});

const schema = z.strictObject({
  version: whole({ least: 1n, most: 1n }),
  time: moment,
  underlyings: z
    .array(
      z.strictObject({
        factor: whole({ least: 0n, most: BigInt(FACTORS - 1) }),
        expiries: z.array(expiry).min(1).max(200),
      }),
    )
    .max(FACTORS),
});

type RawExpiry = z.output<typeof expiry>;

/**
 * Reads a quotes.json: forwards, discounts and quotes of options by underlying and expiry. A quote is a volatility or a price of one
 * unit; a price that no volatility gives is a fault and left out. Throws BallastError BAL-101…105, BAL-131.
 *
 * @example
 * const { surfaces, faults } = parseQuotes(readFileSync("quotes.json", "utf8"), "quotes.json");
 */
export function parseQuotes(text: string, file = "quotes.json"): Quotes {
  const { time, underlyings } = validate(schema, parseJson(text, file), file);
  const faults: UnderlyingFault[] = [];
  const surfaces = new Map<number, Surface>();
  underlyings.forEach(({ factor, expiries }, u) => {
    const path = `underlyings[${u}]`;
    if (surfaces.has(factor)) throw structure(file, `${path}.factor`, "stands twice", "Keep one of the two.");
    const quoted = expiries.map((raw, e) => {
      const place = `${path}.expiries[${e}]`;
      checkOrder(raw, expiries[e - 1], time, file, place);
      return quotedExpiry(raw, time, factor, faults, place);
    });
    const surface = surfaceOf(quoted);
    faults.push(...surface.faults.map((fault) => ({ ...fault, factor })));
    surfaces.set(factor, surface);
  });
  return { time, surfaces, faults };
}

function structure(file: string, path: string, problem: string, remedy: string) {
  return inputError({ code: MODEL_CODES.structure, file, path, problem, remedy });
}

function checkOrder(raw: RawExpiry, before: RawExpiry | undefined, time: number, file: string, path: string): void {
  if (raw.expiry <= time || raw.expiry <= (before?.expiry ?? 0)) {
    const remedy = "Let expiries ascend, all after the time of the quotes.";
    throw structure(file, `${path}.expiry`, "not after what comes before it", remedy);
  }
  if (raw.discount === 0) throw structure(file, `${path}.discount`, "is nothing", "Give the value of 1 at expiry.");
  raw.quotes.forEach(({ strike }, q) => {
    if (q === 0 || strike > (raw.quotes[q - 1]?.strike ?? 0n)) return;
    throw structure(file, `${path}.quotes[${q}].strike`, "not above the one before", "Let strikes ascend.");
  });
}

function quotedExpiry(
  { expiry, forward, discount, quotes }: RawExpiry,
  time: number,
  factor: number,
  faults: UnderlyingFault[],
  path: string,
): ExpiryQuotes {
  const terms = { forward: Number(forward), discount, years: (expiry - time) / YEAR };
  const usable = quotes.flatMap((item) => {
    const strike = Number(item.strike);
    if ("volatility" in item) return [{ strike, volatility: item.volatility }];
    const implied = impliedVolatility({ ...terms, right: item.right, strike }, Number(item.price));
    if (implied.kind === "volatility") return [{ strike, volatility: implied.volatility }];
    faults.push({ kind: implied.kind, factor, expiry, strike });
    return [];
  });
  if (usable.length > 0) return { expiry, ...terms, quotes: usable };
  throw quotesError(path, `no quote of ${momentText(expiry)} has a volatility`, "Quote one that has, or leave it out.");
}
