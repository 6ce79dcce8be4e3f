import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^;]*?\bfrom\s*["']([^"']+)["']|\bimport\s*\(\s*["']([^"']+)["']\s*\)|(?:^|\n)\s*import\s+["']([^"']+)["']/g;

/** Which of our folders each folder may import; itself always. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  model: [],
  calibration: ["model"],
  pricing: ["model"],
  prover: ["model", "calibration", "pricing", "verifier", "contracts/generated", "integration/viem/sheet-report.ts"],
  verifier: ["model", "contracts/generated"],
  integration: [
    "model/errors.ts",
    "model/call.ts",
    "contracts/generated",
    "contracts/deploy/development-key.ts",
    "contracts/deploy/timelock.ts",
    "verifier/development-key.ts",
  ],
};

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.includes("node_modules"))
    .map((name) => join(ROOT, folder, name));
}

/** Our own files that a source imports, relative to the repository. */
function localImports(text: string, file: string): string[] {
  return [...text.matchAll(IMPORT)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? "")
    .filter((target) => target.startsWith("."))
    .map((target) => relative(ROOT, resolve(dirname(file), target)).replaceAll("\\", "/"));
}

describe("imports point one way", () => {
  for (const [folder, allowed] of Object.entries(ALLOWED)) {
    it(`${folder} imports only ${[folder, ...allowed].join(", ")}`, () => {
      const strays = sources(folder).flatMap((file) =>
        localImports(readFileSync(file, "utf8"), file)
          .filter(
            (target) => ![folder, ...allowed].some((prefix) => target === prefix || target.startsWith(`${prefix}/`)),
          )
          .map((target) => `${relative(ROOT, file)} -> ${target}`),
      );
      expect(strays).toEqual([]);
    });
  }

  it("contracts' Solidity sees no TypeScript, circuit or key", () => {
    const sol = readdirSync(join(ROOT, "contracts"), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".sol"),
    );
    const strays = sol.filter((name) =>
      [...readFileSync(join(ROOT, "contracts", name), "utf8").matchAll(/from\s+"([^"]+)"/g)].some((match) => {
        const target = match[1] ?? "";
        return (
          target.startsWith(".") &&
          relative(join(ROOT, "contracts"), resolve(ROOT, "contracts", dirname(name), target)).startsWith("..")
        );
      }),
    );
    expect(strays).toEqual([]);
  });

  it("would notice a stray import", () => {
    const file = join(ROOT, "verifier/a.ts");
    const text = 'import { x } from "../prover/x.ts";\nconst y = await import("../prover/y.ts");\nimport "./z.ts";';
    expect(localImports(text, file)).toEqual(["prover/x.ts", "prover/y.ts", "verifier/z.ts"]);
  });
});
