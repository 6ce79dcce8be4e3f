import type { Measures } from "../measures.ts";
import type { Play } from "../play.ts";
import { riskTable } from "../strangle/risk-panel.ts";
import { duration, grouped, median } from "./figures.ts";
import { ink } from "./ink.ts";
import { table } from "./table.ts";

/** The tables at the end: proofs with their times, transactions with their gas. */
export function summaryLines({ world, risks }: Play, seconds: number): string[] {
  const { measures, circuit } = world.workshop;
  const times = measures.proofs.map(({ proveMs }) => proveMs);
  const { length } = measures.proofs;
  return [
    ...(risks.length === 0 ? [] : [...riskTable(risks), ""]),
    ...proofTable(measures),
    "",
    ...gasTable(measures),
    "",
    ...marketTable(measures),
    "",
    `${length} proofs of ${circuit.artifacts.circuit}, median ${duration(median(times))} with the witness; ${seconds.toFixed(1)} s in all`,
  ];
}

function proofTable({ proofs }: Measures): string[] {
  const columns = [
    { name: "proof" },
    { name: "whose" },
    { name: "witness and proof", right: true },
    { name: "checked in", right: true },
  ];
  const rows = proofs.map(({ what, who, proveMs, verifyMs }) => [what, who, duration(proveMs), duration(verifyMs)]);
  return table(columns, rows);
}

/** Market epochs: proven by whoever likes, paid by whoever sends. */
function marketTable({ markets }: Measures): string[] {
  const columns = [{ name: "market epoch" }, { name: "witness and proof", right: true }, { name: "gas", right: true }];
  return table(
    columns,
    markets.map(({ epoch, proveMs, gas }) => [`${epoch}`, duration(proveMs), grouped(gas)]),
  );
}

function gasTable({ gas }: Measures): string[] {
  const columns = [{ name: "transaction" }, { name: "gas", right: true }, { name: "" }];
  return table(
    columns,
    gas.map(({ what, gas: used, accepted }) => [
      what,
      grouped(used),
      accepted ? ink.good("accepted") : ink.bad("refused"),
    ]),
  );
}
