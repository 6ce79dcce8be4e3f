import { type Address, decodeEventLog, isAddressEqual } from "viem";
import { abiOf, type Receipt } from "./venue.ts";

/**
 * What a contract said in some logs: its events in their order, each as its name and its values.
 * @example said("VerifierRouter", router, receipt) // [["VerifierResumed", 1, 1]]
 */
export const said = (contract: string, address: Address, { logs }: Pick<Receipt, "logs">): readonly unknown[][] =>
  logs
    .filter((log) => isAddressEqual(log.address, address))
    .map(({ topics, data }) => {
      const { eventName, args } = decodeEventLog({ abi: abiOf(contract), topics: [...topics] as never, data });
      return [eventName, ...Object.values((args ?? {}) as object)];
    });
