/**
 * A contract whose assertions say that no policy the registry accepts makes a rule overflow: one function for each side of each
 * comparison in the bit ledger, over all values of its quantities. The policy's bounds are those in PolicyRegistry.sol.
 */
import { readFileSync } from "node:fs";

interface Ledger {
  readonly limitBits: number;
  readonly inputs: readonly { readonly name: string; readonly max: string }[];
  readonly derived: readonly { readonly name: string; readonly bits: Readonly<Record<string, number>> }[];
  readonly comparisons: readonly { readonly component: string; readonly lhs: string; readonly rhs: string }[];
}

/** The largest class and its slots: its bounds hold for the others. */
const [CLASS, SLOTS] = ["fund-64", "64"];

const ledger = (): Ledger => JSON.parse(readFileSync("circuits/bit-ledger.json", "utf8")) as Ledger;

/** A constant of the registry, as its source writes it. */
const constantOf = (source: string, name: string): string => {
  const found = new RegExp(`constant ${name} = ([^;]+);`).exec(source)?.[1];
  if (found === undefined) throw new Error(`PolicyRegistry.sol has no constant ${name}`);
  return found;
};

/** The largest value of each policy field that the registry accepts, by the ledger's name. */
function policyMaxima(): Readonly<Record<string, string>> {
  const source = readFileSync("contracts/PolicyRegistry.sol", "utf8");
  return {
    ratio: `(${constantOf(source, "_RATIO_BOUND")}) - 1`,
    share: constantOf(source, "_SHARE_MAX"),
    volTarget: constantOf(source, "_VOL_TARGET_MAX"),
    drift: constantOf(source, "_DRIFT_MAX"),
    intercept: `(${constantOf(source, "_INTERCEPT_BOUND")}) - 1`,
    slope: constantOf(source, "_SLOPE_MAX"),
  };
}

const solidity = (formula: string): string => formula.replaceAll("^", "**");

function maxima({ inputs, derived }: Ledger): Readonly<Record<string, string>> {
  const loss = derived.find(({ name }) => name === "shockTotal")?.bits[CLASS] ?? 0;
  const ofInputs = inputs.map(({ name, max }) => [name, solidity(max.replace("loss", `${loss}`))]);
  const ofDerived = derived.map(({ name, bits }) => [name, `2**${bits[CLASS]} - 1`]);
  return { N: SLOTS, ...Object.fromEntries([...ofInputs, ...ofDerived]), ...policyMaxima() };
}

/** Its functions, by name. */
export function policyClaims(): ReadonlyMap<string, string> {
  const book = ledger();
  const largest = maxima(book);
  const claims = book.comparisons.flatMap(({ component, lhs, rhs }) =>
    [lhs, rhs].map((side, i): [string, string] => {
      const name = `${component}_${i === 0 ? "left" : "right"}`;
      const names = [...new Set(side.match(/[a-zA-Z]\w*/g) ?? [])];
      const bounds = names.map((each) => {
        if (largest[each] === undefined) throw new Error(`the bit ledger has no bound of ${each}`);
        return `        require(${each} <= ${largest[each]});`;
      });
      const text = `    function ${name}(${names.map((each) => `uint256 ${each}`).join(", ")}) external pure {
${bounds.join("\n")}
        assert(${solidity(side)} < 2**${book.limitBits});
    }`;
      return [name, text];
    }),
  );
  return new Map(claims);
}

/** The whole source. */
export const policyHarness = (claims: ReadonlyMap<string, string>): string =>
  `// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

contract PolicyFits {
${[...claims.values()].join("\n\n")}
}
`;
