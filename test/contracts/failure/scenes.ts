import type { Address, Hex } from "viem";
import { flatBook } from "../support/books.ts";
import type { Wallet } from "../support/chain.ts";
import { type Change, proven, register, update } from "../support/changes.ts";
import { deafVerifierOf } from "../support/deaf-verifier.ts";
import { deployArtifact, EXPIRY, GUARDIAN_LIMIT, HOUR, newVenue, testArtifact, type Venue } from "../support/venue.ts";
import { statedRows, voidRow } from "../support/void.ts";
import { type Aim, FLAT } from "./attempts.ts";
import type { StateId } from "./table.ts";

/** Address of the listener, which is known before it has code. */
const LISTENER: Address = "0x0000000000000000000000000000000000001157";

const send = async (venue: Venue, over: Partial<Change> = {}): Promise<unknown> =>
  update(venue, venue.desk, await proven(venue, venue.desk.account.address, over));

/** Gives the desk a flat book that says `cash`. */
const holdFlat = (venue: Venue, cash: bigint): Promise<unknown> =>
  send(venue, { newCommitment: flatBook(cash, FLAT.lots, FLAT.salt) });

/** A venue with a listener, two accounts, and of the desk: cash, two collateral assets, claims on both, a flat book. */
export async function workingVenue(): Promise<Venue> {
  const venue = await newVenue({ listener: LISTENER, rows: await statedRows() });
  await venue.chain.request("hardhat_setCode", [LISTENER, testArtifact("Listener").deployedBytecode]);
  for (const wallet of [venue.desk, venue.maker]) {
    await register(venue, wallet);
    await update(venue, wallet, await proven(venue, wallet.account.address, { flowAmount: 1_000n }));
  }
  for (const flowAsset of [1, 2]) {
    await send(venue, { flowAsset, flowAmount: 9n });
    await send(venue, { flowAsset, flowOut: true, flowAmount: 5n });
  }
  await holdFlat(venue, FLAT.cash);
  return venue;
}

/** A venue without an epoch, and two empty accounts. */
export async function silentVenue(): Promise<Venue> {
  const venue = await newVenue({ firstEpoch: false });
  for (const wallet of [venue.desk, venue.maker]) await register(venue, wallet);
  return venue;
}

const become =
  (
    contract: "MockSizeVerifier" | "Failing" | "Garbling" | "Silent" | "Burning",
    of: (venue: Venue) => readonly Address[],
  ) =>
  async (venue: Venue): Promise<void> => {
    const { deployedBytecode } = testArtifact(contract);
    for (const address of of(venue)) await venue.chain.request("hardhat_setCode", [address, deployedBytecode]);
  };

const listenerHabit =
  (habit: number) =>
  async (venue: Venue): Promise<void> => {
    await venue.write(venue.owner, "Listener", LISTENER, "setHabit", [habit]);
  };

const pause = async (venue: Venue): Promise<void> => {
  await venue.write(venue.guardian, "SizingGate", venue.gate, "pause", []);
};

const loseKeys = async (venue: Venue): Promise<void> => {
  await venue.write(venue.owner, "SizingGate", venue.gate, "revokeGuardian", []);
  const owned: readonly (readonly [string, Address])[] = [
    ["SizingGate", venue.gate],
    ["MarketRegistry", venue.market],
    ["PolicyRegistry", venue.policies],
    ["VerifierRouter", venue.router],
  ];
  for (const [contract, address] of owned) await venue.write(venue.owner, contract, address, "renounceOwnership", []);
};

const expire = async (venue: Venue): Promise<void> => venue.chain.goTo(venue.start + HOUR + EXPIRY);

const failPolicies = become("Failing", ({ policies }) => [policies]);

const freeze =
  (token: (venue: Venue) => Address) =>
  async (venue: Venue): Promise<void> => {
    await venue.write(venue.owner, "OddToken", token(venue), "setBlocked", [venue.vault, true]);
  };

const publishTo = async (venue: Venue, from: bigint, to: bigint): Promise<void> => {
  for (let epoch = from; epoch <= to; epoch += 1n) await venue.publish(epoch);
};

/** Ages both accounts to a tick, keeping the book flat. The desk was last proven at tick 1. */
const ageTo =
  (tick: bigint) =>
  (venue: Venue): Promise<void> =>
    publishTo(venue, 2n, tick);

const deafen = async (venue: Venue): Promise<void> => {
  const deaf = await deployArtifact(venue.chain, deafVerifierOf(venue.keys), []);
  const code = (await venue.chain.read.getCode({ address: deaf })) as Hex;
  await venue.chain.request("hardhat_setCode", [venue.verifiers[0], code]);
};

