import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { loadArtifacts } from "../../../prover/artifacts/load.ts";
import type { VerifyingKeyJson } from "../../../scripts/development-keys/verifying-key.ts";
import { genericForgery } from "../../harness/generic-forgery.ts";
import { closeSnarkjs, snarkjsAccepts } from "../../harness/snarkjs-verify.ts";
import { SHIPPED_NAMES } from "../../soundness/keys/shipped-key.ts";

afterAll(closeSnarkjs);

describe.each(SHIPPED_NAMES)("the key of %s", (name) => {
  test("is whole, marked as a development key, and has its contribution", async () => {
    const { manifest } = await loadArtifacts(name);
    expect(manifest).toMatchObject({ name, development: true, key: { contributions: 1 } });
  });

  test("rejects the generic forgery, which the same key would accept if δ were γ", async () => {
    const { paths } = await loadArtifacts(name, { kinds: ["vkey"] });
    const vkey = JSON.parse(readFileSync(paths.vkey, "utf8")) as VerifyingKeyJson;
    const claimed = Array.from({ length: vkey.nPublic }, (_, i) => BigInt(i + 1));
    const forgery = await genericForgery(vkey, claimed);
    expect(vkey.vk_delta_2).not.toEqual(vkey.vk_gamma_2);
    expect(await snarkjsAccepts(vkey, claimed, forgery)).toBe(false);
    expect(await snarkjsAccepts({ ...vkey, vk_delta_2: vkey.vk_gamma_2 }, claimed, forgery)).toBe(true);
  });
});
