import { z } from "zod";
import { MODES } from "../call.ts";
import { type Change, checkChange } from "../change.ts";
import { ASSETS } from "../classes.ts";
import { MODEL_CODES } from "../errors.ts";
import { RANGE } from "../units.ts";
import { parseJson } from "./json.ts";
import { decimal, hexadecimal, refuse, validate, whole } from "./schema.ts";
import { type Json, jsonText, saltText } from "./write.ts";

const asset = z.unknown().transform((value, context): "cash" | number => {
  if (value === "cash") return value;
  if (typeof value === "number" && value >= 0 && value < ASSETS) return value;
  refuse(
    context,
    MODEL_CODES.range,
    "no such asset",
    `Write "cash" or the number of a collateral asset, 0 to ${ASSETS - 1}.`,
  );
  return z.NEVER;
});

const schema = z.strictObject({
  mode: z.enum(MODES),
  sizes: z.array(z.strictObject({ instrument: whole(RANGE.instrument), size: decimal(RANGE.size) })),
  flow: z.strictObject({ asset, amount: decimal({ least: -RANGE.flow.most, most: RANGE.flow.most }) }).optional(),
  cost: decimal(RANGE.cash).optional(),
  tradeSalt: hexadecimal(RANGE.salt).optional(),
});

/**
 * Reads a change.json. Throws BallastError BAL-101…105.
 *
 * @example
 * const change = parseChange('{ "mode": "full", "sizes": [{ "instrument": 17, "size": "-4000" }] }');
 */
export function parseChange(text: string, file = "change.json"): Change {
  const { flow, cost, tradeSalt, ...rest } = validate(schema, parseJson(text, file), file);
  const change: Change = {
    ...rest,
    ...(flow === undefined ? {} : { flow }),
    ...(cost === undefined ? {} : { cost }),
    ...(tradeSalt === undefined ? {} : { tradeSalt }),
  };
  checkChange(change, file);
  return change;
}

/** The JSON projection of a change. */
export function changeJson({ mode, sizes, flow, cost, tradeSalt }: Change): { readonly [key: string]: Json } {
  return {
    mode,
    sizes: sizes.map(({ instrument, size }) => ({ instrument, size: size.toString() })),
    ...(flow === undefined ? {} : { flow: { asset: flow.asset, amount: flow.amount.toString() } }),
    ...(cost === undefined ? {} : { cost: cost.toString() }),
    ...(tradeSalt === undefined ? {} : { tradeSalt: saltText(tradeSalt) }),
  };
}

/** Writes a change.json. */
export function writeChange(change: Change): string {
  return jsonText(changeJson(change));
}
