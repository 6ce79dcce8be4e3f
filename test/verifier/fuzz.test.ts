import { beforeAll, expect, test } from "vitest";
import { type Bundle, formatBundle } from "../../verifier/bundle.ts";
import { type TrustedKey, verifyBundle } from "../../verifier/verify-bundle.ts";
import { toyBundle } from "../prover/support/toy-bundle.ts";

const RUNS = 10_000;
const SEED = 20260103;
let bundle: Bundle;
let trusted: TrustedKey[];

beforeAll(async () => {
  const toy = await toyBundle();
  bundle = toy.bundle;
  trusted = [{ class: "desk-8", key: toy.key }];
});

/** Small, fast and reproducible: mulberry32. */
function generator(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

type Mutation = (text: string, pick: (limit: number) => number) => string | Uint8Array;

const CHARACTERS = '0123456789abcdefx"{}[],:.-+ \n\\\u0000\u00e9\ud800';
const VALUES = ["null", "true", "0", "-1", '""', "[]", "{}", '"0x"', '"-0"', "1e400", '"__proto__"', "9".repeat(400)];

function values(text: string): { start: number; end: number }[] {
  return [...text.matchAll(/"[^"]*"(?!:)|\bnull\b|\btrue\b|\b1\b/g)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }));
}

function replaceValue(text: string, pick: (limit: number) => number, make: (old: string) => string): string {
  const all = values(text);
  const { start, end } = all[pick(all.length)] ?? { start: 0, end: 0 };
  return text.slice(0, start) + make(text.slice(start, end)) + text.slice(end);
}

const MUTATIONS: readonly Mutation[] = [
  (text, pick) => replaceAt(text, pick(text.length), CHARACTERS[pick(CHARACTERS.length)] ?? ""),
  (text, pick) => text.slice(0, pick(text.length)),
  (text, pick) => replaceAt(text, pick(text.length), ""),
  (text, pick) => replaceValue(text, pick, () => VALUES[pick(VALUES.length)] ?? ""),
  (text, pick) =>
    replaceValue(text, pick, (old) =>
      /^"\d+"$/.test(old) ? `"${BigInt(old.slice(1, -1)) + BigInt(pick(1000) + 1)}"` : "0",
    ),
  (text, pick) => replaceValue(text, pick, (old) => replaceValue(text, pick, () => old).slice(0, 100)),
  (text, pick) => {
    const lines = text.split("\n");
    const [i, j] = [pick(lines.length), pick(lines.length)];
    if (i === j) lines.splice(i, 1);
    else [lines[i], lines[j]] = [lines[j] ?? "", lines[i] ?? ""];
    return lines.join("\n");
  },
  (text, pick) => {
    const bytes = new TextEncoder().encode(text);
    for (let n = 0; n <= pick(4); n++) bytes[pick(bytes.length)] = pick(256);
    return bytes;
  },
];

function replaceAt(text: string, index: number, character: string): string {
  return text.slice(0, index) + character + text.slice(index + 1);
}

test(`of ${RUNS} mutated bundles none is accepted and none throws (seed ${SEED})`, { timeout: 300_000 }, () => {
  const honest = formatBundle(bundle);
  const pick = generator(SEED);
  const seen = new Map<string, number>();
  for (let run = 0; run < RUNS; run++) {
    const mutated = MUTATIONS[run % MUTATIONS.length]?.(honest, pick) ?? "";
    const text = typeof mutated === "string" ? mutated : new TextDecoder().decode(mutated);
    // Hashes of the files that are not checked here may change without making the proof another one.
    if (text === honest || stripped(text) === stripped(honest)) continue;
    const verdict = verifyBundle(mutated, trusted);
    seen.set(verdict.status, (seen.get(verdict.status) ?? 0) + 1);
    if (verdict.status === "valid") expect.fail(`run ${run} was accepted:\n${text}`);
  }
  expect([...seen.keys()].sort()).toEqual(["invalid-proof", "malformed", "wrong-statement"]);
  expect([...seen.values()].reduce((a, b) => a + b)).toBeGreaterThan(0.9 * RUNS);
});

function stripped(text: string): string {
  return text
    .replace(/"(circuit|source|r1cs|wasm|zkey)": "[a-z0-9-]*"/g, "")
    .replace(/"development": (true|false)/, "");
}
