import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { keccak256 } from "viem";
import { getChainId, getCode } from "viem/actions";
import { z } from "zod";
import { BallastError } from "../../model/errors.ts";
import type { AnyClient } from "../viem/types.ts";

const hex = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`))
    .transform((text) => text as `0x${string}`);
const decimal = z.string().regex(/^(0|[1-9][0-9]*)$/);
const contract = z.strictObject({ address: hex(20), codeHash: hex(32) });
const key = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.strictObject({
  version: z.literal(1),
  chain: z.int().positive(),
  /** A block at which nothing of the venue existed yet: where to start reading its events. */
  block: decimal,
  modelRoot: decimal,
  firstRoot: decimal,
  contracts: z.strictObject({
    gate: contract,
    market: contract,
    policies: contract,
    router: contract,
    vault: contract,
    poseidon: contract,
    marketVerifier: contract,
    /** Gets seized collateral; names the default key through `defaultKey`. */
    fund: contract,
    defaultKey: contract,
  }),
  /** The owner of the others, where one was deployed with them. */
  timelock: contract.optional(),
  /** SHA-256 of the verification key of each verifier. */
  marketKey: key,
  verifiers: z.array(
    z.strictObject({ class: z.enum(["desk-8", "desk-16", "fund-64"]), version: z.int().positive(), contract, key }),
  ),
});

/** Where a venue is, and what stands there. */
export type VenueManifest = z.infer<typeof schema>;

const broken = (path: string, problem: string, cause?: unknown): BallastError =>
  new BallastError("BAL-507", `${path}: ${problem}.`, {
    details: "A manifest is written by a deployment; correct its path, or deploy to another file.",
    cause,
  });

/**
 * Reads a manifest; undefined when there is none.
 *
 * @throws BallastError BAL-507 (exit 5) the file is no manifest
 */
export function readManifest(path: string): VenueManifest | undefined {
  if (!existsSync(path)) return undefined;
  let parsed: ReturnType<typeof schema.safeParse>;
  try {
    parsed = schema.safeParse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw broken(path, "is not JSON", cause);
  }
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw broken(path, `${issue?.path.join(".") || "the file"}: ${issue?.message ?? "is not of the expected form"}`);
}

/**
 * What names a verification key: the SHA-256 of its `vkey.json`, as the circuit's manifest states it.
 *
 * @param path of the file
 */
export const keyHashOf = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");

/** Writes a manifest whole or not at all. */
export function writeManifest(path: string, manifest: VenueManifest): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(draft, path);
}

/** Hash of the code at an address; undefined where there is none. */
export async function codeHashAt(client: AnyClient, address: `0x${string}`): Promise<`0x${string}` | undefined> {
  const code = await getCode(client, { address });
  return code === undefined ? undefined : keccak256(code);
}

/**
 * Fails unless the chain holds exactly what a manifest says.
 *
 * @throws BallastError BAL-508 (exit 5) with the first contract that differs
 * @example await checkManifest(client, manifest, "deployments/venue.json");
 */
export async function checkManifest(client: AnyClient, manifest: VenueManifest, path: string): Promise<void> {
  const chain = await getChainId(client);
  const details =
    "Use the node of the manifest's chain, or deploy to another manifest file; if a local node was started anew, remove the manifest and ignition/deployments.";
  if (chain !== manifest.chain) {
    throw new BallastError("BAL-508", `${path}: is of chain ${manifest.chain}, the node of ${chain}.`, { details });
  }
  const verifiers = manifest.verifiers.map((verifier) => [verifier.class, verifier.contract] as const);
  const governed = manifest.timelock === undefined ? [] : [["timelock", manifest.timelock] as const];
  for (const [name, { address, codeHash }] of [...Object.entries(manifest.contracts), ...verifiers, ...governed]) {
    if ((await codeHashAt(client, address)) === codeHash) continue;
    throw new BallastError("BAL-508", `${path}: ${name} at ${address} is not the code it names.`, { details });
  }
}
