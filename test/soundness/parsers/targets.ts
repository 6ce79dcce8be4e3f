/** What reads files that others wrote, each with honest files to start from and what must hold when it accepts. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { headingsOf, parseHistory } from "../../../calibration/history-file.ts";
import { BallastError } from "../../../model/errors.ts";
import { parseBook, writeBook } from "../../../model/files/book-file.ts";
import { parseChange, writeChange } from "../../../model/files/change-file.ts";
import { parseFirstMarket, parseMarket, writeMarket } from "../../../model/files/market-file.ts";
import { formatModel, parseModel } from "../../../model/files/model-file.ts";
import { parsePolicy, writePolicy } from "../../../model/files/policy-file.ts";
import { parseSheet, writeSheet } from "../../../model/files/sheet-file.ts";
import { parseInstruments } from "../../../pricing/sheet/instruments-file.ts";
import { loadArtifacts, packageRoot } from "../../../prover/artifacts/load.ts";
import { formatManifest, parseManifest } from "../../../prover/artifacts/manifest.ts";
import { parseR1cs } from "../../../prover/artifacts/r1cs.ts";
import { parseWtns, writeWtns } from "../../../prover/artifacts/wtns.ts";
import { readProvingKey } from "../../../prover/backend/proving-key.ts";
import { formatOffer, parseOffer } from "../../../prover/trade/offer-file.ts";
import { formatBundle } from "../../../verifier/bundle.ts";
import { parseBundle } from "../../../verifier/parse-bundle.ts";
import { parseVerificationKey } from "../../../verifier/verification-key.ts";
import { verifyBundle } from "../../../verifier/verify-bundle.ts";
import { toyBundle } from "../../prover/support/toy-bundle.ts";
import { toyCircuit, toyWitness } from "../../prover/support/toy-circuit.ts";
import { randomCase } from "../../support/random-case.ts";
import type { SeededRandom } from "../../support/seeded-random.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateText } from "./mutate-text.ts";

/** What came of one file: refused as it should be, accepted by right, or something is wrong. */
export type Reading = "refused" | "accepted" | { readonly problem: string };

/** A reader under attack. */
export type Target = {
  readonly name: string;
  /** Share of a run's files, in parts; what computes pairings gets few. */
  readonly parts: number;
  /** The honest files are read as they should be. */
  honest(): Promise<readonly Reading[]> | readonly Reading[];
  /** Makes a file and reads it. */
  attack(random: SeededRandom): Promise<Reading> | Reading;
};

const text = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? `${item}n` : item));

/** Reads, and tells our own refusals from an accident. */
function reading(read: () => Reading): Reading {
  try {
    return read();
  } catch (error) {
    return refusal(error);
  }
}

const refusal = (error: unknown): Reading => {
  if (error instanceof BallastError) return "refused";
  return { problem: `threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}` };
};

/** Numbers in a text that no writer of ours would write. */
const IS_CANONICAL = /^(?:-?(?:0|[1-9]\d*)|0x[0-9a-fA-F]{1,64}|[A-Za-z][\w./ -]*|)$/;
/** Names, which may look like anything: a factor's symbol, and a model's list of them. */
const isName = (key: string, value: unknown): boolean =>
  key === "symbol" || (key === "factors" && Array.isArray(value) && value.every((item) => typeof item === "string"));
function oddLeaf(value: unknown): string | undefined {
  if (typeof value === "string") return IS_CANONICAL.test(value) && value !== "-0" ? undefined : value;
  if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0) ? undefined : `${value}`;
  return typeof value === "object" && value !== null
    ? Object.entries(value)
        .filter(([key, item]) => !isName(key, item))
        .map(([, item]) => oddLeaf(item))
        .find((odd) => odd !== undefined)
    : undefined;
}

