import { encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proven, register, trade, update, updatePair } from "../support/changes.ts";
import { expectRevert } from "../support/reverts.ts";
import { said } from "../support/said.ts";
import { closeProver } from "../support/toy-prover.ts";
import { NOTICE, newVenue, RULES, TIGHTEN_NOTICE, type Venue } from "../support/venue.ts";

type Rules = { -readonly [K in keyof typeof RULES]: (typeof RULES)[K] extends bigint ? bigint : number };

/** Subject of pending rules. */
const SUBJECT = 8n;
const DEFAULTED = 5;

let venue: Venue;

beforeAll(async () => {
  venue = await newVenue();
  for (const wallet of [venue.desk, venue.maker]) {
    await register(venue, wallet);
    await update(venue, wallet, await proven(venue, wallet.account.address, { flowAmount: 1_000n }));
  }
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

const registry = (fn: string, args: readonly unknown[] = [], from = venue.owner) =>
  venue.write(from, "MarketRegistry", venue.market, fn, args);
const encoded = ({ refreshEvery, grace, defaultAfter, maxMaintenance, tradesPerEpoch }: Rules): Hex =>
  encodeAbiParameters(parseAbiParameters("uint64, uint64, uint64, uint8, uint16"), [
    ...([refreshEvery, grace, defaultAfter] as const),
    ...([maxMaintenance, tradesPerEpoch] as const),
  ]);
const activate = (rules: Rules) => registry("activate", [SUBJECT, encoded(rules)], venue.maker);
const pending = () => venue.get<[Hex, bigint, bigint]>("MarketRegistry", venue.market, "pendingChange", [SUBJECT]);
const health = (who = venue.desk.account.address) =>
  venue.get<{ state: number; age: bigint }>("SizingGate", venue.gate, "health", [who]);
const waitFor = async (seconds: bigint) => venue.chain.goTo((await venue.chain.now()) + seconds);

describe("rules", () => {
  it("wait by their direction, and shorter ages for ticks besides", async () => {
    const cases: [Partial<Rules>, bigint, bigint][] = [
      [{ tradesPerEpoch: 1 }, TIGHTEN_NOTICE, 0n],
      [{ maxMaintenance: 0 }, TIGHTEN_NOTICE, 0n],
      [{ refreshEvery: 2n, grace: 3n }, TIGHTEN_NOTICE, 0n],
      [{ defaultAfter: 3n }, TIGHTEN_NOTICE, 1n + 8n],
      [{ grace: 1n, defaultAfter: 5n }, TIGHTEN_NOTICE, 1n + 9n],
      [{ grace: 0n, defaultAfter: 5n, tradesPerEpoch: 3 }, NOTICE, 1n + 8n],
      [{ tradesPerEpoch: 3 }, NOTICE, 0n],
      [{ maxMaintenance: 3 }, NOTICE, 0n],
      [{ refreshEvery: 4n, grace: 1n }, NOTICE, 0n],
      [{ defaultAfter: 5n }, NOTICE, 0n],
      [{ grace: 3n, defaultAfter: 3n }, NOTICE, 0n],
    ];
    for (const [edit, notice, fromTick] of cases) {
      await venue.chain.undone(async () => {
        await registry("proposeRules", [{ ...RULES, ...edit }]);
        const [, activeFrom, tick] = await pending();
        expect([edit, activeFrom - (await venue.chain.now()), tick]).toEqual([edit, notice, fromTick]);
      });
    }
    await expectRevert(registry("proposeRules", [RULES]), "MarketRegistryNoChange");
    await expectRevert(registry("proposeRules", [{ ...RULES, grace: 2n ** 22n }]), "MarketRegistryRulesOutOfRange");
    await expectRevert(registry("proposeRules", [{ ...RULES, maxMaintenance: 128 }]), "MarketRegistryRulesOutOfRange");
  });

  it("are activated by anyone, once, as they were proposed; the owner may withdraw them", () =>
    venue.chain.undone(async () => {
      const next: Rules = { ...RULES, tradesPerEpoch: 3, maxMaintenance: 127 };
      await expectRevert(activate(next), "MarketRegistryNothingPending");
      await registry("proposeRules", [next]);
      await expectRevert(registry("proposeRules", [next]), "MarketRegistryChangePending");
      await expectRevert(activate(next), "MarketRegistryNoticeRuns");
      await waitFor(NOTICE);
      await expectRevert(activate({ ...next, tradesPerEpoch: 9 }), "MarketRegistryOtherValues", [SUBJECT]);
      await activate(next);
      expect(await venue.get("MarketRegistry", venue.market, "rules")).toEqual(next);
      await expectRevert(activate(next), "MarketRegistryNothingPending");
      await registry("proposeRules", [RULES]);
      await registry("cancelChange", [SUBJECT]);
      await waitFor(NOTICE);
      await expectRevert(activate(RULES), "MarketRegistryNothingPending");
      await expectRevert(registry("cancelChange", [SUBJECT]), "MarketRegistryNothingPending");
    }));

  it("are told when they are proposed, put in force and withdrawn", () =>
    venue.chain.undone(async () => {
      const told = async (sent: ReturnType<typeof registry>) => said("MarketRegistry", venue.market, await sent);
      const next: Rules = { ...RULES, defaultAfter: 3n, tradesPerEpoch: 3 };
      const hash = keccak256(encoded(next));
      const proposed = await told(registry("proposeRules", [next]));
      const from = (await venue.chain.now()) + NOTICE;
      expect(proposed).toEqual([["ChangeProposed", SUBJECT, from, 9n, encoded(next)]]);
      expect(await pending()).toEqual([hash, from, 9n]);
      await expectRevert(registry("proposeRules", [next]), "MarketRegistryChangePending", [SUBJECT, from]);
      await expectRevert(registry("cancelChange", [SUBJECT], venue.desk), "OwnableUnauthorizedAccount");
      expect(await told(registry("cancelChange", [SUBJECT]))).toEqual([["ChangeCancelled", SUBJECT]]);
      const wider: Rules = { ...RULES, tradesPerEpoch: 3 };
      await registry("proposeRules", [wider]);
      const due = (await venue.chain.now()) + NOTICE;
      await venue.chain.goTo(due - 2n);
      await expectRevert(activate(wider), "MarketRegistryNoticeRuns", [due]);
      await venue.chain.goTo(due);
      expect(await told(activate(wider))).toEqual([["ChangeActivated", SUBJECT, keccak256(encoded(wider))]]);
      expect(await venue.get("MarketRegistry", venue.market, "rules")).toEqual(wider);
    }));

  it("bind accounts that were there before: trades in an epoch, maintenance in a row", () =>
    venue.chain.undone(async () => {
      const next: Rules = { ...RULES, tradesPerEpoch: 1, maxMaintenance: 0 };
      await registry("proposeRules", [next]);
      await waitFor(TIGHTEN_NOTICE);
      await activate(next);
      const epoch = await venue.publish(20n);
      await updatePair(venue, venue.desk, ...(await trade(venue, { epoch })));
      const again = async () => updatePair(venue, venue.desk, ...(await trade(venue, { epoch })));
      await expectRevert(again(), "SizingGateTooManyTrades");
      const desk = venue.desk.account.address;
      const maintenance = async () => update(venue, venue.desk, await proven(venue, desk, { mode: 2, epoch }));
      await expectRevert(maintenance(), "SizingGateMaintenanceExhausted", [0]);
    }));

  it("that lengthen an age bring no seized account back", () =>
    venue.chain.undone(async () => {
      for (let epoch = 2n; epoch <= 12n; epoch += 1n) await venue.publish(epoch);
      const [seized, frozen] = [venue.desk, venue.maker].map(({ account }) => account.address) as [Hex, Hex];
      await venue.write(venue.owner, "SizingGate", venue.gate, "markDefault", [seized]);
      const next: Rules = { ...RULES, defaultAfter: 30n };
      await registry("proposeRules", [next]);
      await waitFor(NOTICE);
      await activate(next);
      const epoch = await venue.publish(((await venue.chain.now()) - venue.start) / 3_600n);
      expect((await health(seized)).state).toBe(DEFAULTED);
      const own = async () => update(venue, venue.desk, await proven(venue, seized, { epoch }));
      await expectRevert(own(), "SizingGateAccountDefaulted", [seized]);
      await update(venue, venue.maker, await proven(venue, frozen, { epoch }));
    }));

  it("that shorten an age default nobody who had no epochs to refresh in", () =>
    venue.chain.undone(async () => {
      const next: Rules = { ...RULES, refreshEvery: 1n, grace: 1n, defaultAfter: 2n };
      // An account of age 7 under rules that leave it 9, when rules are proposed that would leave it 4.
      for (let epoch = 2n; epoch <= 8n; epoch += 1n) await venue.publish(epoch);
      expect(await health()).toMatchObject({ age: 7n, state: 4 });
      await registry("proposeRules", [next]);
      // The publishers are silent for the whole notice: nobody can refresh.
      await waitFor(NOTICE);
      await expectRevert(activate(next), "MarketRegistryTicksMissing", [12n, 8n]);
      const epoch = ((await venue.chain.now()) - venue.start) / 3_600n;
      await venue.publish(epoch);
      await expectRevert(activate(next), "MarketRegistryTicksMissing", [12n, 9n]);
      expect(await health()).toMatchObject({ age: 8n, state: 4 });
      // One account follows, as soon as there is an epoch; the other lets as many go by as the new rules allow anyone.
      await update(venue, venue.desk, await proven(venue, venue.desk.account.address, { epoch }));
      for (const later of [1n, 2n, 3n]) await venue.publish(epoch + later);
      await activate(next);
      expect(await health()).toMatchObject({ age: 3n, state: 4 });
      expect((await health(venue.maker.account.address)).state).toBe(DEFAULTED);
      await venue.publish(epoch + 4n);
      expect((await health()).state).toBe(4);
      await venue.publish(epoch + 5n);
      expect((await health()).state).toBe(DEFAULTED);
    }));
});
