/** Any value that a file may hold; integers beyond 2^53 are strings already. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Canonical text of a file: two spaces of indentation, keys in the order given, one final newline. */
export function jsonText(value: Json): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** `0x` and 62 hexadecimal digits: a salt's only written form. */
export function saltText(salt: bigint): string {
  return `0x${salt.toString(16).padStart(62, "0")}`;
}