/** A parser of text: what it accepts it writes and reads back as the same; from JSON without hashes and versions it takes canonical numbers only. */
function textTarget<T>(
  name: string,
  honest: readonly string[],
  parse: (text: string) => T,
  write?: (value: T) => string,
): Target {
  const isJson = honest.every((file) => file.trimStart().startsWith("{"));
  const isOfNumbers = isJson && honest.every((file) => oddLeaf(JSON.parse(file)) === undefined);
  const read = (file: string): Reading =>
    reading(() => {
      const value = parse(file);
      if (write !== undefined && text(parse(write(value))) !== text(value)) return { problem: "reads back otherwise" };
      const odd = isOfNumbers ? oddLeaf(JSON.parse(file)) : undefined;
      return odd === undefined ? "accepted" : { problem: `took ${odd.slice(0, 60)}` };
    });
  const invented = fc.json({ maxDepth: 4, noUnicodeString: false } as never);
  return {
    name,
    parts: 4,
    honest: () => honest.map(read),
    attack: (random) => {
      if (isJson && random.chance(0.05))
        return read(fc.sample(invented, { numRuns: 1, seed: random.integer(0, 2 ** 31 - 1) })[0] as string);
      return read(mutateText(random, random.pick(honest), honest));
    },
  };
}

/** A parser of bytes: an accident is anything but our own error. */
function bytesTarget(name: string, honest: readonly Uint8Array[], read: (bytes: Uint8Array) => Reading): Target {
  return {
    name,
    parts: 4,
    honest: () => honest.map((bytes) => reading(() => read(bytes))),
    attack: (random) => reading(() => read(mutateBytes(random, random.pick(honest)))),
  };
}

const example = (name: string): string => readFileSync(join(packageRoot(), "docs", "examples", name), "utf8");

/** Every reader. Opens the toy circuit's files, which are real ones of snarkjs and circom, small enough to be spoilt often. */
export async function openTargets(): Promise<Target[]> {
  const cases = [1, 2, 3].map((i) => randomCase(`parsers/${i}`));
  const { manifest } = await loadArtifacts("market-update-f8", { kinds: ["vkey"] });
  return [
    textTarget("book.json", [example("book.json"), ...cases.map(({ book }) => writeBook(book))], parseBook, writeBook),
    textTarget(
      "change.json",
      [example("change.json"), ...cases.map(({ change }) => writeChange(change))],
      parseChange,
      writeChange,
    ),
    textTarget(
      "market.json",
      [example("market.json"), ...cases.map(({ market }) => writeMarket(market))],
      parseMarket,
      writeMarket,
    ),
    textTarget("market.json, first", [example("market.json")], parseFirstMarket),
    textTarget(
      "policy.json",
      [
        readFileSync(join(packageRoot(), "policies", "demo.json"), "utf8"),
        ...cases.map(({ policy }) => writePolicy(policy)),
      ],
      parsePolicy,
      writePolicy,
    ),
    textTarget("model.json", [example("model.json")], parseModel, formatModel),
    textTarget("sheet.csv", [example("sheet.csv")], parseSheet, writeSheet),
    textTarget("instruments.json", [example("instruments.json")], parseInstruments),
    textTarget("history.csv", [HISTORY], parseHistory),
    textTarget("offer.json", [OFFER], parseOffer, formatOffer),
    textTarget(
      "manifest.json",
      [formatManifest(manifest)],
      (file) => parseManifest(file, "manifest.json"),
      formatManifest,
    ),
    ...(await binaryTargets()),
    ...(await verifierTargets()),
  ];
}

const HISTORY = [
  headingsOf(["BTC", "ETH"]).join(),
  "1,2026-01-01T00:00:00Z,0,0,,11,7200,7300,7100,90,1000000000000000,300,310,290,9,2000000000000000,-5",
  "2,2026-01-02T00:00:00Z,1,1,ETH,12,7250,7260,6900,95,1100000000000000,305,311,291,9,2000000000000001,7",
  "",
].join("\n");

const OFFER = formatOffer({
  offer: {
    chain: 31337n,
    gate: `0x${"11".repeat(20)}`,
    maker: `0x${"22".repeat(20)}`,
    taker: undefined,
    class: "desk-8",
    side: 0,
    trade: {
      legs: [
        { instrument: 16, lots: 100n },
        { instrument: 17, lots: -5n },
      ],
      cash: -7_000n,
      salt: 9n,
    },
    epoch: 12n,
    deadline: 1_900_000_000n,
  } as never,
  signature: `0x${"ab".repeat(65)}`,
});

