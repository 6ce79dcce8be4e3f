/**
 * What is proved of the contracts for all values and all series of calls (contracts/PROPERTIES.md says of which properties). Needs z3; CI
 * installs it. That each proof would notice a slip is shown by `npm run prove:contracts`; here a few are tried.
 */
import { describe, expect, it } from "vitest";
import { policyClaims, policyHarness } from "./proofs/policy-harness.ts";
import { type Check, hasSolver, prove } from "./proofs/prove.ts";
import { UNITS } from "./proofs/units.ts";

const solver = hasSolver();
if (!solver) console.log("the proofs about contracts are skipped: z3 is not installed (on Debian: apt-get install z3)");

/** Slips that are found within seconds. */
const TRIED = ["chc/notice/slip-3", "bits/StandingLaws/slip-1", "bits/OfficeLaws/slip-1", "bits/GateLaws/slip-1"];

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const policyProof = (claims: ReadonlyMap<string, string>) =>
  prove({
    contract: "PolicyFits",
    file: "PolicyFits",
    read: () => policyHarness(claims),
    targets: ["assert", "overflow"],
  });

describe.skipIf(!solver)("for all values", () => {
  it("no accepted policy makes a side of any comparison reach 2^252", () => {
    const claims = policyClaims();
    expect(claims.size).toBeGreaterThan(20);
    const { safe, open } = policyProof(claims);
    expect(open).toEqual([]);
    const isAssertion = ({ message }: Check): boolean => message.includes("Assertion violation");
    expect(safe.filter(isAssertion)).toHaveLength(claims.size);
    // Every product and sum is itself proved to stay in its word, so the assertions speak of integers.
    const steps = [...claims.values()].map((text) => countOf(/assert\((.*)\)/.exec(text)?.[1] ?? "", / [*+] /g));
    expect(safe.filter((each) => !isAssertion(each))).toHaveLength(steps.reduce((sum, each) => sum + each, 0));
  });

  // A prover that proves everything would prove the wrong bound too.
  it("a bound that is too wide is found out, with an example", () => {
    const [name, text] = [...policyClaims()].find(([each]) => each === "s10_margin_right") ?? ["", ""];
    const wider = text.replace(/require\(equity <= [^;]*\);/, "require(equity <= 2**240);");
    expect(wider).not.toBe(text);
    const { open } = policyProof(new Map([[name, wider]]));
    expect(open.map(({ message }) => message).join()).toMatch(/CHC: Assertion violation happens here/);
  });

  const wholes = UNITS.filter(({ slip, id }) => slip === undefined && id !== "chc/policy-fits");
  it.each(wholes)("$id: $says", ({ run }) => {
    const { proved, refuted, unsettled } = run();
    expect({ refuted, unsettled }).toEqual({ refuted: [], unsettled: [] });
    expect(proved).toBeGreaterThan(0);
  });

  const slips = UNITS.filter(({ id }) => TRIED.includes(id));
  it.each(slips)("$id is found out", ({ run }) => {
    expect(run().refuted).not.toEqual([]);
  });
});
