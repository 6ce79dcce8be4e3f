/** Changes that others bring: operators under mandates, and relayers in batches. */
import { encodeFunctionData } from "viem";
import { batchRelayAbi, sizingGateAbi } from "../../../contracts/generated/abi.ts";
import type { Wallet } from "../support/chain.ts";
import { type Change, consent, update } from "../support/changes.ts";
import { byOperator, type Mandate, mandate, NOBODY, signedBy, UNLIMITED } from "../support/mandates.ts";
import { HOUR } from "../support/venue.ts";
import { flatChange, flow, remember, stranger, walletOf } from "./books.ts";
import { type Deed, deedOf, type World } from "./world.ts";

/** Longer than a series, so that nothing is left anew of what was used. */
const PERIOD = 2 ** 32 - 1;

/** Gas of an item, also where reports cost gas, and of a batch of three: an estimate would be of items that fail for want of it. */
const GAS = 3_000_000n;
const BATCH_GAS = 12_000_000n;

/** A mandate of an account for the operator. */
export function grantBy(world: World, wallet: Wallet, over: Partial<Mandate>): Promise<Deed> {
  const { venue, book, operator } = world;
  const args = [venue.gate, operator.account.address, mandate({ period: PERIOD, ...over })];
  return deedOf(world, "grant", wallet, () => venue.write(wallet, "MandateBook", book, "grant", args));
}

/** A mandate of any kind, mostly for what the series does. */
export async function grantSome(world: World): Promise<Deed> {
  const { random, venue } = world;
  const bits = () => (random.chance(0.75) ? 0b111 : random.integer(0, 7));
  const cap = () => (random.chance(0.5) ? UNLIMITED : random.bigint(0n, 40n));
  return grantBy(world, walletOf(world), {
    validUntil: (await venue.chain.now()) + random.bigint(1n, 200n) * HOUR,
    modes: random.chance(0.75) ? 0b111 : random.integer(1, 7),
    inflows: bits(),
    outflows: bits(),
    recipient: random.chance(0.75) ? NOBODY : random.pick(world.holders),
    caps: [cap(), cap(), cap(), 0n, 0n, random.bigint(1n, 9n)],
  });
}

/** An account takes its mandate back, or a thief tries to. */
export function revokeSome(world: World): Promise<Deed> {
  const { venue, book, operator, random } = world;
  const [wallet, account] = [walletOf(world), walletOf(world).account.address];
  const own = [venue.gate, operator.account.address] as const;
  if (random.chance(0.5))
    return deedOf(world, "revocation", wallet, () => venue.write(wallet, "MandateBook", book, "revoke", own));
  const args = [venue.gate, account, operator.account.address, 2n ** 40n, "0x"];
  return deedOf(world, "theft", operator, () => venue.write(operator, "MandateBook", book, "revokeFor", args));
}

/** A change that the operator sends, or signs for somebody. */
export async function operate(world: World, wallet: Wallet, over: Partial<Change>): Promise<Deed> {
  const { venue, operator, random } = world;
  const [change, flat] = await flatChange(world, wallet, over);
  const isSent = random.chance(0.5);
  const signed = isSent
    ? { ...change, authorization: byOperator(operator.account.address) }
    : await signedBy(venue, operator, change);
  const sender = isSent ? operator : stranger(world);
  const deed = await deedOf(world, "operation", sender, () => update(venue, sender, signed), [signed]);
  return remember(world, deed, [flat]);
}

/** An operation of any kind. */
export function operateSome(world: World): Promise<Deed> {
  const { random, holders } = world;
  const wallet = walletOf(world);
  const recipient = random.chance(0.7) ? wallet.account.address : random.pick(holders);
  const moved = random.chance(0.7) ? { ...flow(world), flowOut: random.chance(0.3), recipient } : {};
  return operate(world, wallet, { mode: random.pick([0, 1, 1, 2]), ...moved });
}

/** Whether each change would be accepted if it were sent alone, after those before it. */
function aloneOf(world: World, changes: readonly Change[]): Promise<readonly boolean[]> {
  const { venue } = world;
  return venue.chain.undone(async () => {
    const accepted: boolean[] = [];
    for (const change of changes) {
      const caller = stranger(world);
      accepted.push((await deedOf(world, "single", caller, () => update(venue, caller, change))).accepted);
    }
    return accepted;
  });
}

/** A batch: a change of each account, often one that nobody signed, and the first once more. */
export async function batch(world: World): Promise<Deed> {
  const { venue, random, wallets, relay } = world;
  const drafts = [];
  for (const wallet of wallets) {
    const [change, flat] = await flatChange(world, wallet, random.chance(0.7) ? flow(world) : { mode: 2 });
    const authorization = random.chance(0.25) ? "0x" : await consent(venue, wallet, change);
    drafts.push({ change: { ...change, authorization }, flat } as const);
  }
  const items = [...drafts, ...drafts.slice(0, 1)];
  const alone = await aloneOf(
    world,
    items.map(({ change }) => change),
  );
  const data = ({ change }: (typeof items)[number]) =>
    encodeFunctionData({ abi: sizingGateAbi, functionName: "update", args: [change] });
  const caller = stranger(world);
  const args = [venue.gate, items.map((item) => ({ gas: GAS, data: data(item) }))] as const;
  const whole = encodeFunctionData({ abi: batchRelayAbi, functionName: "relay", args });
  const call = async () => {
    const hash = await caller.sendTransaction({ to: relay, data: whole, gas: BATCH_GAS });
    return venue.chain.read.getTransactionReceipt({ hash });
  };
  const signed = drafts.filter(({ change }) => change.authorization !== "0x").map(({ change }) => change.account);
  const deed = await deedOf(world, "batch", caller, call, [], signed);
  const taken = deed.events.filter(({ name }) => name === "Accepted").map(({ args: { index } }) => Number(index));
  const changes = taken.flatMap((index) => items[index]?.change ?? []);
  const flats = taken.map((index) => items[index]?.flat);
  return remember(world, { ...deed, changes, alone }, flats);
}
