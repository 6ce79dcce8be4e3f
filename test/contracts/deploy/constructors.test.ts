import { type Address, encodeDeployData, getAddress, getContractAddress, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bookClasses } from "../../../contracts/generated/classes.ts";
import { R } from "../../../model/field.ts";
import { reportOf } from "../support/reports.ts";
import { expectRevert } from "../support/reverts.ts";
import { said } from "../support/said.ts";
import { configOf, deployArtifact, NOTICES, newVenue, RULES, testArtifact, type Venue } from "../support/venue.ts";

const OFFICE = { nominee: zeroAddress, limit: 30 * 86_400 };

let venue: Venue;
let owner: Address;

beforeAll(async () => {
  venue = await newVenue();
  owner = venue.owner.account.address;
});
afterAll(() => venue.chain.close());

const construct = (contract: string, args: readonly unknown[]): Promise<unknown> => {
  const { abi, bytecode } = testArtifact(contract);
  const data = encodeDeployData({ abi, bytecode, args: [...args] });
  return venue.chain.read.estimateGas({ account: owner, data });
};

const parts = () => {
  const publishers = venue.publishers.map((wallet) => wallet.account.address);
  return configOf({ owner, cash: venue.cash, tokens: venue.tokens, publishers }, venue.start, [], {});
};

const setup = () => {
  const { poseidon, policies, marketVerifier: verifier } = venue;
  const { market, timing, notices, rules, publishers, threshold } = parts();
  const { feeds, modelRoot, firstRoot } = market;
  const firstPrices = Array.from({ length: 8 }, () => 1n);
  const fixed = {
    owner,
    policies,
    poseidon,
    verifier,
    sequencer: zeroAddress,
    voider: zeroAddress,
    publishers,
    threshold,
  };
  return { ...fixed, timing, notices, rules, feeds, modelRoot, firstRoot, firstPrices };
};

const market = (timing: object, over: object = {}) =>
  construct("MarketRegistry", [{ ...setup(), timing: { ...setup().timing, ...timing }, ...over }]);

/** The vault's gate is another one in every case here, so cases that pass fail with that. */
const gate = (over: object, classes: readonly object[], vault = venue.vault, office: object = OFFICE) => {
  const { poseidon, router, fund: defaultFund } = venue;
  const wiring = { poseidon, market: venue.market, router, vault, listener: zeroAddress, defaultFund, ...over };
  return construct("SizingGate", [owner, office, wiring, classes]);
};

