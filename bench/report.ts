import { cpus } from "node:os";
import { duration, grouped } from "../scripts/demo/screen/figures.ts";
import { ink } from "../scripts/demo/screen/ink.ts";
import { type Column, table } from "../scripts/demo/screen/table.ts";
import type { GasCost } from "./gas.ts";
import type { Spread } from "./sample.ts";

/** One line of times: what, how long, and against what it is held. */
export interface Timing {
  readonly group: string;
  readonly name: string;
  /** Milliseconds. */
  readonly time: Spread;
  /** Its median over the median of the group's last one. */
  readonly ratio: number;
}

/** What one run measured. */
export interface BenchReport {
  readonly date: string;
  readonly machine: { readonly node: string; readonly cores: number; readonly model: string };
  readonly circuits: readonly { readonly name: string; readonly constraints: number; readonly zkey: string }[];
  readonly rounds: number;
  readonly times: readonly Timing[];
  readonly gas: readonly GasCost[];
}

/** The machine a run is on, since only ratios travel. */
export function machine(): BenchReport["machine"] {
  const processors = cpus();
  return { node: process.version, cores: processors.length, model: processors[0]?.model ?? "unknown" };
}

/** Timings of one group, each held against the last. */
export function timingsOf(group: string, times: ReadonlyMap<string, Spread>): Timing[] {
  const base = [...times.values()].at(-1)?.median ?? Number.NaN;
  return [...times].map(([name, time]) => ({ group, name, time, ratio: time.median / base }));
}

/** The report as JSON: times to a microsecond, samples on one line each. */
export function reportText(report: object): string {
  const rounded = (_key: string, value: unknown): unknown =>
    typeof value === "number" ? Math.round(value * 1_000) / 1_000 : value;
  const text = JSON.stringify(report, rounded, 2);
  return `${text.replace(/\[\s+([\d.,\s]+?)\s+\]/g, (_, inner: string) => `[${inner.split(/,\s+/).join(", ")}]`)}\n`;
}

/** The report as tables. */
export function reportLines({ circuits, times, gas, rounds, machine: { node, cores, model } }: BenchReport): string[] {
  return [
    ...circuits.map(({ name, constraints }) => `${name}: ${grouped(BigInt(constraints))} constraints`),
    `Node ${node}, ${cores} × ${model}`,
    `medians of ${rounds} rounds, contestants in turn; least and most in brackets`,
    "",
    ...table(TIME_COLUMNS, times.map(timeRow)),
    "",
    ...table(GAS_COLUMNS, gas.map(gasRow)),
    "",
    ink.faint("floor: 21,000 + 181,000 (pairing) + 6,150 per public input (5, of a market epoch 8) + calldata"),
  ];
}

const right = (name: string): Column => ({ name, right: true });
const TIME_COLUMNS = [{ name: "time" }, { name: "" }, right("median"), right("spread"), right("ratio")];
const GAS_COLUMNS = [{ name: "gas" }, right("median"), right("spread"), right("floor"), right("above the floor")];

function timeRow({ group, name, time, ratio }: Timing): string[] {
  return [group, name, exact(time.median), `[${exact(time.least)} … ${exact(time.most)}]`, ratio.toFixed(2)];
}

function gasRow({ name, gas, floor, aboveFloor }: GasCost): string[] {
  const count = (value: number): string => grouped(BigInt(Math.round(value)));
  return [
    name,
    count(gas.median),
    `[${count(gas.least)} … ${count(gas.most)}]`,
    count(floor.median),
    count(aboveFloor.median),
  ];
}

/** Milliseconds with a decimal where they are few. */
export function exact(ms: number): string {
  return ms < 10 ? `${ms.toFixed(2)} ms` : duration(ms);
}
