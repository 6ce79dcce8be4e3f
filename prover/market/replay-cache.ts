import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PublicClient } from "viem";
import { z } from "zod";
import { marketJson, parseMarket } from "../../model/files/market-file.ts";
import { jsonText } from "../../model/files/write.ts";
import { marketRoot } from "../../model/market.ts";
import type { Address } from "../../verifier/account-context.ts";
import { replaceDurably } from "../store/durable.ts";
import { readMarketRoot } from "./read-registry.ts";
import type { VerifiedEpoch } from "./replay.ts";
import type { ReplayStart } from "./verified-chain.ts";

const schema = z.strictObject({
  version: z.literal(1),
  registry: z.string(),
  block: z.string().regex(/^(0|[1-9][0-9]*)$/),
  market: z.unknown(),
});

const pathIn = (folder: string): string => join(folder, "replayed.json");

/** Keeps the last replayed epoch, so that the next start need not read every event again. */
export function keepReplayed(folder: string, registry: Address, { publication, market }: VerifiedEpoch): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const text = jsonText({ version: 1, registry, block: `${publication.block}`, market: marketJson(market) });
  replaceDurably(pathIn(folder), new TextEncoder().encode(text));
}

/**
 * Where a replay may begin: at the kept epoch when the chain has the root of exactly that market, else at the first block.
 * A file that is absent, damaged or of another registry is ignored: it saves work and decides nothing.
 *
 * @throws BallastError BAL-401…409 (exit 6)
 */
export async function keptStart(client: PublicClient, folder: string, start: ReplayStart): Promise<ReplayStart> {
  const kept = read(folder);
  if (kept === undefined || kept.registry !== start.registry) return start;
  const epoch = BigInt(kept.market.epoch);
  if ((await readMarketRoot(client, start.registry, epoch)) !== marketRoot(kept.market)) return start;
  const named = kept.market.factors.every(({ symbol }, f) => symbol === start.market.factors[f]?.symbol);
  return named ? { ...start, market: kept.market, epoch, fromBlock: kept.block, origin: start } : start;
}

function read(folder: string) {
  try {
    const text = readFileSync(pathIn(folder), "utf8");
    const { registry, block, market } = schema.parse(JSON.parse(text));
    return { registry, block: BigInt(block), market: parseMarket(JSON.stringify(market)) };
  } catch {
    return undefined;
  }
}
