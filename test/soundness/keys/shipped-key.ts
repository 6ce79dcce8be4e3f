/** The keys that ship, one per line of `circuits/instances.json` that is built here, and proofs under each by its published trapdoor. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultDirectory, loadArtifacts, packageRoot } from "../../../prover/artifacts/load.ts";
import { parseR1cs, type R1cs } from "../../../prover/artifacts/r1cs.ts";
import { defaultNames, onDemandNames, readInstances } from "../../../scripts/circuits/instances.ts";
import { parseVerificationKey, type VerificationKey } from "../../../verifier/verification-key.ts";
import { openTrapdoorProver, type TrapdoorProver } from "../../e2e/support/trapdoor-prover.ts";
import { type PlainKey, plainKey } from "./examine-key.ts";
import { readZkeyHeader, type ZkeyHeader } from "./zkey-header.ts";

/** One circuit's pair of keys. */
export type ShippedKey = {
  readonly name: string;
  readonly r1cs: R1cs;
  readonly json: Readonly<Record<string, unknown>> & { readonly nPublic: number };
  readonly plain: PlainKey;
  readonly key: VerificationKey;
  readonly header: ZkeyHeader;
  readonly prove: TrapdoorProver;
};

const instances = readInstances(packageRoot());

/** Names of the circuits that ship: those that every build makes, and those made on demand where they have been. */
export const SHIPPED_NAMES: readonly string[] = [
  ...defaultNames(instances),
  ...onDemandNames(instances).filter((name) => existsSync(join(defaultDirectory(), name, "manifest.json"))),
];

/** Opens one; its files are checked against the manifest, its verifying key by the verifier's own parser. */
export async function openShippedKey(name: string): Promise<ShippedKey> {
  const { paths } = await loadArtifacts(name);
  const bytes = Uint8Array.from(readFileSync(paths.vkey));
  const json = JSON.parse(new TextDecoder().decode(bytes)) as ShippedKey["json"];
  const key = parseVerificationKey(bytes, json.nPublic);
  const r1cs = parseR1cs(readFileSync(paths.r1cs));
  const header = readZkeyHeader(readFileSync(paths.zkey));
  const prove = await openTrapdoorProver({ r1cs, circuit: { key } });
  return { name, r1cs, json, plain: plainKey(json as never), key, header, prove };
}
