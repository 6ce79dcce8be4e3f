import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadArtifacts, packageRoot } from "../../../prover/artifacts/load.ts";
import { parseR1cs } from "../../../prover/artifacts/r1cs.ts";
import { writeFolder } from "../../../scripts/circuits/atomic-folder.ts";
import { buildCircuit } from "../../../scripts/circuits/build.ts";
import { compileCircuit } from "../../../scripts/circuits/compile.ts";
import { assertPublicSignalsUsed } from "../../../scripts/circuits/public-signals.ts";
import { sourcesOf } from "../../../scripts/circuits/sources.ts";

const root = mkdtempSync(join(tmpdir(), "ballast-build-"));
const directory = join(root, ".ballast", "circuits");
const request = { root, name: "toy", main: "toy.circom", instance: { statement: "toy", class: "toy" } };
const build = (): Promise<{ built: boolean }> => buildCircuit(request);

beforeAll(() => {
  symlinkSync(join(packageRoot(), "node_modules"), join(root, "node_modules"));
  writeFileSync(
    join(root, "part.circom"),
    "pragma circom 2.1.9;\ntemplate Part() { signal input a; signal output b; b <== a * a; }\n",
  );
  writeFileSync(
    join(root, "toy.circom"),
    'pragma circom 2.1.9;\ninclude "part.circom";\ntemplate Toy() { signal input a; signal output b; b <== Part()(a); }\ncomponent main = Toy();\n',
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("building artifacts", () => {
  test("the second time nothing is made, and the loader checks what is there", async () => {
    expect((await build()).built).toBe(true);
    expect((await build()).built).toBe(false);
    const { manifest, paths } = await loadArtifacts("toy", { directory });
    expect(manifest).toMatchObject({ development: true, nPublic: 1, key: { contributions: 1 } });
    expect(readFileSync(paths.vkey, "utf8")).toContain("groth16");
  });

  test.each(["zkey", "r1cs", "wasm", "sym"] as const)(
    "a half-written %s is refused by the loader and rebuilt",
    async (kind) => {
      const { paths } = await loadArtifacts("toy", { directory });
      truncateSync(paths[kind], Math.floor(readFileSync(paths[kind]).length / 2));
      await expect(loadArtifacts("toy", { directory })).rejects.toMatchObject({
        code: "BAL-503",
        exitCode: 5,
        details: expect.stringContaining("npm run build:circuits"),
      });
      expect((await build()).built).toBe(true);
      await loadArtifacts("toy", { directory });
    },
  );

  test("a missing file and a missing circuit are BAL-501 with the remedy", async () => {
    const { paths } = await loadArtifacts("toy", { directory });
    unlinkSync(paths.vkey);
    await expect(loadArtifacts("toy", { directory })).rejects.toMatchObject({ code: "BAL-501", exitCode: 5 });
    await expect(loadArtifacts("absent", { directory })).rejects.toThrow(/has not been built.*npm run build:circuits/s);
    await build();
  });

  test("a manifest with an unknown key or for another circuit is refused", async () => {
    const path = join(directory, "toy", "manifest.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace('"version"', '"extra": 1,\n  "version"'));
    await expect(loadArtifacts("toy", { directory })).rejects.toThrow(/manifest.json.*extra/s);
    writeFileSync(path, text.replace('"name": "toy"', '"name": "other"'));
    await expect(loadArtifacts("toy", { directory })).rejects.toMatchObject({ code: "BAL-503" });
    expect((await build()).built).toBe(true);
  });

  test("a damaged compilation in the cache is compiled again", async () => {
    const first = await compileCircuit({ root, main: "toy.circom" });
    truncateSync(first.r1cs, 10);
    const second = await compileCircuit({ root, main: "toy.circom" });
    expect(second).toMatchObject({ cached: false, key: first.key });
    expect(parseR1cs(readFileSync(second.r1cs)).constraints).toBe(1);
  });

  test("a change in an included file changes the key and rebuilds", async () => {
    const before = await compileCircuit({ root, main: "toy.circom" });
    expect(sourcesOf(root, "toy.circom")).toEqual(["part.circom", "toy.circom"]);
    appendFileSync(join(root, "part.circom"), "// changed\n");
    expect((await compileCircuit({ root, main: "toy.circom" })).key).not.toBe(before.key);
    expect((await build()).built).toBe(true);
  });

  test("the compiler's own words reach the user, and nothing half-made stays", async () => {
    writeFileSync(
      join(root, "bad.circom"),
      "pragma circom 2.1.9;\ntemplate Bad() { signal input a; a === b; }\ncomponent main = Bad();\n",
    );
    await expect(compileCircuit({ root, main: "bad.circom" })).rejects.toThrow(/b|undeclared/i);
    expect(readdirSync(join(root, ".ballast", "compiled")).filter((name) => name.includes("bad"))).toEqual([]);
  });

  test("a public signal in no constraint gets no key", async () => {
    writeFileSync(
      join(root, "loose.circom"),
      "pragma circom 2.1.9;\ntemplate Loose() { signal input a; signal input b; signal c <== b * b; c === 4; }\ncomponent main {public [a]} = Loose();\n",
    );
    const { r1cs } = await compileCircuit({ root, main: "loose.circom" });
    expect(() => assertPublicSignalsUsed(parseR1cs(readFileSync(r1cs)), "loose")).toThrow(
      /public signal 1 is in no constraint/,
    );
  });
});

test("a folder whose making fails leaves the old one as it was", async () => {
  const target = join(root, "folder");
  mkdirSync(target);
  writeFileSync(join(target, "old"), "old");
  const failing = writeFolder(target, async (temporary) => {
    writeFileSync(join(temporary, "new"), "new");
    throw new Error("interrupted");
  });
  await expect(failing).rejects.toThrow("interrupted");
  expect(readdirSync(target)).toEqual(["old"]);
  expect(readdirSync(root).filter((name) => name.startsWith(".folder"))).toEqual([]);
});
