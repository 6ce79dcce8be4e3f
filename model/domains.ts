import type { BookClass } from "./classes.ts";
import { asField, type Field } from "./field.ts";

/** A domain separator: the big-endian integer of an ASCII text of at most 31 bytes. */
export function domain(text: string): Field {
  if (!/^[\x21-\x7e]{1,31}$/.test(text)) throw new RangeError("a domain is 1 to 31 printable ASCII characters");
  return asField(new TextEncoder().encode(text).reduce((value, byte) => (value << 8n) + BigInt(byte), 0n));
}

/** The domain of the commitment of a book of a class. */
export function bookDomain(bookClass: BookClass): Field {
  return domain(`ballast/book/${bookClass}/1`);
}

/** The domains of every other hash. */
export const DOMAINS = {
  slots: domain("ballast/slots/1"),
  market: domain("ballast/market/1"),
  row: domain("ballast/row/1"),
  node: domain("ballast/node/1"),
  sheet: domain("ballast/sheet/1"),
  policy: domain("ballast/policy/1"),
  risk: domain("ballast/risk/1"),
  trade: domain("ballast/trade/1"),
  model: domain("ballast/model/1"),
} as const;
