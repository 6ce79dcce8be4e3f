import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";

const SHIPPED = ["contracts/**/*.sol", "test/contracts/laws/*.sol"];
const GLOBS = {
  laws: [...SHIPPED, "test/contracts/laws/slips.ts", "test/contracts/proofs/laws.ts"],
  proofs: [...SHIPPED, "circuits/bit-ledger.json", "test/contracts/proofs/**/*.{ts,sol}"],
} as const;

/** A name for the contracts, and for the laws or all the proofs that speak of them: 16 hexadecimal digits. */
export function sourcesName(of: keyof typeof GLOBS): string {
  const hash = createHash("sha256");
  for (const path of GLOBS[of].flatMap((glob) => globSync(glob)).sort())
    hash.update(`${path}\0${readFileSync(path, "utf8")}\0`);
  return hash.digest("hex").slice(0, 16);
}
