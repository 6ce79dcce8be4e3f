/** What a call does inside, step by step: for tests of what a contract asks of others and of gas. */
import { type Address, type Hex, pad, toHex } from "viem";
import type { TestChain } from "./chain.ts";

/** A call to be traced. */
export interface TracedCall {
  readonly to: Address;
  readonly data: Hex;
  readonly from?: Address;
}

/** A step of the machine: its operation and the six words on top of its stack, the top last. */
interface Step {
  readonly op: string;
  readonly stack: readonly bigint[];
}

interface Trace {
  readonly structLogs: readonly { readonly op: string; readonly stack?: readonly string[] }[];
}

const GIVEN = 10_000_000n;
const TRACED = { disableMemory: true, disableStorage: true };
const number = (word: string): bigint => BigInt(word.startsWith("0x") ? word : `0x${word}`);

async function stepsOf(chain: TestChain, call: TracedCall): Promise<readonly Step[]> {
  const request = { ...call, gas: toHex(GIVEN) };
  const { structLogs } = (await chain.request("debug_traceCall", [request, "latest", TRACED])) as Trace;
  return structLogs.map(({ op, stack = [] }) => ({ op, stack: stack.slice(-6).map(number) }));
}

/** A call that changes nothing: whom it asks, with how much gas, and the bytes that go in and may come out. */
export type StaticCall = readonly [address: Address, gas: bigint, input: bigint, output: bigint];

/**
 * The calls without the right to change anything that a call makes, in their order.
 * @example await staticCallsOf(chain, { to: verifier, data })
 */
export async function staticCallsOf(chain: TestChain, call: TracedCall): Promise<StaticCall[]> {
  const steps = await stepsOf(chain, call);
  return steps.flatMap(({ op, stack }): StaticCall[] => {
    const [output = 0n, , input = 0n, , address = 0n, gas = 0n] = stack;
    return op === "STATICCALL" ? [[pad(toHex(address), { size: 20 }), gas, input, output]] : [];
  });
}

/** The address of a precompile. */
export const precompile = (place: number): Address => pad(toHex(place), { size: 20 });

/**
 * The gas with which a call has exactly as much left as it demands, where it compares the two for the last time.
 * @param demanded what the contract compares with what is left
 * @throws Error when it never compares anything with that
 */
export async function exactGasFor(chain: TestChain, call: TracedCall, demanded: bigint): Promise<bigint> {
  const compared = (await stepsOf(chain, call)).flatMap(({ op, stack }) => {
    const two = stack.slice(-2);
    return (op === "LT" || op === "GT") && two.includes(demanded) ? [two] : [];
  });
  const last = compared.at(-1);
  if (last === undefined) throw new Error(`nothing is compared with ${demanded}`);
  const left = last.find((word) => word !== demanded) ?? demanded;
  return GIVEN - (left - demanded);
}
