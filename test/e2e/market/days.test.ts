/** The worst weeks of three years through real feeds, real proofs and the real registry, and what a cheat can do there. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseHistory } from "../../../calibration/history-file.ts";
import type { PriceHistory } from "../../../calibration/prices.ts";
import { barsInPlaces } from "../../../model/bars.ts";
import type { NamedModel } from "../../../model/files/model-file.ts";
import { at } from "../../../model/integers.ts";
import { covarianceIndex, marketRoot } from "../../../model/market.ts";
import { nextMarket } from "../../../model/market-update.ts";
import { checkEffectiveTiers } from "../../../prover/market/effective-tier.ts";
import { readFeedHistory } from "../../../prover/market/feed-history.ts";
import { historyCsv } from "../../../prover/market/history-csv.ts";
import { readHead } from "../../../prover/market/read-registry.ts";
import { VerifiedChain } from "../../../prover/market/verified-chain.ts";
import { CRYPTO_ABSENT } from "../../support/crypto.ts";
import { wholeOrSlice } from "../../support/slice.ts";
import { cryptoHistory, fittedModel, type Stretch, stretchFrom } from "./support/history.ts";
import { openRegistryStage, type RegistryStage } from "./support/registry-stage.ts";
import { openWorkshop, runnerOf, type Workshop } from "./support/runner.ts";

/** Days of each stretch; together more than thirty. */
const DAYS = 11;
const STRETCHES = [
  { from: "2020-03-05", method: "garch", stressed: ["2020-03-12"] },
  { from: "2021-05-13", method: "ewma", stressed: ["2021-05-19"] },
  { from: "2022-11-02", method: "garch", stressed: ["2022-11-08", "2022-11-09"] },
] as const;

let workshop: Workshop;
let history: PriceHistory;
const models = new Map<string, NamedModel>();

describe.skipIf(CRYPTO_ABSENT !== undefined)("days of crypto on the chain", () => {
  beforeAll(async () => {
    workshop = await openWorkshop();
    history = await cryptoHistory();
    for (const method of ["garch", "ewma"] as const) models.set(method, await fittedModel(history, method));
  });
  afterAll(() => workshop.backend.close());

  it.each(wholeOrSlice<readonly (typeof STRETCHES)[number][]>(STRETCHES, STRETCHES.slice(-1)))(
    "$from and ten days after it: every root is the model's, the worst days stressed",
    async (about) => {
      const stretch = stretchFrom(history, about.from, DAYS, models.get(about.method) as NamedModel);
      const stage = await openRegistryStage(stretch);
      try {
        await liveThrough(stage);
        await checkStretch(stage, about.stressed);
      } finally {
        await stage.chain.close();
      }
    },
  );
});

/** Publishes every day of the stage's stretch; the chain must have the block that the model makes of the file's bars. */
async function liveThrough(stage: RegistryStage): Promise<void> {
  const { stretch } = stage;
  const { runner } = runnerOf(stage, workshop);
  let market = stretch.first;
  for (const [day, { date, bars }] of stretch.days.entries()) {
    await stage.play(day);
    expect(await runner.turn(), date).toEqual({ kind: "published" });
    market = nextMarket(market, barsInPlaces(bars), stretch.model);
    expect((await readHead(stage.chain.read, stage.registry)).root, date).toBe(marketRoot(market));
  }
}

/** What an auditor finds afterwards, from the events alone. */
async function checkStretch(stage: RegistryStage, stressed: readonly string[]): Promise<void> {
  const { registry, stretch, chain, facts } = stage;
  const audit = new VerifiedChain(chain.read, { registry, model: stretch.model, market: stretch.first, fromBlock: 0n });
  await audit.sync(await readHead(chain.read, registry));
  const { block } = await readHead(chain.read, registry);
  checkEffectiveTiers(stretch.first, audit.epochs, facts, await readFeedHistory(chain.read, facts, 0n, block));
  expect(audit.epochs.length).toBe(DAYS);
  const tiers = new Map(stretch.days.map(({ date }, day) => [date, at(audit.epochs, day).publication]));
  for (const date of stressed) {
    expect(tiers.get(date)?.modelTier, date).toBeGreaterThanOrEqual(2);
    expect(tiers.get(date)?.tier, date).toBeGreaterThanOrEqual(2);
  }
  expect(audit.epochs.every(({ publication: { tier, modelTier } }) => tier >= modelTier)).toBe(true);
  checkCsv(historyCsv(audit.epochs, facts, stretch.symbols), stretch, audit);
}

/** The CSV is what the chart reads, and says what the file of prices said. */
function checkCsv(csv: string, { symbols, days }: Stretch, audit: VerifiedChain): void {
  const { records, symbols: named } = parseHistory(csv);
  expect(named).toEqual(symbols);
  expect(records.length).toBe(DAYS);
  records.forEach((record, i) => {
    const [{ bars }, { market, publication }] = [at(days, i), at(audit.epochs, i)];
    expect(record.tier).toBe(publication.tier);
    expect(record.factors.map(({ price, high, low }) => ({ price, high, low }))).toEqual(bars);
    const shared = covarianceIndex(0, 1);
    expect(at(record.covariance, shared)).toBe(at(market.covariance, shared));
  });
}
