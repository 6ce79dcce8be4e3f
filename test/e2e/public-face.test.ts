/**
 * What the chain sees of a desk: gas and bytes. Two worlds share every public fact (deposits, accounts, nonces, epoch, mode,
 * side) and differ in everything private: instruments, number of legs, sizes, prices paid, cash, books before. Their
 * measured trades and refreshes carry true desk-8 proofs.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizeOf } from "../../model/book.ts";
import type { Change } from "../../model/change.ts";
import { sum } from "../../model/integers.ts";
import { rowOf } from "../../model/sheet.ts";
import { openBackend } from "../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../prover/backend/proving-backend.ts";
import type { Proof } from "../../verifier/proof.ts";
import type { Venue } from "../contracts/support/venue.ts";
import { type Desk8, openDesk8, proofOf, satisfyingWitness } from "./support/desk-8.ts";
import { type EpochData, ETHER, epochData, FIRST_EXPIRY, OTHER_PERP, PERP, SECOND_EXPIRY } from "./support/market.ts";
import { after, consentedForm, gateForm, layOut, type Member, newMember, type Step } from "./support/member.ts";
import { type GateEvent, type Sent, send } from "./support/sent.ts";
import { FIRST_EPOCH, openStage, publishEpoch } from "./support/stage.ts";
import { openTrapdoorProver, type TrapdoorProver } from "./support/trapdoor-prover.ts";

type Legs = readonly (readonly [instrument: number, lots: bigint])[];
type Prove = (step: Step) => Promise<Proof>;

/** Two histories; the desk's first leg by instrument gains lots in both, so that the side is the same. */
const WORLDS: readonly { readonly before: Legs; readonly trade: Legs; readonly edge: bigint; readonly salt: bigint }[] =
  [
    { before: [[PERP, 1n]], trade: [[PERP, 2n]], edge: 0n, salt: 0x11n },
    {
      before: [
        [ETHER, 900n],
        [FIRST_EXPIRY, -300n],
        [SECOND_EXPIRY, 700n],
        [OTHER_PERP, -1_000n],
      ],
      trade: [
        [PERP, 450n],
        [ETHER, -900n],
        [OTHER_PERP, 333n],
      ],
      edge: -7_654_321n,
      salt: 2n ** 248n - 77n,
    },
  ];

let desk8: Desk8;
let trapdoor: TrapdoorProver;
let backend: ProvingBackend;
let venue: Venue;
let data: EpochData;
const gas: Record<string, number> = {};
const worlds: { readonly trade: Sent; readonly refresh: Sent; readonly views: readonly object[] }[] = [];

const simulated: Prove = async (step) => {
  satisfyingWitness(desk8, step.input);
  return trapdoor(step.draft.publicInputs);
};
const real: Prove = (step) => proofOf(desk8, backend, satisfyingWitness(desk8, step.input));
const note = (name: string, { netGas }: Sent): void => {
  gas[name] = Number(netGas);
};

async function updated(member: Member, change: Change, prove = simulated): Promise<readonly [Member, Sent]> {
  const step = layOut(desk8, member, change, data);
  return [after(step), await send(venue, member.wallet, "update", [gateForm(step, await prove(step))])];
}

/** A trade in which the first member gains `legs` and pays `edge` more than the marks. */
async function traded(
  [one, two]: readonly [Member, Member],
  legs: Legs,
  { edge = 0n, tradeSalt = 5n, mode = "full" as Change["mode"], prove = simulated },
): Promise<readonly [Member, Member, Sent]> {
  const fair = sum(legs.map(([instrument, lots]) => lots * (rowOf(data.sheet, instrument)?.mark ?? 0n)));
  const part = (member: Member, sign: bigint): Step => {
    const sizes = legs.map(([instrument, lots]) => ({
      instrument,
      size: sizeOf(member.book, instrument) + sign * lots,
    }));
    return layOut(desk8, member, { mode, sizes, cost: sign * (fair + edge), tradeSalt }, data);
  };
  const [first, second] = [part(one, 1n), part(two, -1n)];
  const changes = [gateForm(first, await prove(first)), await consentedForm(second, await prove(second))];
  return [after(first), after(second), await send(venue, one.wallet, "updatePair", changes)];
}

const CASH: Change = { mode: "full", sizes: [], flow: { asset: "cash", amount: 50_000_000_000n } };
const TOKENS: Change = { mode: "full", sizes: [], flow: { asset: 0, amount: 250n } };
const REFRESH: Change = { mode: "full", sizes: [] };

async function live(of: (typeof WORLDS)[number], [desk, maker]: readonly [Member, Member]): Promise<void> {
  const [one, two] = await traded([desk, maker], of.before, { tradeSalt: of.salt + 1n });
  const { edge, salt: tradeSalt } = of;
  const [three, , trade] = await traded([one, two], of.trade, { edge, tradeSalt, prove: real });
  const [, refresh] = await updated(three, REFRESH, real);
  const view = ({ account }: Member) => venue.get<object>("SizingGate", venue.gate, "accounts", [account.account]);
  worlds.push({ trade, refresh, views: [await view(desk), await view(maker)] });
}

