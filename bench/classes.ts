/** The classes of books beside each other: a full option book of each, its proof against snarkjs, memory, and gas of its update at a gate. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { loadArtifacts } from "../prover/artifacts/load.ts";
import { openBackend } from "../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../prover/backend/proving-backend.ts";
import { grouped } from "../scripts/demo/screen/figures.ts";
import { ink } from "../scripts/demo/screen/ink.ts";
import type { Screen } from "../scripts/demo/screen/screen.ts";
import { table } from "../scripts/demo/screen/table.ts";
import { OptionVenue } from "../test/classes/support/option-venue.ts";
import { newMember } from "../test/e2e/support/member.ts";
import { openClass, proofOf, type ShippedClass, satisfyingWitness } from "../test/e2e/support/shipped-class.ts";
import { type OptionScene, optionScene } from "../test/pricing/support/option-books.ts";
import type { Effort } from "./peak.ts";
import { benchProving, OURS, THEIRS } from "./proving.ts";
import { exact, machine } from "./report.ts";
import type { Spread } from "./sample.ts";
import { openBookSubject } from "./subject.ts";

/** Options of the book that each class is measured with. */
const BOOKS = [
  ["desk-8", 8],
  ["desk-16", 16],
  ["fund-64", 60],
] as const;

/** What portfolio margin costs that a contract computes from the positions themselves: options and gas, as publicly reported, about. */
const IN_A_CONTRACT = [
  { options: 16, gas: 17_000_000 },
  { options: 127, gas: 182_000_000 },
] as const;

/** What was measured of a class. */
interface ClassReport {
  readonly class: string;
  readonly options: number;
  readonly constraints: number;
  readonly zkeyBytes: number;
  /** Milliseconds. */
  readonly prove: Spread;
  readonly snarkjs: Spread;
  /** Ours over snarkjs's, by medians. */
  readonly ratio: number;
  /** Peak memory and processor time of a process that proves once. */
  readonly alone: { readonly ours: Effort; readonly snarkjs: Effort };
  /** Gas of the update that proves the book's margin, and how much of it is calldata. */
  readonly gas: { readonly update: number; readonly calldata: number };
}

/** What one run measured. */
export interface ClassesReport {
  readonly date: string;
  readonly machine: ReturnType<typeof machine>;
  readonly rounds: number;
  readonly classes: readonly ClassReport[];
  readonly inAContract: typeof IN_A_CONTRACT;
}

const run = promisify(execFile);

async function effortOf(who: "ours" | "snarkjs", files: readonly string[]): Promise<Effort> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, "peak.ts"), who, ...files]);
  return JSON.parse(stdout) as Effort;
}

/** Assembles the book at a gate by trades and refreshes it with a true proof. */
async function gasOf(
  stage: OptionVenue,
  shipped: ShippedClass,
  scene: OptionScene,
  backend: ProvingBackend,
): Promise<ClassReport["gas"]> {
  return stage.venue.chain.undone(async () => {
    const pool = await stage.fund(newMember(stage.venue, stage.venue.maker, 2, "fund-64"));
    const opened = await stage.fund(newMember(stage.venue, stage.venue.desk, 1, shipped.circuit.class));
    const [holder] = await stage.assemble([opened, pool], scene);
    const step = stage.step(holder, { mode: "full", sizes: [] });
    const proof = await proofOf(shipped, backend, satisfyingWitness(shipped, step.input));
    const { gasUsed, calldataGas } = await stage.update(step, proof);
    return { update: Number(gasUsed), calldata: Number(calldataGas) };
  });
}

/** Measures every class; each round runs our prover and snarkjs's command in turn. */
export async function benchClasses(screen: Screen, rounds: number): Promise<ClassesReport> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-bench-"));
  await using backend = await openBackend();
  try {
    const books: { shipped: ShippedClass; options: number }[] = [];
    for (const [name, options] of BOOKS)
      books.push({ shipped: await screen.step(`artifacts of ${name}`, () => openClass(name)), options });
    const all = books.map(({ shipped }) => shipped);
    const stage = await screen.step("a venue", () => OptionVenue.open(all, optionScene("fund-64", 60)));
    const classes: ClassReport[] = [];
    for (const { shipped, options } of books) {
      classes.push(await oneClass(screen, { rounds, folder, backend, stage }, shipped, options));
      screen.show([rowOf(classes.at(-1) as ClassReport).join("  ")]);
    }
    await stage.venue.chain.close();
    return { date: new Date().toISOString(), machine: machine(), rounds, classes, inAContract: IN_A_CONTRACT };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Tools {
  readonly rounds: number;
  readonly folder: string;
  readonly backend: ProvingBackend;
  readonly stage: OptionVenue;
}

async function oneClass(
  screen: Screen,
  { rounds, folder, backend, stage }: Tools,
  shipped: ShippedClass,
  options: number,
): Promise<ClassReport> {
  const { circuit } = shipped;
  const scene = optionScene(circuit.class, options);
  const subject = await openBookSubject(circuit, scene, folder);
  const { times } = await screen.step(`${circuit.class}: proofs, ${rounds} rounds`, (note) =>
    benchProving(subject, backend, { rounds, folder, onRound: (i) => note(`round ${i}`) }),
  );
  const [prove, snarkjs] = [times.get(OURS) as Spread, times.get(THEIRS) as Spread];
  const { wasm, zkey, input } = subject.files;
  const alone = await screen.step(`${circuit.class}: memory and processor time`, async () => ({
    ours: await effortOf("ours", [wasm, zkey, input]),
    snarkjs: await effortOf("snarkjs", [wasm, zkey, input]),
  }));
  const gas = await screen.step(`${circuit.class}: gas`, () => gasOf(stage, shipped, scene, backend));
  const { paths } = await loadArtifacts(circuit.artifacts.circuit, { kinds: ["zkey"] });
  return {
    ...{ class: circuit.class, options, constraints: subject.constraints, zkeyBytes: statSync(paths.zkey).size },
    ...{ prove, snarkjs, ratio: prove.median / snarkjs.median, alone, gas },
  };
}

const COLUMNS = ["class", "options", "constraints", "proof", "snarkjs", "ratio", "peak", "snarkjs", "update, gas"];

const count = (value: number): string => grouped(BigInt(Math.round(value)));

function rowOf(one: ClassReport): string[] {
  return [
    ...[one.class, `${one.options}`, count(one.constraints), exact(one.prove.median), exact(one.snarkjs.median)],
    ...[one.ratio.toFixed(2), `${count(one.alone.ours.mib)} MiB`, `${count(one.alone.snarkjs.mib)} MiB`],
    count(one.gas.update),
  ];
}

/** The report as a table. */
export function classLines({ classes, rounds, machine: { node, cores, model } }: ClassesReport): string[] {
  const rows = classes.map(rowOf);
  const contract = IN_A_CONTRACT.map(({ options, gas }) => `${options} options ${count(gas)} gas`).join(", ");
  return [
    `Node ${node}, ${cores} × ${model}; medians of ${rounds} rounds, contestants in turn`,
    "",
    ...table(
      COLUMNS.map((name, i) => (i === 0 ? { name } : { name, right: true })),
      rows,
    ),
    "",
    ink.faint(`portfolio margin computed inside a contract, as publicly reported, about: ${contract}`),
  ];
}
