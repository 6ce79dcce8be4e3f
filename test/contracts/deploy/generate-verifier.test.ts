import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toyKeys } from "../support/toy-keys.ts";

const SCRIPT = "scripts/generate-verifier.ts";
let folder: string;
let vkey: string;
let out: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ballast-"));
  [vkey, out] = [join(folder, "vkey.json"), join(folder, "Toy.sol")];
  writeFileSync(vkey, JSON.stringify((await toyKeys("desk-8")).vkey));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => spawnSync(process.execPath, [SCRIPT, ...args], { encoding: "utf8" });

describe("generate-verifier", () => {
  it("writes the contract of a key, and tells when it is stale", () => {
    execFileSync(process.execPath, [SCRIPT, vkey, "Toy", out]);
    expect(readFileSync(out, "utf8")).toContain("contract Toy is Groth16Verifier");
    expect(run(vkey, "Toy", out, "--check").status).toBe(0);
    writeFileSync(out, `${readFileSync(out, "utf8")} `);
    expect(run(vkey, "Toy", out, "--check")).toMatchObject({ status: 5 });
  });

  it("imports the installed package when it is asked to", () => {
    execFileSync(process.execPath, [SCRIPT, vkey, "Toy", out, "--package"]);
    expect(readFileSync(out, "utf8")).toContain('from "ballast/contracts/verifier/Groth16Verifier.sol"');
    expect(run(vkey, "Toy", out, "--check"), "the clone's own form differs").toMatchObject({ status: 5 });
  });

  it("refuses bad usage and bad keys with a reason", () => {
    expect(run().status).toBe(2);
    const broken = join(folder, "broken.json");
    writeFileSync(broken, JSON.stringify({ ...JSON.parse(readFileSync(vkey, "utf8")), nPublic: 6 }));
    const refused = run(broken, "Toy", out);
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining("nPublic is not 5 or 8")]);
  });
});
