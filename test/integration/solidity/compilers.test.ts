/** What the interfaces and mixins promise: one ABI with the real contracts, and any compiler of their range. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "vitest";
import { readArtifact } from "../../../contracts/deploy/artifacts.ts";
import { ensureBuilt } from "../../contracts/support/chain.ts";

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly components?: readonly Parameter[];
}
interface Entry {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: readonly Parameter[];
  readonly outputs?: readonly Parameter[];
  readonly stateMutability?: string;
}
interface Output {
  readonly errors?: readonly { readonly formattedMessage: string }[];
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, { readonly abi: readonly Entry[] }>>>>;
}

const FOLDER = "contracts/integration";
const FILES = ["IBallast.sol", "BallastGated.sol", "BallastListener.sol"];
const USER = `// SPDX-License-Identifier: Apache-2.0
pragma solidity >=0.8.4;
import {BallastGated} from "./BallastGated.sol";
import {BallastListener} from "./BallastListener.sol";
import {IBallastGate} from "./IBallast.sol";
contract User is BallastGated, BallastListener {
    address private immutable owner = msg.sender;
    uint256 public told;
    constructor(IBallastGate gate) BallastGated(gate, 1, 2) {}
    function bind(IBallastGate gate) external { require(msg.sender == owner); _bindBallastGate(gate); }
    function act() external onlyHealthy(msg.sender) { told = 0; }
    function onSizeUpdate(address, uint64, uint8, uint256) internal override { ++told; }
}
`;

const compileWith = (compiler: string): Output => {
  const files = FILES.map((file) => [`${FOLDER}/${file}`, { content: readFileSync(`${FOLDER}/${file}`, "utf8") }]);
  const sources = { ...Object.fromEntries(files), [`${FOLDER}/User.sol`]: { content: USER } };
  const settings = { outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } };
  const solc = createRequire(import.meta.url)(compiler) as { compile(input: string): string };
  return JSON.parse(solc.compile(JSON.stringify({ language: "Solidity", sources, settings }))) as Output;
};

const fields = (parameters: readonly Parameter[]): unknown =>
  parameters.map(({ name, type, components = [] }) => ({ name, type, fields: fields(components) }));

/**
 * An entry without what a compiler says of its own types (contracts and value types are addresses and integers) and without
 * the names of its arguments, which no call carries. Names of a struct's fields stay: clients go by them.
 */
const shape = ({ type, name, inputs = [], outputs = [], stateMutability }: Entry): unknown => {
  const strip = (parameters: readonly Parameter[]): unknown =>
    parameters.map((parameter) => ({ type: parameter.type, fields: fields(parameter.components ?? []) }));
  return { type, name, inputs: strip(inputs), outputs: strip(outputs), stateMutability };
};

beforeAll(() => ensureBuilt());

describe("the integrator's Solidity", () => {
  for (const compiler of ["solc-0-8-4", "solc"]) {
    it(`compiles with ${compiler} without a warning`, () => {
      const { errors = [], contracts = {} } = compileWith(compiler);
      expect(errors.map(({ formattedMessage }) => formattedMessage)).toEqual([]);
      expect(contracts[`${FOLDER}/User.sol`]?.User?.abi.length).toBeGreaterThan(5);
    });
  }

  it("has the ABI of the contracts it stands for, names of fields included", () => {
    const pairs = [
      ["IBallastGate", "SizingGate"],
      ["IBallastMarket", "MarketRegistry"],
      ["IBallastVault", "CollateralVault"],
      ["IBallastMandates", "MandateBook"],
      ["IBallastListener", "IUpdateListener"],
    ] as const;
    for (const [name, real] of pairs) {
      const { abi } = readArtifact(name, `${FOLDER}/IBallast.sol/${name}.json`);
      const known = (readArtifact(real).abi as readonly Entry[]).map((entry) => JSON.stringify(shape(entry)));
      const own = (abi as readonly Entry[]).map((entry) => JSON.stringify(shape(entry)));
      expect(own.length).toBeGreaterThan(0);
      expect(known, `${name} against ${real}`).toEqual(expect.arrayContaining(own));
    }
  });

  it("is under Apache-2.0, all of it, and imports nothing but itself, our contracts and OpenZeppelin", () => {
    for (const file of [...FILES, "WiredPair.sol", "mocks/MockFeed.sol", "example/PerpetualsPool.sol"]) {
      const source = readFileSync(`${FOLDER}/${file}`, "utf8");
      expect(source).toMatch(/^\/\/ SPDX-License-Identifier: Apache-2.0\n/);
      for (const [, target] of source.matchAll(/from "([^"]+)"/g)) expect(target).toMatch(/^(\.|@openzeppelin\/)/);
    }
  });
});
