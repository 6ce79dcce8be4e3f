import type { Address } from "viem";
import { expect } from "vitest";
import type { Change } from "../support/changes.ts";
import { type Mandate, NOBODY } from "../support/mandates.ts";
import { LOTS, RULES } from "../support/venue.ts";
import { ASSETS } from "./holdings.ts";
import type { Deed, Event, Held, Moment, World } from "./world.ts";

/** The chain before and after a deed. */
export interface Step {
  readonly world: World;
  readonly before: Moment;
  readonly after: Moment;
  readonly deed: Deed;
}

/** Holds a property to a step; fails the test where it does not hold. */
export type Property = (step: Step) => void | Promise<void>;

const UNITS = [1n, ...LOTS] as const;
const sum = (values: Iterable<bigint>): bigint => [...values].reduce((total, each) => total + each, 0n);
const lotsOf = (limbs: bigint, asset: number): bigint => (limbs >> BigInt(40 * (asset - 1))) % 2n ** 40n;
const named = ({ events }: Deed, name: string): readonly Event[] => events.filter((event) => event.name === name);
const of = (events: readonly Event[], account: Address): readonly Event[] =>
  events.filter(({ args }) => args.account === account);
const claimOf = (moment: Moment, holder: Address, asset: number): bigint => moment.claims.get(holder)?.[asset] ?? 0n;
const changesOf = (deed: Deed, account: Address): readonly Event[] =>
  of([...named(deed, "Updated"), ...named(deed, "Exited")], account);

const eachAccount =
  (hold: (step: Step, account: Address) => void): Property =>
  (step) => {
    for (const account of step.world.accounts) hold(step, account);
  };

const viewOf = (moment: Moment, account: Address) => {
  const [view, health] = [moment.accounts.get(account), moment.healths.get(account)];
  if (view === undefined || health === undefined) throw new Error(`${account} is no account of the series`);
  return { ...view, ...health };
};

/** Accounts for which the operator consented, by the book's log: whether it might is P-26's to say. */
const operated = (deed: Deed, { venue }: World): readonly Address[] =>
  atGate(named(deed, "Used"), venue).map(({ args }) => args.account as Address);
const atGate = (events: readonly Event[], { gate }: World["venue"]): readonly Event[] =>
  events.filter(({ args }) => (args.gate as Address).toLowerCase() === gate.toLowerCase());

/** What is left of a mandate after a change; fails the test where the change is beyond it. */
function usedBy(held: Held | undefined, change: Change, now: bigint): Held {
  const { mandate, used } = held ?? expect.fail("an operator without a mandate");
  expect(now).toBeLessThanOrEqual(mandate.validUntil);
  expect((mandate.modes >> change.mode) & 1).toBe(1);
  if (change.trade !== 0n) expect(mandate.trades).toBe(true);
  const spent = used.with(CHANGES, (used[CHANGES] ?? 0n) + 1n);
  if (change.flowAmount > 0n) {
    expect(((change.flowOut ? mandate.outflows : mandate.inflows) >> change.flowAsset) & 1).toBe(1);
    if (change.flowOut)
      expect(change.recipient).toBe(mandate.recipient === NOBODY ? change.account : mandate.recipient);
    spent[change.flowAsset] = (used[change.flowAsset] ?? 0n) + change.flowAmount;
  }
  for (const [what, each] of spent.entries()) expect(each).toBeLessThanOrEqual(mandate.caps[what] ?? 0n);
  return { mandate, used: spent };
}

/** Where a mandate counts changes. */
const CHANGES = 5;

/** The tier of a void epoch. */
const VOID = 255;
const isVoid = ({ epochs }: Moment, epoch: bigint): boolean => epochs.get(epoch)?.[1] === VOID;
/** The venue's epochs that a deed voided, by the log. */
const voidedBy = (deed: Deed, { venue }: World): readonly bigint[] =>
  named(deed, "EpochVoided")
    .filter(({ args }) => (args.market as Address).toLowerCase() === venue.market.toLowerCase())
    .map(({ args }) => args.epoch as bigint);
const last = (epochs: Iterable<bigint>): bigint => [...epochs].reduce((most, each) => (each > most ? each : most), 0n);

const MODE_OF = (call: unknown): number => Number(((call as bigint) >> 180n) % 4n);

