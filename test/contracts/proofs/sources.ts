import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SHIPPED = ["contracts/**/*.sol", "test/contracts/laws/*.sol"];
const GLOBS = {
  laws: [...SHIPPED, "test/contracts/laws/slips.ts", "test/contracts/proofs/laws.ts"],
  proofs: [...SHIPPED, "circuits/bit-ledger.json", "test/contracts/proofs/**/*.{ts,sol}"],
} as const;

/** What runs the proofs from the command line, and says nothing about them. */
const COMMAND = join("test", "contracts", "proofs", "main.ts");

/** A name for the contracts, and for the laws or all the proofs that speak of them: 16 hexadecimal digits. */
export function sourcesName(of: keyof typeof GLOBS): string {
  const hash = createHash("sha256");
  const paths = GLOBS[of].flatMap((glob) => globSync(glob)).filter((path) => path !== COMMAND);
  for (const path of paths.sort()) hash.update(`${path}\0${readFileSync(path, "utf8")}\0`);
  return hash.digest("hex").slice(0, 16);
}