beforeAll(async () => {
  desk8 = await openDesk8();
  [backend, trapdoor] = [await openBackend(), await openTrapdoorProver(desk8)];
  venue = await openStage(desk8);
  data = epochData(FIRST_EPOCH);
  await publishEpoch(venue, data);
  let [desk, maker] = [newMember(venue, venue.desk, 1), newMember(venue, venue.maker, 2)];
  for (const member of [desk, maker]) note("register", await send(venue, member.wallet, "register", [1]));
  let sent: Sent;
  [maker] = await updated(maker, CASH);
  [desk, sent] = await updated(desk, CASH);
  note("deposit of cash", sent);
  [desk, sent] = await updated(desk, TOKENS);
  note("deposit of collateral", sent);
  for (const world of WORLDS) await venue.chain.undone(() => live(world, [desk, maker]));
  await restOfTheGas(desk, maker);
}, 600_000);
afterAll(async () => {
  await backend.close();
  await venue.chain.close();
});

async function restOfTheGas(desk: Member, maker: Member): Promise<void> {
  let sent: Sent;
  [desk, maker, sent] = await traded([desk, maker], [[PERP, 100n]], {});
  note("first trade", sent);
  [desk, maker, sent] = await traded([desk, maker], [[PERP, 50n]], {});
  note("second trade of the epoch", sent);
  [desk, sent] = await updated(desk, REFRESH);
  note("refresh", sent);
  [desk, sent] = await updated(desk, { mode: "maintenance", sizes: [] });
  note("maintenance", sent);
  [desk, sent] = await updated(desk, { ...REFRESH, flow: { asset: "cash", amount: -1_000_000n } });
  note("withdrawal of cash", sent);
  [desk, maker, sent] = await traded([desk, maker], [[PERP, -150n]], { mode: "reduce" });
  note("reduction of two", sent);
  note("flat exit", await send(venue, desk.wallet, "flatExit", [desk.book.cash, desk.book.salt]));
}

const FLOOR = 21_000n + 181_000n + 6_150n * 5n;

describe("gas", () => {
  it("of an update without flow stays within 45,000 of the floor", () => {
    for (const { refresh } of worlds) {
      process.stdout.write(
        `gas: refresh ${refresh.gasUsed}, floor ${FLOOR + refresh.calldataGas} of which calldata ${refresh.calldataGas}, ` +
          `above it ${refresh.netGas - FLOOR}\n`,
      );
      expect(refresh.netGas).toBeLessThanOrEqual(FLOOR + 45_000n);
    }
  });

  it("of a desk-8 pair stays within 430,000, calldata included", () => {
    for (const { trade } of worlds) {
      process.stdout.write(`gas: pair ${trade.gasUsed} of which calldata ${trade.calldataGas}\n`);
      expect(trade.gasUsed).toBeLessThanOrEqual(430_000n);
    }
  });

  it("without calldata has not drifted", () => {
    expect(gas).toMatchSnapshot();
  });
});

/** Names of the fields in which two changes or events differ. */
function differing(one: object, other: object): string[] {
  const text = (value: unknown): string => JSON.stringify(value, (_, v) => (typeof v === "bigint" ? `${v}` : v));
  const fields = Object.keys(one) as (keyof typeof one)[];
  expect(Object.keys(other)).toEqual(fields);
  return fields.filter((field) => text(one[field]) !== text(other[field])).sort();
}

const argsOf = (event: GateEvent | undefined): Record<string, unknown> =>
  (event?.args ?? {}) as Record<string, unknown>;

describe("privacy: between two worlds that differ in private data only", () => {
  const pairsOf = (kind: "trade" | "refresh"): readonly [Sent, Sent] => {
    const [one, other] = worlds;
    if (one === undefined || other === undefined) throw new Error("two worlds were lived");
    return [one[kind], other[kind]];
  };

  it.each(["trade", "refresh"] as const)("the calldata of a %s has one length and differs where it must", (kind) => {
    const [one, other] = pairsOf(kind);
    expect(one.input.length).toBe(other.input.length);
    const mayDiffer =
      kind === "trade" ? ["newCommitment", "opening", "proof", "trade"] : ["newCommitment", "opening", "proof"];
    one.changes.forEach((change, i) => {
      const consented = change.authorization === "0x" ? [] : ["authorization"];
      expect(differing(change, other.changes[i] ?? {})).toEqual([...consented, ...mayDiffer].sort());
    });
  });

  it.each(["trade", "refresh"] as const)("the events of a %s have one length and differ where they must", (kind) => {
    const [one, other] = pairsOf(kind);
    expect(one.eventBytes).toEqual(other.eventBytes);
    expect(one.events.map(({ eventName }) => eventName)).toEqual(other.events.map(({ eventName }) => eventName));
    const traded = kind === "trade" ? ["trade"] : [];
    one.events.forEach((event, i) => {
      const [args, others] = [argsOf(event), argsOf(other.events[i])];
      expect(differing(args, others)).toEqual(["call", "newCommitment", "oldCommitment", "opening", ...traded].sort());
      // Of the call only the context differs, the hash that binds the ciphertext: not mode, side or flow.
      expect((args.call as bigint) >> 180n).toBe((others.call as bigint) >> 180n);
    });
  });

  it.each(["trade", "refresh"] as const)(
    "the gas of a %s is the same but for zero bytes that chance put there",
    (kind) => {
      const [one, other] = pairsOf(kind);
      const apart = one.gasUsed > other.gasUsed ? one.gasUsed - other.gasUsed : other.gasUsed - one.gasUsed;
      process.stdout.write(`gas: two transactions (${kind}) are ${apart} apart\n`);
      expect(one.netGas).toBe(other.netGas);
      expect(apart).toBeLessThanOrEqual(200n);
    },
  );

  it("what the gate keeps of the accounts differs in the commitment alone", () => {
    const [one, other] = worlds;
    one?.views.forEach((view, i) => {
      expect(differing(view, other?.views[i] ?? {})).toEqual(["commitment"]);
    });
  });
});
