import type { Abi, AbiFunction, AbiParameter } from "abitype";
import { type Address, type Hex, maxUint256 } from "viem";
import * as abis from "../../../contracts/generated/abi.ts";
import type { SeededRandom } from "../../support/seeded-random.ts";
import type { Venue } from "./venue.ts";

/** A function that changes state, and the contract that has it. */
export interface EntryPoint {
  readonly contract: string;
  readonly address: Address;
  readonly entry: AbiFunction;
}

/** Every state-changing function of a contract, from its ABI. */
export const entriesOf = (contract: string, address: Address, abi: Abi): readonly EntryPoint[] =>
  abi
    .filter((each) => each.type === "function")
    .filter(({ stateMutability }) => stateMutability === "nonpayable" || stateMutability === "payable")
    .map((entry) => ({ contract, address, entry }));

/** Every state-changing function of the contracts of a venue with linear rows, from their ABIs: a new one is here without being named. */
export function entryPoints(venue: Venue): readonly EntryPoint[] {
  const contracts = [
    ["SizingGate", venue.gate, abis.sizingGateAbi],
    ["CollateralVault", venue.vault, abis.collateralVaultAbi],
    ["MarketRegistry", venue.market, abis.marketRegistryAbi],
    ["PolicyRegistry", venue.policies, abis.policyRegistryAbi],
    ["VerifierRouter", venue.router, abis.verifierRouterAbi],
    ["LinearRows", venue.rows as Address, abis.linearRowsAbi],
  ] as const;
  return contracts.flatMap(([contract, address, abi]) => entriesOf(contract, address, abi));
}

/** Values of an ABI's parameters: small numbers and known addresses mostly, extremes sometimes. */
export function anyArguments(
  inputs: readonly AbiParameter[],
  random: SeededRandom,
  addresses: readonly Address[],
): unknown[] {
  return inputs.map((input) => anyValue(input, random, addresses));
}

function anyValue(input: AbiParameter, random: SeededRandom, addresses: readonly Address[]): unknown {
  const list = /^(.*)\[(\d*)\]$/.exec(input.type);
  if (list !== null) {
    const length = list[2] === "" ? random.integer(0, 2) : Number(list[2]);
    const inner = { ...input, type: list[1] as string };
    return Array.from({ length }, () => anyValue(inner, random, addresses));
  }
  if (input.type === "tuple") {
    const { components } = input as { components: readonly AbiParameter[] };
    return Object.fromEntries(components.map((part) => [part.name, anyValue(part, random, addresses)]));
  }
  return anyWord(input.type, random, addresses);
}

function anyWord(type: string, random: SeededRandom, addresses: readonly Address[]): unknown {
  const bits = Number(/^u?int(\d+)$/.exec(type)?.[1] ?? 0);
  if (type.startsWith("int")) return numberOf(bits, random.signed(Math.min(bits - 1, random.pick([2, 40, 90]))));
  if (bits > 0)
    return numberOf(
      bits,
      random.chance(0.1) ? maxUint256 >> BigInt(256 - bits) : random.magnitude(random.pick([2, bits])),
    );
  if (type === "address") return random.pick(addresses);
  if (type === "bool") return random.chance(0.5);
  if (type === "string") return "x".repeat(random.integer(0, 40));
  const bytes = type === "bytes" ? random.integer(0, 200) : Number(type.slice("bytes".length));
  return `0x${random.bigint(0n, 255n).toString(16).padStart(2, "0").repeat(bytes)}` satisfies Hex;
}

/** viem takes integers of up to 48 bits as numbers, and wider ones as bigints. */
const numberOf = (bits: number, value: bigint): number | bigint => (bits <= 48 ? Number(value) : value);
