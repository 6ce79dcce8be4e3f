import { z } from "zod";
import { type Flow, MODES } from "../model/call.ts";
import { ASSETS, BOOK_CLASS_NAMES } from "../model/classes.ts";
import { type Bundle, formatBundle, type PublicInputs } from "./bundle.ts";
import { address, artifactsField, below, malformed, parseStrictly, proofField, uint64 } from "./bundle-fields.ts";
import { canonicalHex, canonicalNumber } from "./canonical.ts";
import { openingLength } from "./opening-length.ts";
import { GROUP_ORDER, PUBLIC_INPUTS } from "./proof.ts";

/** A bundle, or the first thing that is wrong with the text. */
export type ParsedBundle =
  | { readonly status: "parsed"; readonly bundle: Bundle }
  | { readonly status: "malformed"; readonly path: string; readonly reason: string };

const flowAmount = z.string().transform((text, context): bigint => {
  const value = canonicalNumber(text.startsWith("-") ? text.slice(1) : text, 1n << 64n);
  if (value !== undefined && value !== 0n) return text.startsWith("-") ? -value : value;
  context.addIssue({ code: "custom", message: "must be a canonical decimal other than 0 below 2^64 in magnitude" });
  return z.NEVER;
});
const flow = z.strictObject({
  asset: z.union([
    z.literal("cash"),
    z
      .int()
      .min(0)
      .max(ASSETS - 1),
  ]),
  amount: flowAmount,
}) satisfies z.ZodType<Flow>;

const schema = z.strictObject({
  version: z.literal(1),
  statement: z.literal("size-update"),
  class: z.enum(BOOK_CLASS_NAMES),
  chain: uint64,
  gate: address,
  account: address,
  nonce: uint64,
  deadline: uint64,
  epoch: uint64,
  recipient: address,
  mode: z.enum(MODES),
  side: z.enum(["plus", "minus"]).transform((side) => (side === "plus" ? 0 : 1) as 0 | 1),
  flow: flow.nullable().transform((value): Flow | undefined => value ?? undefined),
  opening: z.string(),
  publicInputs: z
    .array(below(GROUP_ORDER))
    .length(PUBLIC_INPUTS)
    .transform((list) => list as unknown as PublicInputs),
  proof: proofField,
  artifacts: artifactsField,
});

/**
 * Reads a bundle strictly: exactly these keys in this order, canonical numbers and hex, nothing before or after. Two
 * different files never read as the same bundle. Never throws.
 */
export function parseBundle(input: string | Uint8Array): ParsedBundle {
  return parseStrictly(
    input,
    schema,
    ({ opening: text, ...rest }): Bundle | Extract<ParsedBundle, { status: "malformed" }> => {
      const opening = canonicalHex(text, openingLength(rest.class));
      if (opening !== undefined) return { ...rest, opening };
      return malformed("opening", `must be ${openingLength(rest.class)} bytes of lower-case hex`);
    },
    formatBundle,
  );
}
