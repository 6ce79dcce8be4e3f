import { buildModule } from "@nomicfoundation/ignition-core";
import { zeroAddress, zeroHash } from "viem";
import { shippedArtifact } from "../artifacts.ts";
import { buildVenue } from "../ignition/build-venue.ts";
import { SAMPLE_POLICY } from "./sample-policy.ts";

/** Seconds of an epoch of the local venue; epoch k begins at second 1 + k·EPOCH_LENGTH. */
export const EPOCH_LENGTH = 3_600n;

/** The grid's start. */
export const EPOCH_START = 1n;

/** Decimals of the mock feeds' answers, and what they say first. */
const DECIMALS = 8;
const FIRST_ANSWERS = { BTC: 60_000n * 10n ** 8n, ETH: 3_000n * 10n ** 8n } as const;

/** A lot is 10⁻³ of the coin: micro-quote per lot is answer · 10⁶ · 10⁻³ / 10⁸. */
const LOT_RATIO = { numerator: 1n, denominator: 100_000n } as const;
const LOT = 1_000n;

const TIMING = {
  start: EPOCH_START,
  length: EPOCH_LENGTH,
  grace: 600n,
  expiry: 2n * EPOCH_LENGTH,
  coolDown: 3n,
  sequencerGrace: 0n,
} as const;

/** Terms of the local venue's default fund: two days of notice, auctions of an hour from 120 % of the market down to half. */
export const FUND_TERMS = {
  notice: 172_800n,
  window: 43_200n,
  duration: 3_600n,
  recoverAfter: 86_400n,
  startBps: 12_000,
  floorBps: 5_000,
} as const;

/** Mock tokens and feeds of a local chain, which stand there for what a real chain has already. */
export const localAssetsModule = buildModule("BallastLocalAssets", (m) => {
  const token = (symbol: string) =>
    m.contract("MockToken", shippedArtifact("MockToken"), [symbol], { id: `Token_${symbol}` });
  const feed = (symbol: keyof typeof FIRST_ANSWERS) =>
    m.contract("MockFeed", shippedArtifact("MockFeed"), [DECIMALS, FIRST_ANSWERS[symbol]], { id: `Feed_${symbol}` });
  return {
    cash: token("USD"),
    btc: token("BTC"),
    eth: token("ETH"),
    btcFeed: feed("BTC"),
    ethFeed: feed("ETH"),
  };
});

/**
 * A whole venue for tests: the real gate, registries, router and vault, around mock verifiers, feeds and tokens, which only
 * local chains create. The first account owns it and is its only publisher.
 * Parameters: `maxMaintenance`, `refreshEvery`, `grace`, `defaultAfter`, `tradesPerEpoch`, `listener`,
 * `defaultKey`.
 */
export const localVenueModule = buildModule("BallastLocalVenue", (m) => {
  const owner = m.getAccount(0);
  const doubles = {
    ...m.useModule(localAssetsModule),
    sizeVerifier: m.contract("MockSizeVerifier", shippedArtifact("MockSizeVerifier")),
    marketVerifier: m.contract("MockMarketVerifier", shippedArtifact("MockMarketVerifier")),
  };
  const feedConfig = { heartbeat: 3_599, decimals: DECIMALS, deviation: 0, ...LOT_RATIO };
  const unused = { token: zeroAddress, lot: 0n };
  const venue = buildVenue(m, {
    owner,
    cashToken: doubles.cash,
    collateral: [{ token: doubles.btc, lot: LOT }, { token: doubles.eth, lot: LOT }, unused, unused],
    timing: TIMING,
    sequencer: zeroAddress,
    feeds: [
      { feed: doubles.btcFeed, ...feedConfig },
      { feed: doubles.ethFeed, ...feedConfig },
    ],
    // No proof is made, so any field elements will do.
    modelRoot: 1n,
    firstRoot: 2n,
    firstPrices: [60_000_000n, 3_000_000n, 1n, 1n, 1n, 1n, 1n, 1n],
    rules: {
      refreshEvery: m.getParameter("refreshEvery", 3n),
      grace: m.getParameter("grace", 2n),
      defaultAfter: m.getParameter("defaultAfter", 4n),
      maxMaintenance: m.getParameter("maxMaintenance", 2),
      tradesPerEpoch: m.getParameter("tradesPerEpoch", 4),
    },
    defaultFund: zeroAddress,
    notices: { tighten: 43_200n, loosen: 86_400n },
    office: { nominee: zeroAddress, limit: 172_800 },
    fund: FUND_TERMS,
    defaultKey: m.getParameter("defaultKey", zeroHash),
    publishers: [owner],
    threshold: 1n,
    routerNotice: 86_400n,
    listener: m.getParameter("listener", zeroAddress),
    verifiers: [{ bookClass: "desk-8", contract: doubles.sizeVerifier }],
    marketVerifier: doubles.marketVerifier,
    voider: zeroAddress,
  });
  m.call(venue.policies, "propose", [SAMPLE_POLICY as never, SAMPLE_POLICY as never]);
  return { ...venue, ...doubles };
});
