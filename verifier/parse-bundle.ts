import { z } from "zod";
import { type Flow, MODES } from "../model/call.ts";
import { ASSETS, BOOK_CLASS_NAMES } from "../model/classes.ts";
import type { Address, Hex } from "./account-context.ts";
import { type Bundle, formatBundle, type PublicInputs } from "./bundle.ts";
import { canonicalHex, canonicalNumber } from "./canonical.ts";
import { openingLength } from "./opening-length.ts";
import { BASE_MODULUS, type G1Affine, type G2Affine, GROUP_ORDER, PUBLIC_INPUTS } from "./proof.ts";

/** No bundle of any class is longer. Longer files are refused unread. */
export const MAX_BUNDLE_BYTES = 16_384;

/** A bundle, or the first thing that is wrong with the text. */
export type ParsedBundle =
  | { readonly status: "parsed"; readonly bundle: Bundle }
  | { readonly status: "malformed"; readonly path: string; readonly reason: string };

const below = (limit: bigint) =>
  z.string().transform((text, context): bigint => {
    const value = canonicalNumber(text, limit);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: `must be a canonical decimal below ${limit}` });
    return z.NEVER;
  });
const hexOf = <T extends Hex>(bytes: number) =>
  z.string().transform((text, context): T => {
    const value = canonicalHex(text, bytes);
    if (value !== undefined) return value as T;
    context.addIssue({ code: "custom", message: `must be 0x and ${2 * bytes} lower-case hexadecimal digits` });
    return z.NEVER;
  });
const digest = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits");
const uint64 = below(1n << 64n);
const address = hexOf<Address>(20);
const coordinate = below(BASE_MODULUS);
const g1 = z.tuple([coordinate, coordinate]) satisfies z.ZodType<G1Affine>;
const pair = z.tuple([coordinate, coordinate]);
const g2 = z.tuple([pair, pair]) satisfies z.ZodType<G2Affine>;

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
  proof: z.strictObject({ a: g1, b: g2, c: g1 }),
  artifacts: z.strictObject({
    circuit: z.string().regex(/^[a-z0-9-]{1,64}$/),
    source: digest,
    r1cs: digest,
    wasm: digest,
    zkey: digest,
    vkey: digest,
    development: z.boolean(),
  }),
});

/**
 * Reads a bundle strictly: exactly these keys in this order, canonical numbers and hex, nothing before or after. Two
 * different files never read as the same bundle. Never throws.
 */
export function parseBundle(input: string | Uint8Array): ParsedBundle {
  const text = textOf(input);
  if (text === undefined) return malformed("", `must be at most ${MAX_BUNDLE_BYTES} bytes of UTF-8`);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return malformed("", "must be JSON");
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return malformed(issue?.path.join(".") ?? "", issue?.message ?? "has an unknown fault");
  }
  const { opening: openingText, ...rest } = parsed.data;
  const opening = canonicalHex(openingText, openingLength(rest.class));
  if (opening === undefined)
    return malformed("opening", `must be ${openingLength(rest.class)} bytes of lower-case hex`);
  const bundle: Bundle = { ...rest, opening };
  if (formatBundle(bundle) !== text)
    return malformed("", "must be written canonically: each key once and in order, two spaces, one final newline");
  return { status: "parsed", bundle };
}

function textOf(input: string | Uint8Array): string | undefined {
  if (input.length > MAX_BUNDLE_BYTES) return undefined;
  if (typeof input === "string") return input;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input);
  } catch {
    return undefined;
  }
}

function malformed(path: string, reason: string): ParsedBundle {
  return { status: "malformed", path, reason };
}
