/** A small contract with all its mutants in it: with none on it does what it did, and each one that is on shows. */

import { encodeFunctionData, type Hex, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SWITCH } from "../instrumented/chains.ts";
import { analyse, compile } from "../instrumented/sources.ts";
import { newChain, type TestChain, type Wallet } from "../support/chain.ts";
import { asText, type Mutant, mutantsOf } from "./mutants.ts";
import { SchemataWriter } from "./schemata.ts";

const FILE = "contracts/Small.sol";
const SMALL = `// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

uint256 constant OFFSET = 8;

function pack(uint256 a, uint256 b) pure returns (uint256 word) {
    assembly {
        word := or(a, shl(OFFSET, b))
    }
}

contract Small {
    error Odd(uint256 first, uint256 second);

    modifier even(uint256 a) {
        if (a % 2 == 1) revert Odd(a, 7);
        _;
    }

    /// Sums of § and other signs of several bytes, so that offsets are those of bytes.
    function sum(uint256 a, uint256 b) external pure even(a) returns (uint256 total) {
        (uint256 low, uint256 high) = a < b ? (a, b) : (b, a);
        for (uint256 i = low; i < high; ++i) total += i;
        if (total > 20 && a > 2) return pack(total, b);
        for (uint8 i = 1; i < 3; ++i) total += 100 + i;
    }
}
`;
const abi = parseAbi(["function sum(uint256 a, uint256 b) pure returns (uint256)", "error Odd(uint256, uint256)"]);
const INPUTS = [
  [0n, 0n],
  [1n, 3n],
  [2n, 8n],
  [4n, 9n],
  [8n, 3n],
  [8n, 2n],
  [10n, 12n],
  [20n, 21n],
  [6n, 8n],
] as const;

let chain: TestChain;
let mutants: readonly Mutant[];
let to: Hex;

beforeAll(async () => {
  chain = await newChain();
  const sources = new Map([[FILE, SMALL]]);
  const found = mutantsOf([FILE], sources, analyse(sources).trees);
  mutants = found.mutants;
  const [file] = found.files;
  if (file === undefined) throw new Error("no file");
  const { text } = new SchemataWriter(file.text, "0").write(file.placed);
  const built = compile(new Map([[FILE, asText(text)]]), [FILE]).get(FILE)?.Small;
  const hash = await (chain.wallets[0] as Wallet).deployContract({
    abi: [],
    bytecode: `0x${built?.evm.bytecode.object}`,
  });
  to = (await chain.read.getTransactionReceipt({ hash })).contractAddress as Hex;
});
afterAll(() => chain.close());

/** What every input gives: a result, or the data of a revert. */
const answers = async (on: number): Promise<string> => {
  await chain.request("hardhat_setBalance", [SWITCH, `0x${on.toString(16)}`]);
  const all: string[] = [];
  for (const args of INPUTS) {
    const data = encodeFunctionData({ abi, functionName: "sum", args });
    const answer = chain.request("eth_call", [{ to, data, gas: "0x100000" }, "latest"]);
    all.push(String(await answer.catch((error: { data?: unknown }) => JSON.stringify(error.data))));
  }
  return all.join();
};

describe("a contract with its mutants in it", () => {
  it("does what it did while none is on", async () => {
    const words = (await answers(0)).split(",");
    expect(words.slice(2, 4).map(BigInt)).toEqual([230n, 30n + (9n << 8n)]);
    expect(words[4]).toBe(`0x${(25n + (3n << 8n)).toString(16).padStart(64, "0")}`);
    expect(words[1]).toContain("7".padStart(64, "0"));
  });

  it("shows each of them that is on, but those that cannot show", async () => {
    const original = await answers(0);
    const hidden: string[] = [];
    for (const { number, operator, was } of mutants)
      if ((await answers(number)) === original) hidden.push(`${operator} ${was}`);
    expect(mutants.length).toBe(50);
    // Which of two equal numbers is the lower one does not matter, nor whether 3 is above the bound, since it is odd.
    expect(hidden).toEqual(["boundary a < b", "one more 2"]);
  });
});