/** What contracts/PROPERTIES.md says, by its ids. */
export const PROPERTIES: Readonly<Record<string, Property>> = {
  "P-01": ({ after }) => {
    for (const asset of ASSETS)
      expect(after.balance[asset]).toBeGreaterThanOrEqual((after.held[asset] ?? 0n) * (UNITS[asset] ?? 1n));
  },
  "P-02": ({ world, after }) => {
    for (const asset of [1, 2]) {
      const live = [...after.accounts.values()].filter(({ seized }) => !seized);
      const inAccounts = sum(live.map(({ collateral }) => lotsOf(collateral, asset)));
      expect(inAccounts + sum(world.holders.map((each) => claimOf(after, each, asset)))).toBe(after.held[asset]);
    }
  },
  "P-03": ({ world, after, deed }) => {
    const total = (name: string) =>
      sum(
        named(deed, name)
          .filter(({ args }) => (args.asset ?? 0n) === 0n)
          .map(({ args }) => args.amount as bigint),
      );
    world.cash += total("Collected") + total("Advanced") - total("Withdrawn") - total("Recovered");
    expect(after.held[0]).toBe(world.cash);
  },
  "P-04": ({ world, before, after, deed }) => {
    if (deed.name !== "noise") return;
    for (const account of world.accounts) {
      const [was, is] = [before.accounts.get(account), after.accounts.get(account)];
      expect({ ...is, tradeLimit: 0 }).toEqual({ ...was, tradeLimit: 0 });
    }
    for (const holder of world.holders.filter((each) => each !== deed.by)) {
      expect(after.claims.get(holder)).toEqual(before.claims.get(holder));
      expect(after.purses.get(holder)).toEqual(before.purses.get(holder));
    }
  },
  "P-05": ({ world, before, after, deed }) => {
    for (const holder of world.holders) {
      for (const asset of ASSETS) {
        const withdrawn = named(deed, "Withdrawn").filter(
          ({ args }) => args.recipient === holder && Number(args.asset) === asset,
        );
        const credited = named(deed, "Credited").filter(
          ({ args }) => args.recipient === holder && Number(args.asset) === asset,
        );
        if (withdrawn.length > 0) expect(deed.by).toBe(holder);
        const gain =
          sum(credited.map(({ args }) => args.amount as bigint)) -
          sum(withdrawn.map(({ args }) => args.amount as bigint));
        expect(claimOf(after, holder, asset) - claimOf(before, holder, asset)).toBe(gain);
      }
    }
  },
  "P-06": ({ world, before, after, deed }) => {
    for (const asset of [1, 2])
      expect(claimOf(after, world.fund, asset)).toBeGreaterThanOrEqual(claimOf(before, world.fund, asset));
    for (const { args } of named(deed, "Exited"))
      if (viewOf(before, args.account as Address).seized) expect(args.collateral).toBe(0n);
  },
  "P-07": eachAccount(({ before, after, deed }, account) => {
    const [was, is] = [viewOf(before, account), viewOf(after, account)];
    const changes = changesOf(deed, account);
    if (changes.length === 0) expect(is.commitment).toBe(was.commitment);
    for (const { name, args } of changes) {
      expect(args.oldCommitment).toBe(was.commitment);
      if (name === "Updated") expect(args.newCommitment).toBe(is.commitment);
    }
  }),
  "P-08": ({ world, deed }) => {
    for (const { args } of [...named(deed, "Updated"), ...named(deed, "Exited")])
      expect([...deed.consenting, ...operated(deed, world)]).toContain(args.account);
    if (deed.name === "theft") expect(deed.accepted).toBe(false);
  },
  "P-09": eachAccount(({ before, after, deed }, account) => {
    const grown = viewOf(after, account).nonce - viewOf(before, account).nonce;
    expect(grown).toBe(BigInt(changesOf(deed, account).length));
  }),
  // The mock accepts every proof, so a repetition is sent by another, with the signature that was good once: its nonce is
  // what refuses it. That a proof is bound to its nonce too is shown by the cases.
  "P-10": ({ deed }) => {
    if (deed.name === "replay") expect(deed.accepted).toBe(false);
  },
  "P-11": ({ world, before, after, deed }) => {
    if (deed.name !== "pair") return;
    expect(named(deed, "Updated")).toHaveLength(deed.accepted ? 2 : 0);
    const moved = world.accounts.filter((each) => viewOf(before, each).nonce !== viewOf(after, each).nonce);
    expect(moved).toHaveLength(deed.accepted ? 2 : 0);
  },
  "P-12": eachAccount(({ before, after }, account) => {
    expect(viewOf(after, account).class).toBe(viewOf(before, account).class);
  }),
  "P-13": ({ world, before, after, deed }) => {
    const isOlder = voidedBy(deed, world).includes(before.latest[0]);
    for (const [i, each] of after.latest.entries())
      if (!(isOlder && i === 0)) expect(each).toBeGreaterThanOrEqual(before.latest[i] ?? 0n);
    expect(after.latest[2]).toBeLessThanOrEqual(world.epoch);
    for (const account of world.accounts)
      expect(viewOf(after, account).provenTick).toBeLessThanOrEqual(after.latest[2]);
  },
  "P-14": ({ world, before, after, deed }) => {
    const voided = voidedBy(deed, world);
    for (const [epoch, published] of after.epochs) {
      const earlier = before.epochs.get(epoch);
      if (earlier !== undefined) expect(published).toEqual(voided.includes(epoch) ? [0n, VOID, earlier[2]] : earlier);
    }
  },
  "P-15": eachAccount(({ before, after, deed }, account) => {
    const reductions = of(named(deed, "Updated"), account).filter(({ args }) => MODE_OF(args.call) === 1);
    if (reductions.length === 0) return;
    const stamps = ({ provenEpoch, provenTick, maintenance, tradeEpoch, tradeCount }: ReturnType<typeof viewOf>) => ({
      provenEpoch,
      provenTick,
      maintenance,
      tradeEpoch,
      tradeCount,
    });
    expect(stamps(viewOf(after, account))).toEqual(stamps(viewOf(before, account)));
  }),
  "P-16": eachAccount(({ before, after }, account) => {
    const [was, is] = [viewOf(before, account), viewOf(after, account)];
    expect(is.maintenance).toBeLessThanOrEqual(RULES.maxMaintenance);
    if (is.tradeCount > was.tradeCount && is.tradeEpoch === was.tradeEpoch)
      expect(is.tradeCount).toBeLessThanOrEqual(is.tradeLimit === 0 ? RULES.tradesPerEpoch : is.tradeLimit);
  }),
  "P-29": ({ world, before, after, deed }) => {
    const voided = voidedBy(deed, world);
    for (const epoch of voided) world.voids.add(epoch);
    for (const epoch of after.epochs.keys()) {
      expect(isVoid(after, epoch)).toBe(world.voids.has(epoch));
      if (isVoid(after, epoch)) expect(after.usable.get(epoch)).toBe(false);
    }
    if (deed.accepted) expect(deed.changes.filter(({ epoch }) => isVoid(before, epoch))).toEqual([]);
    const right = last([...world.judged.keys()].filter((epoch) => !world.voids.has(epoch)));
    if (right > 0n) expect([after.latest[0], after.usable.get(right)]).toEqual([right, true]);
    // An epoch that followed a void one ages nobody, nor does voiding.
    const isAfterVoid = deed.name === "publish" && last(before.epochs.keys()) > before.latest[0];
    if (voided.length === 0 && !isAfterVoid) return;
    for (const account of world.accounts) expect(viewOf(after, account).age).toBe(viewOf(before, account).age);
  },
  "P-17": eachAccount(({ before, deed }, account) => {
    if (viewOf(before, account).state === 5) expect(of(named(deed, "Updated"), account)).toEqual([]);
  }),
  "P-18": async ({ world: { venue, wallets, flats }, after }) => {
    for (const wallet of wallets) {
      const account = wallet.account.address;
      const flat = flats.get(account);
      if (flat === undefined || viewOf(after, account).state === 1) continue;
      await venue.chain.undone(() => venue.write(wallet, "SizingGate", venue.gate, "flatExit", [flat.cash, flat.salt]));
    }
  },
  "P-19": async ({ world: { venue, wallets }, after }) => {
    for (const wallet of wallets) {
      for (const asset of ASSETS) {
        const claim = claimOf(after, wallet.account.address, asset);
        const payable = claim < (after.held[asset] ?? 0n) ? claim : (after.held[asset] ?? 0n);
        if (payable === 0n) continue;
        await venue.chain.undone(() =>
          venue.write(wallet, "CollateralVault", venue.vault, "withdraw", [asset, payable]),
        );
      }
    }
  },
  "P-22": ({ before, after }) => {
    for (const [i, verifier] of before.verifiers.entries()) expect(after.verifiers[i]).toBe(verifier);
  },
  "P-23": ({ world, before, after }) => {
    const [version, root] = after.policy;
    expect(version).toBeGreaterThanOrEqual(before.policy[0]);
    expect(root).toBe(world.policies.get(version)?.root);
    expect(world.policies.get(version)?.activeFrom).toBeLessThanOrEqual(after.now);
  },
  "P-26": ({ world: { venue, operator, accounts, mandates }, after, deed }) => {
    const own = (name: string) =>
      atGate(named(deed, name), venue).filter(
        ({ args }) => args.operator === operator.account.address && accounts.includes(args.account as Address),
      );
    for (const { args } of [...own("Granted"), ...own("Revoked")]) expect(args.account).toBe(deed.by);
    for (const { args } of own("Used")) {
      const account = args.account as Address;
      const change = deed.changes.find((each) => each.account === account) ?? expect.fail("no change that was seen");
      mandates.set(account, usedBy(mandates.get(account), change, after.now));
    }
    for (const { args } of own("Granted"))
      mandates.set(args.account as Address, { mandate: args.mandate as Mandate, used: Array(6).fill(0n) });
    for (const { args } of own("Revoked")) mandates.delete(args.account as Address);
  },
  "P-27": ({ deed }) => {
    if (deed.alone === undefined) return;
    const isAccepted = deed.events
      .filter(({ name }) => name === "Accepted" || name === "Refused")
      .map(({ name }) => name === "Accepted");
    expect(isAccepted).toEqual(deed.alone);
  },
  "P-28": ({ world, after, deed }) => {
    for (const asset of ASSETS)
      expect(sum(world.holders.map((each) => claimOf(after, each, asset)))).toBe(after.claimed[asset]);
    if (named(deed, "Recovered").length > 0) expect(after.held[0]).toBeGreaterThanOrEqual(after.claimed[0] ?? 0n);
  },
};
