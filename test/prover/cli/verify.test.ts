import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type Bundle, callOf, formatBundle } from "../../../verifier/bundle.ts";
import { parseVerificationKey } from "../../../verifier/verification-key.ts";
import { forgedProof, trapdoorKeyBytes } from "../../verifier/support/trapdoor-key.ts";
import { ballast, ballastHere } from "../support/ballast.ts";
import { temporaryDirectory } from "../support/temporary.ts";
import { toyBundle } from "../support/toy-bundle.ts";
import { toyCircuit } from "../support/toy-circuit.ts";

let bundle: Bundle;
let file: string;
let vkey: string;

beforeAll(async () => {
  const directory = temporaryDirectory();
  [file, vkey] = [join(directory, "update.json"), join(directory, "vkey.json")];
  bundle = (await toyBundle()).bundle;
  writeFileSync(vkey, (await toyCircuit()).vkeyBytes);
});

const write = (value: Bundle): void => writeFileSync(file, formatBundle(value));
const verify = (...more: string[]) => ballastHere(["verify", file, "--vkey", vkey, "--json", ...more]);

test("verify tells a valid bundle, a bent one, a foreign one and a file that is none", async () => {
  write(bundle);
  expect(JSON.parse((await verify()).stdout)).toMatchObject({ status: "valid", nonce: "0" });
  expect((await verify("--chain", "1")).exitCode).toBe(4);
  expect((await verify("--now", "2000000000")).exitCode).toBe(5);
  const { a, b, c } = bundle.proof;
  write({ ...bundle, proof: { a: c, b, c: a } });
  expect(await verify()).toMatchObject({ exitCode: 4, stdout: expect.stringContaining("invalid-proof") });
  writeFileSync(file, readFileSync(file, "utf8").trim());
  expect(await verify()).toMatchObject({ exitCode: 2, stdout: expect.stringContaining("malformed") });
  expect((await ballast(["verify", join(file, "none")])).exitCode).toBe(2);
});

test("what is pinned must hold, and the verdict lists what was not", async () => {
  write(bundle);
  const pins = {
    "--chain": [`${bundle.chain}`, "1", "chain"],
    "--gate": [bundle.gate, `0x${"99".repeat(20)}`, "gate"],
    "--account": [bundle.account, `0x${"99".repeat(20)}`, "account"],
    "--risk-root": [`${bundle.publicInputs[2]}`, "1", "riskRoot"],
    "--old-commitment": [`${bundle.publicInputs[0]}`, "1", "oldCommitment"],
  } as const;
  for (const [option, [right, wrong, name]] of Object.entries(pins)) {
    const bent = await verify(option, wrong);
    expect(bent, option).toMatchObject({ exitCode: 4, stdout: expect.stringContaining("wrong-statement") });
    const { compared, notCompared } = JSON.parse((await verify(option, right)).stdout);
    expect(compared, option).toEqual([name]);
    expect(notCompared, option).not.toContain(name);
  }
  const { stdout } = await ballastHere(["verify", file, "--vkey", vkey, "--chain", `${bundle.chain}`]);
  expect(stdout).toMatch(/^valid: .* chain 31337\n {2}compared, beside the key: chain\n/);
  expect(stdout).toMatch(/NOT compared, the bundle's own word: manifest, gate, account, risk root, old commitment, /);
});

test("what only the bundle says of its artifacts is not repeated", async () => {
  write({ ...bundle, artifacts: { ...bundle.artifacts, circuit: "audited-by-everyone", development: true } });
  const { stdout } = await verify();
  expect(stdout).not.toContain("audited");
  // The key's points are not the published ones, whatever the bundle calls it.
  expect(JSON.parse(stdout)).toMatchObject({ development: false, verificationKey: bundle.artifacts.vkey });
});

test("a development key is known by its points and refused beyond a local chain", async () => {
  const bytes = trapdoorKeyBytes();
  writeFileSync(vkey, bytes);
  const { sha256 } = parseVerificationKey(bytes);
  const forge = (chain: bigint, development: boolean): void => {
    const draft = { ...bundle, chain, artifacts: { ...bundle.artifacts, vkey: sha256, development } };
    const publicInputs = [1n, 2n, 3n, 0n, callOf(draft)] as const;
    write({ ...draft, publicInputs, proof: forgedProof(publicInputs) });
  };
  forge(31337n, true);
  expect(JSON.parse((await verify()).stdout)).toMatchObject({ status: "valid", development: true });
  expect((await ballastHere(["verify", file, "--vkey", vkey])).stdout).toContain("development key: anyone can forge");
  forge(31337n, false);
  expect(await verify()).toMatchObject({ exitCode: 5, stdout: expect.stringContaining("artifacts.development") });
  forge(1n, true);
  const refused = await ballastHere(["verify", file, "--vkey", vkey]);
  expect(refused).toMatchObject({ exitCode: 5, stdout: expect.stringMatching(/development key.*not on chain 1/) });
});
