import { z } from "zod";
import { MODEL_CODES } from "../errors.ts";
import { refuse } from "./schema.ts";

/**
 * Whether a text may name a factor: 1 to 32 characters, none of which separates anything in a CSV, in a list of flagged factors or
 * in the weights of a portfolio. Nor an underscore, which parts names in a history's headings: `cov_A_B_C` would be of two pairs.
 */
export function isSymbol(text: string): boolean {
  return /^[A-Za-z0-9./-]{1,32}$/.test(text);
}

/** What to do about a text that is no symbol. */
export const SYMBOL_REMEDY = "Use 1 to 32 letters, digits, dots, dashes and slashes.";

/** The symbol of a factor in a file. */
export const symbol = z.string().superRefine((text, context) => {
  if (!isSymbol(text)) refuse(context, MODEL_CODES.shape, "not a symbol", SYMBOL_REMEDY);
});

/** The symbol of a factor of a market block, whose unused factors have none. */
export const symbolOrNone = z.string().superRefine((text, context) => {
  if (text !== "" && !isSymbol(text)) refuse(context, MODEL_CODES.shape, "not a symbol", SYMBOL_REMEDY);
});