describe("a constructor refuses", () => {
  it("a hash that is not Poseidon", async () => {
    const wrong = await deployArtifact(venue.chain, testArtifact("Failing"), []);
    await expect(construct("PolicyRegistry", [owner, NOTICES, wrong])).rejects.toThrow();
    await construct("PolicyRegistry", [owner, NOTICES, venue.poseidon]);
    await venue.chain.undone(async () => {
      // Answers every call with a word of zeros.
      await venue.chain.request("hardhat_setCode", [wrong, "0x60205ff3"]);
      const silent = construct("PolicyRegistry", [owner, NOTICES, wrong]);
      await expect(silent).rejects.toThrow(/PoseidonT6WrongHash/);
    });
  });

  it("a grid without start, length or expiry, and a bad publisher set", async () => {
    await market({});
    for (const field of ["start", "length", "expiry"]) {
      await expect(market({ [field]: 0n }), field).rejects.toThrow(/MarketRegistryZeroTiming/);
    }
    await expect(market({}, { publishers: [], threshold: 0n })).rejects.toThrow(/MarketRegistryThresholdOutOfRange/);
    await expect(market({}, { publishers: [owner, owner], threshold: 1n })).rejects.toThrow(
      /MarketRegistryPublishersNotAscending/,
    );
  });

  it("feeds that could never answer, and prices and roots that could never be proven", async () => {
    const feed = await deployArtifact(venue.chain, testArtifact("ScriptedFeed"), [8]);
    const script = (fn: string, args: readonly unknown[]) => venue.write(venue.owner, "ScriptedFeed", feed, fn, args);
    const sound = { feed, heartbeat: 60, decimals: 8, deviation: 0, numerator: 1n, denominator: 100n };
    const first = (...prices: bigint[]) => Array.from({ length: 8 }, (_, factor) => prices[factor] ?? 1n);
    const feeds = (edit: object) => market({}, { feeds: [sound, { ...sound, ...edit }] });
    const without = () => expect(feeds({})).rejects.toThrow(/MarketRegistryFeedWithoutHistory\(0/);
    await without();
    for (const [phase, round] of [
      [0n, 1n],
      [1n, 1n],
      [2n, 1n],
      [2n, 3n],
    ] as const) {
      await script("push", [(phase << 64n) + round, 5n, 1n]);
      await without();
    }
    await script("push", [(2n << 64n) + 2n, 5n, 1n]);
    await without();
    await script("push", [(2n << 64n) + 4n, 5n, 1n]);
    await feeds({});
    await script("setForgetful", [true]);
    await without();
    await script("setForgetful", [false]);
    await expect(feeds({ feed: owner })).rejects.toThrow(/MarketRegistryFeedWithoutCode\(1/);
    await expect(feeds({ heartbeat: 0 })).rejects.toThrow(/MarketRegistryZeroHeartbeat\(1/);
    await feeds({ heartbeat: 3_599 });
    await expect(feeds({ heartbeat: 3_600 })).rejects.toThrow(/MarketRegistryHeartbeatNotBelowLength\(1, 3600, 3600/);
    await expect(feeds({ numerator: 0n })).rejects.toThrow(/MarketRegistryZeroRatio\(1/);
    await expect(feeds({ denominator: 0n })).rejects.toThrow(/MarketRegistryZeroRatio\(1/);
    await expect(feeds({ decimals: 18 })).rejects.toThrow(/MarketRegistryWrongDecimals\(1, 18/);
    const nine = { feeds: Array.from({ length: 9 }, () => sound) };
    await expect(market({}, nine)).rejects.toThrow(/MarketRegistryTooManyFeeds\(9/);
    for (const price of [0n, 2n ** 38n]) {
      const used = { feeds: [sound], firstPrices: first(price) };
      await expect(market({}, used)).rejects.toThrow(/MarketRegistryFirstPriceOutOfRange\(0/);
    }
    const unused = { feeds: [sound], firstPrices: first(5n, 2n) };
    await expect(market({}, unused)).rejects.toThrow(/MarketRegistryFirstPriceOutOfRange\(1, 2/);
    for (const root of ["modelRoot", "firstRoot"]) {
      await expect(market({}, { [root]: R }), root).rejects.toThrow(/MarketRegistryRootOutOfRange/);
    }
    await expect(market({}, { verifier: owner })).rejects.toThrow(/MarketRegistryVerifierWithoutCode/);
  });

  it("a vault of another gate", async () => {
    await expect(gate({}, [])).rejects.toThrow(/SizingGateVaultMismatch/);
  });

  it("notices out of order, and rules of zero or beyond their range", async () => {
    for (const [tighten, loosen] of [
      [0n, 5n],
      [5n, 5n],
      [6n, 5n],
    ]) {
      const refused = construct("PolicyRegistry", [owner, { tighten, loosen }, venue.poseidon]);
      const named = `TwoNoticesOutOfOrder(${tighten}, ${loosen})`;
      await expect(refused).rejects.toThrow(named);
      await expect(market({}, { notices: { tighten, loosen } })).rejects.toThrow(named);
    }
    const rules = (over: object) => market({}, { rules: { ...RULES, ...over } });
    await rules({ defaultAfter: 2n ** 22n - 6n, maxMaintenance: 127, grace: 0n, refreshEvery: 5n });
    for (const bad of [
      { refreshEvery: 0n },
      { defaultAfter: 0n },
      { tradesPerEpoch: 0 },
      { defaultAfter: 2n ** 22n - 5n },
      { refreshEvery: 2n ** 64n - 1n, grace: 2n ** 64n - 1n },
      { maxMaintenance: 128 },
    ])
      await expect(rules(bad)).rejects.toThrow(/MarketRegistryRulesOutOfRange/);
  });

  it("a guardian whose stops would last for nothing or for ever", async () => {
    for (const limit of [0, 30 * 86_400 + 1]) {
      const office = { ...OFFICE, limit };
      await expect(gate({}, [], venue.vault, office)).rejects.toThrow(/GuardedLimitOutOfRange/);
      const router = construct("VerifierRouter", [owner, office, 1n, [], []]);
      await expect(router).rejects.toThrow(/GuardedLimitOutOfRange/);
    }
  });

  it("no default fund, and classes that clash or are no field elements", async () => {
    const nonce = await venue.chain.read.getTransactionCount({ address: owner });
    const expected = getContractAddress({ from: owner, nonce: BigInt(nonce) + 1n });
    const none = { token: zeroAddress, lot: 0n };
    const vault = await deployArtifact(venue.chain, testArtifact("CollateralVault"), [
      expected,
      venue.cash,
      [none, none, none, none],
    ]);
    const desk = bookClasses["desk-8"];
    await gate({}, [desk], vault);
    await expect(gate({ defaultFund: zeroAddress }, [desk], vault)).rejects.toThrow(/SizingGateNoDefaultFund/);
    const large = 2n ** 255n;
    const bad = [{ class: 0 }, { domain: 0n }, { domain: large }, { emptySlotsHash: large }];
    for (const edit of bad) await expect(gate({}, [{ ...desk, ...edit }], vault)).rejects.toThrow(/SizingGateBadClass/);
    await expect(gate({}, [desk, desk], vault)).rejects.toThrow(/SizingGateBadClass/);
  });

  it("classes and verifiers that do not pair up", async () => {
    const router = (classes: readonly number[]) =>
      construct("VerifierRouter", [owner, OFFICE, 1n, classes, venue.verifiers]);
    await router([1, 2]);
    await expect(router([1])).rejects.toThrow(/VerifierRouterLengthMismatch/);
    await expect(router([1, 0])).rejects.toThrow(/VerifierRouterZeroClass/);
  });
});

describe("a registry of markets", () => {
  it("keeps each thing that it was told at deployment, and says which feeds and publishers it begins with", () =>
    venue.chain.undone(async () => {
      const word = (i: number): Address => getAddress(`0x${i.toString(16).padStart(40, "0")}`);
      const feeds = [];
      for (let factor = 0; factor < 8; factor += 1) {
        const feed = getAddress(await deployArtifact(venue.chain, testArtifact("ScriptedFeed"), [factor]));
        for (const round of [1n, 2n])
          await venue.write(venue.owner, "ScriptedFeed", feed, "push", [(1n << 64n) + round, 5n, 1n]);
        const ratio = { numerator: BigInt(30 + factor), denominator: BigInt(40 + factor) };
        feeds.push({ feed, heartbeat: 10 + factor, decimals: factor, deviation: 20 + factor, ...ratio });
      }
      const timing = { start: 51n, length: 52n, grace: 53n, expiry: 54n, coolDown: 55n, sequencerGrace: 56n };
      const rules = { refreshEvery: 1n, grace: 2n, defaultAfter: 3n, maxMaintenance: 4, tradesPerEpoch: 5 };
      const firstPrices = feeds.map((_, factor) => BigInt(60 + factor));
      const publishers = [word(71), word(72), word(73)];
      const own = { timing, rules, feeds, firstPrices, publishers, threshold: 2n };
      const roots = { modelRoot: R - 1n, firstRoot: R - 2n, sequencer: word(81), voider: word(82) };
      const at = await deployArtifact(venue.chain, testArtifact("MarketRegistry"), [{ ...setup(), ...own, ...roots }]);
      const now = await venue.chain.now();
      const logs = await venue.chain.read.getLogs({ address: at, fromBlock: await venue.chain.read.getBlockNumber() });
      const told = said("MarketRegistry", at, { logs });
      expect(told.filter(([name]) => name === "FirstFeed")).toEqual(
        feeds.map((config, factor) => ["FirstFeed", BigInt(factor), config]),
      );
      expect(told.filter(([name]) => name === "PublishersProposed")).toEqual([
        ["PublishersProposed", 1, now, 2n, publishers],
      ]);
      const read = <T>(fn: string, args: readonly unknown[] = []) => venue.get<T>("MarketRegistry", at, fn, args);
      const { policies, poseidon, marketVerifier } = venue;
      for (const [name, value] of Object.entries({
        ...{ START: 51n, LENGTH: 52n, GRACE: 53n, EXPIRY: 54n, COOL_DOWN: 55n, SEQUENCER_GRACE: 56n },
        ...{ SEQUENCER: word(81), VOIDER: word(82), MODEL_ROOT: R - 1n, FIRST_ROOT: R - 2n },
        ...{ POLICIES: getAddress(policies), POSEIDON: getAddress(poseidon), VERIFIER: getAddress(marketVerifier) },
        ...{ feedCount: 8n, lastPrices: firstPrices, rules, publisherSet: [1, 2n], owner },
        ...{ TIGHTEN_NOTICE: NOTICES.tighten, LOOSEN_NOTICE: NOTICES.loosen, publisherSetCount: 1 },
        marketHead: [0n, R - 2n, 0, false],
      }))
        expect(await read(name), name).toEqual(value);
      for (const [factor, config] of feeds.entries()) expect(await read("feedOf", [BigInt(factor)])).toEqual(config);
      expect(await Promise.all([word(70), ...publishers].map((each) => read("isPublisher", [each])))).toEqual([
        ...[false, true, true, true],
      ]);
    }));
});

describe("before anything is set", () => {
  it("there is no policy and no epoch", async () => {
    const { poseidon } = venue;
    const policies = await deployArtifact(venue.chain, testArtifact("PolicyRegistry"), [owner, NOTICES, poseidon]);
    await expectRevert(venue.get("PolicyRegistry", policies, "active"), "PolicyRegistryNoPolicy");
    const registry = await deployArtifact(venue.chain, testArtifact("MarketRegistry"), [{ ...setup(), policies }]);
    await expectRevert(venue.get("MarketRegistry", registry, "latest"), "MarketRegistryNoEpoch");
    await expectRevert(venue.get("MarketRegistry", registry, "serving", [0n]), "MarketRegistryEpochNotUsable", [
      0n,
      0n,
    ]);
    expect(await venue.get("MarketRegistry", registry, "usable", [0n])).toBe(false);
    expect(await venue.get("MarketRegistry", registry, "stale")).toBe(true);
    expect(await venue.get("MarketRegistry", registry, "marketHead")).toEqual([0n, setup().firstRoot, 0, false]);
    const early = venue.write(venue.owner, "MarketRegistry", registry, "publishSheet", [reportOf({ epoch: 0n }), []]);
    await expectRevert(early, "MarketRegistryNoMarket");
  });
});
