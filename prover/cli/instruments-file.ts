import { z } from "zod";
import { FACTORS } from "../../model/classes.ts";
import { inputError, MODEL_CODES } from "../../model/errors.ts";
import { parseJson } from "../../model/files/json.ts";
import { decimal, list, validate, whole } from "../../model/files/schema.ts";
import type { LinearInstrument, LinearSheetParts } from "../../model/linear-sheet.ts";
import { RANGE } from "../../model/units.ts";

const bps = whole({ least: 0n, most: 10_000n });
const part = decimal({ least: 1n, most: RANGE.flow.most });

const instrument = z.strictObject({
  instrument: whole(RANGE.instrument),
  kind: z.enum(["spot", "perpetual"]),
  factor: whole({ least: 0n, most: BigInt(FACTORS - 1) }),
  /** Units of the factor in one lot. */
  lot: z.strictObject({ numerator: part, denominator: part }),
  /** Price over the factor's in basis points; perpetuals only. */
  premium: whole({ least: -9_999n, most: 1_000_000n }).optional(),
  depth: decimal(RANGE.depth),
  contingencyLong: bps,
  contingencyShort: bps,
  /** Given once the instrument has expired: the price at which every holder settles. */
  settlementMark: decimal(RANGE.mark).optional(),
});

const schema = z.strictObject({
  version: whole({ least: 1n, most: 1n }),
  /** How far each factor follows the stress grid's spot moves, in basis points; 10,000 each unless given. */
  moves: list(whole({ least: 0n, most: 100_000n }), FACTORS).optional(),
  instruments: z.array(instrument).min(1).max(4_096),
});

/**
 * Reads an instruments.json: the spot pairs and perpetuals a linear risk sheet is built of. Throws BallastError
 * BAL-101…105 naming file and field.
 *
 * @example
 * const { instruments } = parseInstruments(readFileSync("instruments.json", "utf8"), "instruments.json");
 */
export function parseInstruments(text: string, file = "instruments.json"): Omit<LinearSheetParts, "market"> {
  const { moves, instruments } = validate(schema, parseJson(text, file), file);
  instruments.forEach((item, i) => {
    const place = { file, code: MODEL_CODES.structure };
    if (item.kind === "spot" && item.premium !== undefined)
      throw inputError({
        ...place,
        path: `instruments[${i}].premium`,
        problem: "a spot pair has no premium",
        remedy: "Remove it, or make the kind perpetual.",
      });
    if (instruments.findIndex(({ instrument: id }) => id === item.instrument) !== i)
      throw inputError({
        ...place,
        path: `instruments[${i}].instrument`,
        problem: "this id stands twice",
        remedy: "Give each instrument an id of its own; ids are never reused.",
      });
  });
  return { instruments: instruments.map(linearOf), ...(moves === undefined ? {} : { moves }) };
}

function linearOf({ premium, settlementMark, ...rest }: z.output<typeof instrument>): LinearInstrument {
  return {
    ...rest,
    ...(premium === undefined ? {} : { premium }),
    ...(settlementMark === undefined ? {} : { settlementMark }),
  };
}
