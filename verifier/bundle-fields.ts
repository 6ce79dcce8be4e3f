import { z } from "zod";
import type { Address, Hex } from "./account-context.ts";
import { canonicalHex, canonicalNumber } from "./canonical.ts";
import { BASE_MODULUS, type G1Affine, type G2Affine } from "./proof.ts";

/** No bundle of any statement or class is longer. Longer files are refused unread. */
export const MAX_BUNDLE_BYTES = 16_384;

/** What is wrong with a text that is not a bundle. */
export interface Malformed {
  readonly status: "malformed";
  readonly path: string;
  readonly reason: string;
}

/** A canonical decimal below a limit. */
export const below = (limit: bigint) =>
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

export const uint64 = below(1n << 64n);
export const address = hexOf<Address>(20);

const coordinate = below(BASE_MODULUS);
const pair = z.tuple([coordinate, coordinate]);
const g1 = pair satisfies z.ZodType<G1Affine>;
const g2 = z.tuple([pair, pair]) satisfies z.ZodType<G2Affine>;

/** A proof's points. */
export const proofField = z.strictObject({ a: g1, b: g2, c: g1 });

const digest = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits");

/** The hashes of the artifacts that a proof was made with. */
export const artifactsField = z.strictObject({
  circuit: z.string().regex(/^[a-z0-9-]{1,64}$/),
  source: digest,
  r1cs: digest,
  wasm: digest,
  zkey: digest,
  vkey: digest,
  development: z.boolean(),
});

/**
 * Reads a text by a schema, strictly: `seal` makes the bundle of what was read, or says what is wrong, and `format` must give back the
 * very text. Never throws.
 */
export function parseStrictly<Fields, Bundle>(
  input: string | Uint8Array,
  schema: z.ZodType<Fields>,
  seal: (fields: Fields) => Bundle | Malformed,
  format: (bundle: Bundle) => string,
): { readonly status: "parsed"; readonly bundle: Bundle } | Malformed {
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
  const sealed = seal(parsed.data);
  if (isMalformed(sealed)) return sealed;
  if (format(sealed) !== text)
    return malformed("", "must be written canonically: each key once and in order, two spaces, one final newline");
  return { status: "parsed", bundle: sealed };
}

/** Says what is wrong with a field. */
export function malformed(path: string, reason: string): Malformed {
  return { status: "malformed", path, reason };
}

const isMalformed = (value: unknown): value is Malformed => (value as Partial<Malformed>).status === "malformed";

/** The text of a bundle's bytes; undefined when they are too many or no UTF-8. */
export function textOf(input: string | Uint8Array): string | undefined {
  if (input.length > MAX_BUNDLE_BYTES) return undefined;
  if (typeof input === "string") return input;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input);
  } catch {
    return undefined;
  }
}
