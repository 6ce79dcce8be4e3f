import { type Address, encodeFunctionData } from "viem";
import { mandateBookAbi } from "../../../contracts/generated/abi.ts";
import { anyArguments, entriesOf, entryPoints } from "../support/any-arguments.ts";
import type { Wallet } from "../support/chain.ts";
import { type Change, consent, draft, fresh, latestEpoch, update, updatePair } from "../support/changes.ts";
import { samplePolicy } from "../support/policies.ts";
import { HOUR, NOTICE } from "../support/venue.ts";
import { voidRow } from "../support/void.ts";
import { flatChange, flow, remember, stranger, walletOf } from "./books.ts";
import { batch, grantBy, grantSome, operate, operateSome, revokeSome } from "./others.ts";
import { type Deed, deedOf, type World } from "./world.ts";

/** Does one thing to a world. */
export type Action = (world: World) => Promise<Deed>;

/** A change of one account: sent by itself, or signed and sent by a stranger. */
async function alone(
  world: World,
  name: string,
  wallet: Wallet,
  over: Partial<Change>,
  isSigned = world.random.chance(0.3),
): Promise<Deed> {
  const [change, flat] = await flatChange(world, wallet, over);
  if (!isSigned)
    return remember(world, await deedOf(world, name, wallet, () => update(world.venue, wallet, change), [change]), [
      flat,
    ]);
  const sender = stranger(world);
  const signed = { ...change, authorization: await consent(world.venue, wallet, change) };
  const call = () => update(world.venue, sender, signed);
  return remember(world, await deedOf(world, name, sender, call, [signed], [change.account]), [flat]);
}

/** Sends again what was signed and accepted once: the same words, of which only the nonce is another by now. Until there is one, makes one. */
const replay: Action = (world) => {
  const signed = world.accepted.filter(({ authorization, trade }) => authorization !== "0x" && trade === 0n);
  if (signed.length === 0) return alone(world, "deposit", walletOf(world), flow(world), true);
  const again = world.random.pick(signed);
  const caller = stranger(world);
  return deedOf(world, "replay", caller, () => update(world.venue, caller, again), [again]);
};

/** Publishes an epoch and keeps in mind by which policy. */
async function publishEpoch(world: World, epoch: bigint, tier = 0): Promise<void> {
  const { venue, judged } = world;
  await venue.publish(epoch, tier);
  judged.set(epoch, (await venue.get<[number, bigint]>("PolicyRegistry", venue.policies, "active"))[1]);
  world.epoch = epoch;
}

const publish: Action = async (world) => {
  const { venue, random } = world;
  // Mostly the epoch that has just begun; sometimes one that is overdue, or the clock runs past it.
  const begun = ((await venue.chain.now()) - venue.start) / HOUR;
  const next = world.epoch + 1n;
  const epoch = random.chance(0.8) && begun > next ? begun : next;
  if (random.chance(0.1)) await venue.chain.goTo(venue.start + (epoch + 3n) * HOUR);
  await publishEpoch(world, epoch, random.chance(0.85) ? 0 : random.integer(1, 3));
  return { name: "publish", by: venue.owner.account.address, consenting: [], accepted: true, events: [], changes: [] };
};

/** Epochs come and the accounts do nothing, until they have defaulted. */
const neglect: Action = (world) => {
  return silence(world, world.random.chance(0.3) ? 11 : 1);
};

/** That many epochs, each fresh. */
async function silence(world: World, epochs: number): Promise<Deed> {
  for (let count = 0; count < epochs; count += 1) {
    const begun = ((await world.venue.chain.now()) - world.venue.start) / HOUR;
    await publishEpoch(world, begun > world.epoch ? begun : world.epoch + 1n);
  }
  const by = world.venue.owner.account.address;
  return { name: "neglect", by, consenting: [], accepted: true, events: [], changes: [] };
}

/** Anyone may void an epoch, with a proof: the row's verifier takes every one here. */
async function voidOne(world: World, epoch: bigint, row: bigint): Promise<Deed> {
  const { venue, judged } = world;
  const caller = stranger(world);
  const proof = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n] as const;
  const policyRoot = judged.get(epoch) ?? 0n;
  return deedOf(world, "void", caller, () => voidRow(venue, caller, { epoch, row, policyRoot, proof }));
}

/** Mostly the epoch that serves; sometimes an earlier one, or one that there is not, by a row that nobody stated. */
const voidSome: Action = async (world) => {
  const { venue, random } = world;
  const epoch = random.chance(0.6) ? await latestEpoch(venue) : random.bigint(1n, world.epoch + 1n);
  return voidOne(world, epoch, random.pick([1n, 17n, 17n, 18n]));
};

