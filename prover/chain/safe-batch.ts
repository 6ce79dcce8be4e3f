import { keccak256, stringToHex } from "viem";
import type { Address } from "../../verifier/account-context.ts";
import type { PlannedCall } from "./planned-call.ts";

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What a batch is for and who will send it. */
export interface SafeBatchFacts {
  readonly chain: bigint;
  /** The Safe that sends the calls. */
  readonly from: Address;
  readonly name: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
}

/**
 * A file for the Transaction Builder of a Safe, format 1.0, with the checksum by which it tells whether a batch was edited.
 * The calls go in as data: the builder decodes them with the ABI that it finds, and we show them under `description`.
 */
export function safeBatch(calls: readonly PlannedCall[], { chain, from, name, createdAt }: SafeBatchFacts) {
  const batch = {
    version: "1.0",
    chainId: `${chain}`,
    createdAt,
    meta: { name, description: calls.map((call) => call.function).join("; "), createdFromSafeAddress: from },
    transactions: calls.map(({ to, value, data }) => ({
      to,
      value: `${value}`,
      data,
      contractMethod: null,
      contractInputsValues: null,
    })),
  } as const;
  return { ...batch, meta: { ...batch.meta, checksum: safeChecksum(batch) } };
}

/** The checksum of a batch without one: keccak256 of its canonical text, in which the batch's name does not count. */
export function safeChecksum(batch: { readonly [key: string]: Json; readonly meta: { readonly [key: string]: Json } }) {
  return keccak256(stringToHex(canonical({ ...batch, meta: { ...batch.meta, name: null } })));
}

/** Text of a value that does not depend on the order of keys: an object is its sorted keys, then each of its values. */
function canonical(value: Json): string {
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${JSON.stringify(keys)}${keys.map((key) => `${canonical(value[key] ?? null)},`).join("")}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