const seize = async (venue: Venue): Promise<void> => {
  await ageTo(11n)(venue);
  await venue.write(venue.maker, "SizingGate", venue.gate, "markDefault", [venue.desk.account.address]);
};

/** The maker goes silent; the desk refreshes in between and is alive when the maker is not. */
const partnerDefaults = async (venue: Venue): Promise<void> => {
  await ageTo(6n)(venue);
  await holdFlat(venue, FLAT.cash);
  await publishTo(venue, 7n, 11n);
};

/** A stranger voids epoch 2; epoch 1 takes its place. */
const voidLatest = async (venue: Venue): Promise<void> => {
  await venue.publish(2n);
  await voidRow(venue, venue.chain.wallets[7] as Wallet, { epoch: 2n });
};

const useUpMaintenance = async (venue: Venue): Promise<void> => {
  const newCommitment = flatBook(FLAT.cash, FLAT.lots, FLAT.salt);
  for (const epoch of [2n, 3n]) {
    await venue.publish(epoch);
    await send(venue, { mode: 2, newCommitment });
  }
  await venue.publish(4n);
};

/** What goes wrong in each state; `noEpoch` is a venue of its own. */
const ENTER: Readonly<Record<Exclude<StateId, "noEpoch">, (venue: Venue) => Promise<unknown>>> = {
  none: () => Promise.resolve(),
  verifierReverts: become("Failing", ({ verifiers }) => verifiers),
  verifierBurnsGas: become("Burning", ({ verifiers }) => verifiers),
  verifierGarbage: become("Garbling", ({ verifiers }) => verifiers),
  verifierSilent: become("Silent", ({ verifiers }) => verifiers),
  pairingGone: deafen,
  verifierStopped: (venue) => venue.write(venue.owner, "VerifierRouter", venue.router, "stop", [1, 1]),
  routerFails: become("Failing", ({ router }) => [router]),
  registryFails: become("Failing", ({ market }) => [market]),
  oracleStale: expire,
  publishersGone: async (venue) => {
    for (const epoch of [2n, 3n]) await venue.publishMarket({ epoch });
  },
  marketAlarm: (venue) => venue.publishMarket({ epoch: 2n, tier: 2 }),
  epochVoid: voidLatest,
  predecessorServes: voidLatest,
  predecessorExpired: async (venue) => {
    await voidLatest(venue);
    await expire(venue);
  },
  tierThree: (venue) => venue.publish(2n, 3),
  paused: pause,
  policyFails: failPolicies,
  policyFailsLong: async (venue) => {
    await failPolicies(venue);
    await expire(venue);
  },
  keysLost: loseKeys,
  pauseLapsed: async (venue) => {
    await pause(venue);
    await loseKeys(venue);
    const epochs = BigInt(GUARDIAN_LIMIT) / HOUR + 2n;
    await venue.publish(epochs);
  },
  keysLostPaused: async (venue) => {
    await pause(venue);
    await loseKeys(venue);
  },
  listenerReverts: listenerHabit(1),
  listenerBurnsGas: listenerHabit(2),
  tokenFrozen: freeze(({ tokens }) => tokens[0]),
  otherFrozen: freeze(({ tokens }) => tokens[0]),
  cashFrozen: async (venue) => {
    await holdFlat(venue, -FLAT.cash);
    await freeze(({ cash }) => cash)(venue);
  },
  stale: ageTo(7n),
  exhausted: useUpMaintenance,
  defaulted: ageTo(11n),
  seized: seize,
  partnerDefaulted: partnerDefaults,
};

/** States with the toy's true verifier. In others a mock accepts, so that no cell passes or fails for its proof's sake. */
const PROVEN: readonly StateId[] = ["none", "pairingGone"];

/** What the attempts aim at in a state. */
export function aimOf(state: StateId): Aim {
  const aim: Aim = { asset: 1, cash: FLAT.cash, proofs: PROVEN.includes(state) };
  if (state === "noEpoch" || state === "registryFails") return { ...aim, epoch: 1n };
  if (state === "epochVoid") return { ...aim, epoch: 2n };
  if (state === "cashFrozen") return { ...aim, cash: -FLAT.cash };
  return state === "otherFrozen" ? { ...aim, asset: 2 } : aim;
}

/** Puts a working venue into a state. */
export async function enter(venue: Venue, state: Exclude<StateId, "noEpoch">): Promise<void> {
  if (!PROVEN.includes(state)) await become("MockSizeVerifier", ({ verifiers }) => verifiers)(venue);
  await ENTER[state](venue);
}
