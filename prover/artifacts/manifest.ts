/** The manifest that ties one circuit's source to its constraints, its keys and everything between. */

import { z } from "zod";
import { ARTIFACT_CODES, artifactError, REBUILD } from "./artifact-error.ts";

/** The artifacts of a circuit, in the order in which each is made from the one before. */
export const ARTIFACT_KINDS = ["r1cs", "sym", "wasm", "zkey", "vkey"] as const;

/** One kind of artifact. */
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];

const digest = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits");
const count = z.int().nonnegative();
const file = z.strictObject({
  path: z.string().regex(/^[\w.-]+$/, "must be a plain file name"),
  sha256: digest,
  bytes: count,
});

const schema = z.strictObject({
  version: z.literal(1),
  name: z.string().regex(/^[a-z0-9-]+$/),
  statement: z.string(),
  /** The class of books, for a statement about books. */
  class: z.string().exactOptional(),
  /** The class that a statement moves books to. */
  to: z.string().exactOptional(),
  /** True for keys whose trapdoor is published: only a local chain may accept them. */
  development: z.boolean(),
  /** Hash over every source file of the circuit, its includes among them. */
  sourceHash: digest,
  compiler: z.strictObject({ version: z.string(), build: z.enum(["wasm", "native"]), flags: z.array(z.string()) }),
  constraints: count,
  wires: count,
  /** Public signals, outputs first. */
  nPublic: count,
  key: z.strictObject({ trapdoor: z.string(), contributions: count, domainPower: count }),
  files: z.strictObject({ r1cs: file, sym: file, wasm: file, zkey: file, vkey: file }),
});

/** Everything known about one built circuit. */
export type Manifest = Readonly<z.infer<typeof schema>>;

/**
 * Parses a manifest strictly: unknown and missing keys are refused.
 * @throws BallastError BAL-502 naming the file and the field.
 */
export function parseManifest(text: string, path: string): Manifest {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw artifactError(ARTIFACT_CODES.format, `${path} is not JSON`, REBUILD, cause);
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".") || "the document";
  throw artifactError(ARTIFACT_CODES.format, `${path}: ${field}: ${issue?.message ?? "unreadable"}`, REBUILD);
}

/** The manifest as it is written: two spaces, keys in the schema's order, a final newline. */
export function formatManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
