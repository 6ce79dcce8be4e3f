import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Artifacts, loadArtifacts } from "../../prover/artifacts/load.ts";
import { loadKey } from "../../prover/circuit.ts";
import { requireSoundKey } from "../../prover/refusals.ts";
import { trapdoorKeyBytes } from "../verifier/support/trapdoor-key.ts";
import { temporaryDirectory } from "./support/temporary.ts";
import { toyDesk8 } from "./support/toy-desk.ts";

test("a development key whose manifest denies it is not opened", async () => {
  const loaded = await loadArtifacts("size-update-desk-8", { kinds: ["vkey"] });
  expect(await loadKey(loaded)).toMatchObject({ development: true });
  const denied: Artifacts = { ...loaded, manifest: { ...loaded.manifest, development: false } };
  await expect(loadKey(denied)).rejects.toMatchObject({ code: "BAL-502", exitCode: 5 });
  const vkey = join(temporaryDirectory(), "vkey.json");
  writeFileSync(vkey, trapdoorKeyBytes(4_242n));
  expect(await loadKey({ ...denied, paths: { ...denied.paths, vkey } })).toMatchObject({ development: false });
});

test("a development key serves no chain but a local one, by its points or by its mark", async () => {
  const circuit = await toyDesk8();
  const points = { key: { ...circuit.key, development: true }, artifacts: circuit.artifacts };
  const unmarked = { ...circuit.artifacts, development: false };
  for (const chain of [1n, 10n, 31338n]) {
    for (const bad of [circuit, points, { ...points, artifacts: unmarked }])
      expect(() => requireSoundKey(bad, chain)).toThrow(expect.objectContaining({ code: "BAL-236", exitCode: 5 }));
    expect(() => requireSoundKey({ key: circuit.key, artifacts: unmarked }, chain)).not.toThrow();
  }
  for (const chain of [1337n, 31337n]) expect(() => requireSoundKey(points, chain)).not.toThrow();
});