async function binaryTargets(): Promise<Target[]> {
  const toy = await toyCircuit();
  const wtns = await toyWitness(toy, [1n, 2n, 3n, 4n, 5n]);
  const zkey = Uint8Array.from(readFileSync(toy.zkey));
  const r1cs = Uint8Array.from(readFileSync(join(toy.zkey, "..", "five-public.r1cs")));
  const folder = mkdtempSync(join(tmpdir(), "ballast-zkey-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "spoilt.zkey");
  const readKey = async (bytes: Uint8Array): Promise<Reading> => {
    writeFileSync(path, bytes);
    try {
      await readProvingKey(path);
      return "accepted";
    } catch (error) {
      return refusal(error);
    }
  };
  return [
    bytesTarget("witness.wtns", [wtns], (bytes) => {
      const values = parseWtns(bytes);
      return text(parseWtns(writeWtns(values))) === text(values) ? "accepted" : { problem: "reads back otherwise" };
    }),
    bytesTarget("circuit.r1cs", [r1cs], (bytes) => {
      const { wires, wireOf, offsets, constraints } = parseR1cs(bytes);
      const used = wireOf.subarray(0, offsets[3 * constraints]);
      return used.every((wire) => wire < wires) ? "accepted" : { problem: "a wire beyond the last" };
    }),
    {
      name: "key.zkey",
      parts: 2,
      honest: async () => [await readKey(zkey)],
      attack: (random) => readKey(mutateBytes(random, zkey)),
    },
  ];
}

/** A bundle counts only as the honest one, under the honest key. */
async function verifierTargets(): Promise<Target[]> {
  const { bundle, key } = await toyBundle();
  const toy = await toyCircuit();
  const honest = formatBundle(bundle);
  const keyText = new TextDecoder().decode(toy.vkeyBytes);
  const trusted = [{ class: "desk-8", key }] as const;
  // What the bundle says of files that are not at hand is not part of the statement.
  const stated = (file: string): string =>
    file.replace(/"(circuit|source|r1cs|wasm|zkey)": "[a-z0-9-]*"|"development": (true|false)/g, "");
  const judge = (file: string | Uint8Array): Reading => {
    const { status } = verifyBundle(file, trusted as never);
    if (status !== "valid") return "refused";
    const seen = typeof file === "string" ? file : new TextDecoder().decode(file);
    return stated(seen) === stated(honest) ? "accepted" : { problem: "another bundle is valid" };
  };
  const points = (one: typeof key): string =>
    text([one.alpha, one.beta, one.gamma, one.delta, ...one.ic].map((point) => String(point)));
  const read = (bytes: Uint8Array): Reading => {
    const other = parseVerificationKey(bytes);
    const { status } = verifyBundle(honest, [{ class: "desk-8", key: other }] as never);
    if (status !== "valid") return "accepted";
    return points(other) === points(key) ? "accepted" : { problem: "the bundle is valid under another key" };
  };
  return [
    {
      name: "bundle.json",
      parts: 2,
      honest: () => [judge(honest)],
      attack: (random) => {
        const file = mutateText(random, honest, [honest]);
        return reading(() => judge(random.chance(0.2) ? mutateBytes(random, new TextEncoder().encode(file)) : file));
      },
    },
    {
      name: "bundle.json, parsed only",
      parts: 6,
      honest: () => [parseBundle(honest).status === "parsed" ? "accepted" : "refused"],
      attack: (random) =>
        reading(() => {
          const file = mutateText(random, honest, [honest]);
          const parsed = parseBundle(file);
          if (parsed.status === "malformed") return "refused";
          return formatBundle(parsed.bundle) === file ? "accepted" : { problem: "two texts of one bundle" };
        }),
    },
    {
      name: "vkey.json",
      parts: 1,
      honest: () => [reading(() => read(toy.vkeyBytes))],
      attack: (random) => reading(() => read(new TextEncoder().encode(mutateText(random, keyText, [keyText])))),
    },
  ];
}
