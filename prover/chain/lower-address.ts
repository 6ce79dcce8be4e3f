import type { Address } from "../../verifier/account-context.ts";

/** An address as everything of ours writes and compares it, whatever the case a node or library gives it in. */
export const lowerAddress = (address: string): Address => address.toLowerCase() as Address;