/** Anyone may mark a default. */
const seizeAs = (world: World, account: Address): Promise<Deed> => {
  const caller = stranger(world);
  const { venue } = world;
  return deedOf(world, "default", caller, () =>
    venue.write(caller, "SizingGate", venue.gate, "markDefault", [account]),
  );
};

const markDefault: Action = (world) => seizeAs(world, world.random.pick(world.accounts));

const pair: Action = async (world) => {
  const { venue, random, wallets } = world;
  const [one, two] = (random.chance(0.5) ? wallets : [...wallets].reverse()) as [Wallet, Wallet];
  const common = { trade: fresh(), mode: random.pick([0, 0, 1]) };
  const [first, firstFlat] = await flatChange(world, one, common);
  const [second, secondFlat] = await flatChange(world, two, { ...common, side: 1 });
  const signed = { ...second, authorization: await consent(venue, two, second) };
  const call = () => updatePair(venue, one, first, signed);
  const deed = await deedOf(world, "pair", one, call, [first, signed], [two.account.address]);
  return remember(world, deed, [firstFlat, secondFlat]);
};

const exit: Action = async (world) => {
  const wallet = walletOf(world);
  const { cash, salt } = world.flats.get(wallet.account.address) ?? { cash: 1n, salt: 1n };
  const { venue, flats } = world;
  const deed = await deedOf(world, "exit", wallet, () =>
    venue.write(wallet, "SizingGate", venue.gate, "flatExit", [cash, salt]),
  );
  if (deed.accepted) flats.set(wallet.account.address, { cash: 0n, salt: 0n });
  return deed;
};

const noise: Action = async (world) => {
  const { venue, random, accounts, holders, book } = world;
  const caller = random.pick([venue.owner, venue.guardian, stranger(world), ...venue.publishers]);
  // Marking a default and publishing are actions of their own; giving away or up what one owns would end the series.
  const apart = /^(markDefault|publish|propose|poke|renounceOwnership|transferOwnership|acceptOwnership)/;
  const point = random.pick(
    [...entryPoints(venue), ...entriesOf("MandateBook", book, mandateBookAbi)].filter(
      ({ entry }) => !apart.test(entry.name),
    ),
  );
  const args = anyArguments(point.entry.inputs, random, [...accounts, ...holders, venue.gate, venue.vault]);
  const data = encodeFunctionData({ abi: [point.entry], functionName: point.entry.name, args });
  return deedOf(world, "noise", caller, async () => {
    await venue.chain.read.call({ account: caller.account, to: point.address, data });
    const hash = await caller.sendTransaction({ to: point.address, data, gas: 5_000_000n });
    return venue.chain.read.getTransactionReceipt({ hash });
  });
};

const claimAs = (world: World, wallet: Wallet, args: readonly [asset: number, amount: bigint]): Promise<Deed> => {
  const { venue } = world;
  return deedOf(world, "claim", wallet, () => venue.write(wallet, "CollateralVault", venue.vault, "withdraw", args));
};

const withdrawClaim: Action = (world) => {
  const { random } = world;
  return claimAs(world, random.pick([...world.wallets, stranger(world)]), [
    random.integer(0, 2),
    random.bigint(1n, 8n),
  ]);
};

/** Cash lent to the vault, and taken back. */
const lend: Action = (world) => {
  const { venue, random } = world;
  const [wallet, fn] = [walletOf(world), random.pick(["advance", "recover"])];
  return deedOf(world, fn, wallet, () =>
    venue.write(wallet, "CollateralVault", venue.vault, fn, [random.bigint(1n, 30n)]),
  );
};

const policy: Action = async (world) => {
  const { venue, random } = world;
  if (random.chance(0.3)) await venue.chain.goTo((await venue.chain.now()) + NOTICE);
  const [serving] = await venue.get<[number, bigint]>("PolicyRegistry", venue.policies, "active");
  const current = world.policies.get(serving)?.policy;
  const proposal = { ...samplePolicy(), imFactor: random.integer(1, 2 ** 24 - 1) };
  const deed = await deedOf(world, "policy", venue.owner, () =>
    venue.write(venue.owner, "PolicyRegistry", venue.policies, "propose", [proposal, current]),
  );
  for (const { name, args } of deed.events) {
    if (name !== "PolicyProposed") continue;
    const { version, root, activeFrom } = args as { version: number; root: bigint; activeFrom: bigint };
    world.policies.set(version, { root, activeFrom, policy: proposal });
  }
  return deed;
};

