import { z } from "zod";
import { FACTORS } from "../../model/classes.ts";
import { inputError, MODEL_CODES } from "../../model/errors.ts";
import { parseJson } from "../../model/files/json.ts";
import { decimal, list, validate, whole } from "../../model/files/schema.ts";
import { RANGE } from "../../model/units.ts";
import { moment } from "../moment.ts";
import type { Instrument } from "./instrument.ts";

const bps = whole({ least: 0n, most: 10_000n });
const part = decimal({ least: 1n, most: RANGE.flow.most });

const common = {
  instrument: whole(RANGE.instrument),
  factor: whole({ least: 0n, most: BigInt(FACTORS - 1) }),
  /** Units of the factor in one lot. */
  lot: z.strictObject({ numerator: part, denominator: part }),
  depth: decimal(RANGE.depth),
  /** The stress grid's additions where absent. */
  contingencyLong: bps.optional(),
  contingencyShort: bps.optional(),
  /** Given once the instrument has expired: the price at which every holder settles. */
  settlementMark: decimal(RANGE.mark).optional(),
};

const dated = {
  ...common,
  expiry: moment,
  /** Instead of a settlement mark: the factor's price at expiry. */
  settlementPrice: decimal(RANGE.price).optional(),
};

const instrument = z.discriminatedUnion("kind", [
  z.strictObject({
    ...common,
    kind: z.enum(["spot", "perpetual"]),
    /** Price over the factor's in basis points; perpetuals only. */
    premium: whole({ least: -9_999n, most: 1_000_000n }).optional(),
  }),
  z.strictObject({ ...dated, kind: z.literal("future") }),
  z.strictObject({
    ...dated,
    kind: z.literal("option"),
    right: z.enum(["call", "put"]),
    /** Micro-quote per unit of the factor. */
    strike: decimal(RANGE.price),
  }),
]);

const schema = z.strictObject({
  version: whole({ least: 1n, most: 1n }),
  /** How far each factor follows the stress grid's spot moves, in basis points; 10,000 each unless given here or in the grid. */
  moves: list(whole({ least: 0n, most: 100_000n }), FACTORS).optional(),
  instruments: z.array(instrument).min(1).max(4_096),
});

type Raw = z.output<typeof instrument>;

/** What an instruments.json holds. */
export interface InstrumentsFile {
  readonly instruments: readonly Instrument[];
  readonly moves?: readonly number[];
}

/**
 * Reads an instruments.json: the spot pairs, perpetuals, futures and options that a risk sheet is built of. Throws BallastError
 * BAL-101…105 naming file and field.
 *
 * @example
 * const { instruments } = parseInstruments(readFileSync("instruments.json", "utf8"), "instruments.json");
 */
export function parseInstruments(text: string, file = "instruments.json"): InstrumentsFile {
  const { moves, instruments } = validate(schema, parseJson(text, file), file);
  const seen = new Set<number>();
  instruments.forEach((item, i) => {
    const fault = faultOf(item, seen);
    seen.add(item.instrument);
    if (fault === undefined) return;
    const [field, problem, remedy] = fault;
    throw inputError({ file, code: MODEL_CODES.structure, path: `instruments[${i}].${field}`, problem, remedy });
  });
  return { instruments: instruments.map(instrumentOf), ...(moves === undefined ? {} : { moves }) };
}

/** What contradicts itself: field, problem, remedy. */
function faultOf(item: Raw, seen: ReadonlySet<number>): [string, string, string] | undefined {
  if (seen.has(item.instrument))
    return ["instrument", "this id stands twice", "Give each instrument an id of its own; ids are never reused."];
  if (item.kind === "spot" && item.premium !== undefined)
    return ["premium", "a spot pair has no premium", "Remove it, or make the kind perpetual."];
  if ("settlementPrice" in item && item.settlementPrice !== undefined && item.settlementMark !== undefined)
    return ["settlementPrice", "there is a settlementMark too", "Keep one of the two."];
  return undefined;
}

/** Without the keys that are not there. */
function instrumentOf(item: Raw): Instrument {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as unknown as Instrument;
}
