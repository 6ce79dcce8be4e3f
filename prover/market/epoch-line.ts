import { at } from "../../model/integers.ts";
import { isoTime } from "../iso-time.ts";
import { flaggedNames } from "./factor-names.ts";
import { boundaryOf, type RegistryFacts } from "./read-registry.ts";
import type { VerifiedEpoch } from "./replay.ts";

/** What this runner knows of a publication of its own beside what the chain says. */
export interface OwnPublication {
  readonly gasUsed: bigint;
  /** Seconds of witness, proof and self-check. */
  readonly proofSeconds: number;
}

/** One epoch as a log line: flat, integers as decimal strings, prices in micro-quote per lot. */
export function epochLine(
  { publication, market }: VerifiedEpoch,
  facts: Pick<RegistryFacts, "registry" | "start" | "length">,
  symbols: readonly string[],
  own?: OwnPublication,
): Readonly<Record<string, unknown>> {
  const { epoch, tier, modelTier, flagged, previousRoot, marketRoot, block, transaction } = publication;
  const prices = symbols.map((symbol, f) => [symbol, at(market.factors, f).price.toString()]);
  return {
    event: "epoch",
    registry: facts.registry,
    epoch: Number(epoch),
    boundary: isoTime(boundaryOf(facts, epoch)),
    tier,
    modelTier,
    flagged: flaggedNames(flagged, symbols),
    prices: Object.fromEntries(prices),
    previousRoot: previousRoot.toString(),
    marketRoot: marketRoot.toString(),
    by: own === undefined ? "other" : "self",
    block: Number(block),
    transaction,
    ...(own === undefined
      ? {}
      : { gasUsed: Number(own.gasUsed), proofSeconds: Math.round(own.proofSeconds * 1e3) / 1e3 }),
  };
}
