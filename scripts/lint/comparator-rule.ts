/** circomlib's comparators take any field element and answer wrongly beyond their width: only the range library may go near them. */

import { allOf, nodesOf, type Syntax } from "../circom/syntax.ts";
import type { Problem } from "./own-rules.ts";

const RAW = ["LessThan", "LessEqThan", "GreaterThan", "GreaterEqThan", "IsEqual", "Num2Bits", "Num2Bits_strict"];
const FILES = /circomlib\/circuits\/(comparators|bitify|aliascheck|compconstant|sign)\.circom/;

/** Includes and uses of raw comparators in a file. */
export function comparatorProblems(root: Syntax): Problem[] {
  const message = "circomlib's comparators do not check ranges; use circuits/lib/range/";
  const includes = allOf(root, "IncludeDefinition").filter(({ text }) => FILES.test(text));
  const calls = [...nodesOf(root)].filter(
    ({ kind, children }) => (kind === "PCall" || kind === "PAnonymousCall") && RAW.includes(children[0]?.text ?? ""),
  );
  return [...includes, ...calls].map(({ line }) => ({ line, rule: "no-raw-comparators", message }));
}