const byOwner =
  (name: string, contract: "SizingGate" | "VerifierRouter", fn: string, args: (world: World) => unknown[]): Action =>
  (world) => {
    const { venue } = world;
    const address = contract === "SizingGate" ? venue.gate : venue.router;
    return deedOf(world, name, venue.owner, () => venue.write(venue.owner, contract, address, fn, args(world)));
  };

/** What comes first, so that there is something to move: deposits, a trade, a withdrawal and its claim, a mandate and its use, a batch. */
export const PRELUDE: readonly Action[] = [
  ...[0, 1].flatMap((index) =>
    [0, 1, 2].map(
      (flowAsset): Action =>
        (world) =>
          alone(world, "deposit", world.wallets[index] as Wallet, { flowAsset, flowAmount: 50n }),
    ),
  ),
  (world) => alone(world, "deposit", world.wallets[0] as Wallet, { flowAsset: 1, flowAmount: 1n }, true),
  replay,
  pair,
  (world) => alone(world, "withdraw", world.wallets[0] as Wallet, { flowAsset: 1, flowOut: true, flowAmount: 9n }),
  (world) => claimAs(world, world.wallets[0] as Wallet, [1, 9n]),
  (world) =>
    grantBy(world, world.wallets[0] as Wallet, { inflows: 0b10, outflows: 0b10, caps: [0n, 9n, 0n, 0n, 0n, 4n] }),
  (world) => operate(world, world.wallets[0] as Wallet, { mode: 1, flowAsset: 1, flowAmount: 6n }),
  (world) => operate(world, world.wallets[0] as Wallet, { mode: 1, flowAsset: 1, flowAmount: 6n }),
  batch,
];

/** What comes last: everybody defaults and is seized, and the last epoch is void. */
export const EPILOGUE: readonly Action[] = [
  (world) => alone(world, "deposit", world.wallets[0] as Wallet, { flowAsset: 2, flowAmount: 5n }),
  (world) => silence(world, 11),
  (world) => seizeAs(world, world.accounts[0] as Address),
  (world) => seizeAs(world, world.accounts[1] as Address),
  async (world) => voidOne(world, await latestEpoch(world.venue), 17n),
  exit,
  exit,
];

/** What may happen, each as often as it stands here. */
export const ACTIONS: readonly Action[] = [
  (world) => alone(world, "deposit", walletOf(world), { ...flow(world), mode: world.random.pick([0, 0, 1, 2]) }),
  (world) => alone(world, "deposit", walletOf(world), flow(world)),
  (world) => alone(world, "deposit", walletOf(world), flow(world)),
  (world) => alone(world, "deposit", walletOf(world), flow(world)),
  (world) =>
    alone(world, "withdraw", walletOf(world), {
      ...flow(world),
      flowOut: true,
      recipient: world.random.pick(world.holders),
    }),
  (world) => alone(world, "withdraw", walletOf(world), { ...flow(world), flowOut: true }),
  (world) => alone(world, "withdraw", walletOf(world), { ...flow(world), flowOut: true }),
  (world) => alone(world, "refresh", walletOf(world), { mode: world.random.pick([0, 1, 2, 2, 3]) }),
  pair,
  pair,
  publish,
  publish,
  publish,
  exit,
  withdrawClaim,
  lend,
  lend,
  withdrawClaim,
  noise,
  noise,
  policy,
  byOwner("pause", "SizingGate", "pause", () => []),
  byOwner("end of pause", "SizingGate", "endPause", () => []),
  byOwner("end of pause", "SizingGate", "endPause", () => []),
  byOwner("stop", "VerifierRouter", "stop", () => [1, 1]),
  byOwner("resume", "VerifierRouter", "resume", () => [1, 1]),
  byOwner("resume", "VerifierRouter", "resume", () => [1, 1]),
  byOwner("add", "VerifierRouter", "add", ({ venue }) => [1, venue.verifiers[1]]),
  grantSome,
  grantSome,
  revokeSome,
  operateSome,
  operateSome,
  operateSome,
  batch,
  batch,
  markDefault,
  markDefault,
  voidSome,
  voidSome,
  neglect,
  replay,
  async (world) => {
    const change = await draft(world.venue, walletOf(world).account.address, flow(world));
    const caller = stranger(world);
    return deedOf(world, "theft", caller, () => update(world.venue, caller, change), [change]);
  },
];
