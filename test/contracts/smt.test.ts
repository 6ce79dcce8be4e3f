/**
 * Proved by solc's engine of constrained Horn clauses, for all values: no policy that the registry accepts makes a rule overflow
 * (P-24 of contracts/PROPERTIES.md). Needs z3; CI installs it.
 */
import { expect, it } from "vitest";
import { policyClaims, policyHarness } from "./smt/policy-harness.ts";
import { hasSolver, prove } from "./smt/prove.ts";

const solver = hasSolver();
if (!solver) console.log("the proofs about policies are skipped: z3 is not installed (on Debian: apt-get install z3)");

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

it.skipIf(!solver)("no accepted policy makes a side of any comparison reach 2^252", () => {
  const claims = policyClaims();
  expect(claims.size).toBeGreaterThan(20);
  const { safe, open } = prove("PolicyFits", policyHarness(claims));
  expect(open).toEqual([]);
  const assertions = safe.filter((message) => message.includes("Assertion violation"));
  expect(assertions).toHaveLength(claims.size);
  // Every product and sum is itself proved to stay in its word, so the assertions speak of integers.
  const steps = [...claims.values()].map((text) => countOf(/assert\((.*)\)/.exec(text)?.[1] ?? "", / [*+] /g));
  expect(safe.length - assertions.length).toBe(steps.reduce((sum, each) => sum + each, 0));
});

// A prover that proves everything would prove the wrong bound too.
it.skipIf(!solver)("a bound that is too wide is found out, with an example", () => {
  const [name, text] = [...policyClaims()].find(([each]) => each === "s10_margin_right") ?? ["", ""];
  const wider = text.replace(/require\(equity <= [^;]*\);/, "require(equity <= 2**240);");
  expect(wider).not.toBe(text);
  const { open } = prove("PolicyFits", policyHarness(new Map([[name, wider]])));
  expect(open.join()).toMatch(/CHC: Assertion violation happens here/);
});
