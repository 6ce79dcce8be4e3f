import { at } from "../../model/integers.ts";
import type { Play } from "./play.ts";
import type { PriceHistory } from "./prices.ts";

/** The demonstration's result for machines; integers are decimal strings. */
export function reportOf(
  { world, timeline, refusals, claims, risks }: Play,
  { source, symbols }: PriceHistory,
  seconds: number,
) {
  const { measures, circuit, marketCircuit } = world.workshop;
  const { open, resize, stress, after, leave } = timeline;
  const dates = Object.entries({ open, resize, stress, after, leave }).flatMap(([moment, day]) => {
    const { date, market } = at(timeline.days, day);
    const played = measures.markets.some(({ epoch }) => epoch === market.epoch);
    return played ? [[moment, { date, epoch: market.epoch, provenTier: market.tier }]] : [];
  });
  return {
    prices: { source, symbols },
    circuits: [circuit.artifacts.circuit, marketCircuit.artifacts.circuit],
    days: Object.fromEntries(dates),
    proofs: measures.proofs,
    markets: measures.markets,
    transactions: measures.gas,
    refusals,
    claims,
    ...(risks.length === 0 ? {} : { risks }),
    balanced: claims.every(({ claims: counted }) => counted.balanced),
    seconds,
  };
}

/** JSON text with integers as decimal strings. */
export function reportText(report: object): string {
  const text = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);
  return `${JSON.stringify(report, text, 2)}\n`;
}
