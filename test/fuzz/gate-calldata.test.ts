/**
 * Calldata of an honest update and of an honest trade, changed at random: the gate refuses, or what it does is exactly what
 * the honest calldata does (bytes that mean nothing, such as padding or an unread authorization, may change).
 */
import { bytesToHex, encodeFunctionData, type Hex, hexToBytes } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Change } from "../../model/change.ts";
import type { Venue } from "../contracts/support/venue.ts";
import { openDesk8 } from "../e2e/support/desk-8.ts";
import { type EpochData, epochData, PERP } from "../e2e/support/market.ts";
import {
  after,
  consentedForm,
  gateForm,
  layOut,
  type Member,
  newMember,
  registerMember,
  sendUpdate,
} from "../e2e/support/member.ts";
import { contractsOf, storageOf } from "../e2e/support/mined.ts";
import { FIRST_EPOCH, openStage, publishEpoch } from "../e2e/support/stage.ts";
import { openTrapdoorProver } from "../e2e/support/trapdoor-prover.ts";
import type { SeededRandom } from "../support/seeded-random.ts";
import { oddWord, RUNS, randomFor, SEED } from "./support.ts";

let venue: Venue;
let honest: { readonly update: Hex; readonly updatePair: Hex };

beforeAll(async () => {
  const desk8 = await openDesk8();
  const trapdoor = await openTrapdoorProver(desk8);
  venue = await openStage(desk8);
  const data: EpochData = epochData(FIRST_EPOCH);
  await publishEpoch(venue, data);
  const deposit: Change = { mode: "full", sizes: [], flow: { asset: "cash", amount: 50_000_000_000n } };
  const join = async (member: Member): Promise<Member> => {
    await registerMember(venue, member);
    const step = layOut(desk8, member, deposit, data);
    await sendUpdate(venue, step, trapdoor(step.draft.publicInputs));
    return after(step);
  };
  const desk = await join(newMember(venue, venue.desk, 1));
  const maker = await join(newMember(venue, venue.maker, 2));
  const part = (member: Member, size: bigint) =>
    layOut(desk8, member, { mode: "full", sizes: [{ instrument: PERP, size }], tradeSalt: 3n }, data);
  const withdrawal = layOut(desk8, desk, { ...deposit, flow: { asset: "cash", amount: -5_000_000n } }, data);
  const [first, second] = [part(desk, 100n), part(maker, -100n)];
  const proof = (step: typeof first) => trapdoor(step.draft.publicInputs, 7n);
  const call = (functionName: "update" | "updatePair", args: unknown): Hex =>
    encodeFunctionData({ abi: sizingGateAbi, functionName, args: args as never });
  honest = {
    update: call("update", [gateForm(withdrawal, proof(withdrawal))]),
    updatePair: call("updatePair", [gateForm(first, proof(first)), await consentedForm(second, proof(second))]),
  };
}, 300_000);
afterAll(() => venue.chain.close());

/** One to three changes: a byte, a word, two words exchanged, bytes cut off or added. The selector stays. */
function mutated(random: SeededRandom, calldata: Hex): Hex {
  let bytes = hexToBytes(calldata);
  for (let n = random.integer(1, 3); n > 0; n--) bytes = mutatedOnce(random, bytes);
  return bytesToHex(bytes);
}

function mutatedOnce(random: SeededRandom, from: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(from);
  const words = Math.floor((bytes.length - 4) / 32);
  const place = (): number => 4 + 32 * random.integer(0, words - 1);
  const put = (at: number, word: Uint8Array): void => bytes.set(word, at);
  const wordAt = (at: number): Uint8Array => bytes.slice(at, at + 32);
  switch (random.pick(["byte", "bit", "word", "swap", "cut", "add"] as const)) {
    case "byte":
      bytes[random.integer(4, bytes.length - 1)] = random.integer(0, 255);
      return bytes;
    case "bit": {
      const at = random.integer(4, bytes.length - 1);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(0, 7));
      return bytes;
    }
    case "word": {
      const at = place();
      const odd = oddWord(random, BigInt(bytesToHex(wordAt(at))));
      put(at, hexToBytes(`0x${odd.toString(16).padStart(64, "0")}`));
      return bytes;
    }
    case "swap": {
      const [one, other] = [place(), place()];
      const [left, right] = [wordAt(one), wordAt(other)];
      put(one, right);
      put(other, left);
      return bytes;
    }
    case "cut":
      return bytes.slice(0, bytes.length - random.integer(1, 96));
    case "add":
      return Uint8Array.from([
        ...bytes,
        ...Array.from({ length: random.integer(1, 64) }, () => random.integer(0, 255)),
      ]);
  }
}

interface Outcome {
  readonly status: string;
  readonly logs: string;
  readonly storage: readonly string[];
}

/** Mines calldata and puts the chain back. */
const outcomeOf = (data: Hex): Promise<Outcome> =>
  venue.chain.undone(async () => {
    const hash = await venue.desk.sendTransaction({ to: venue.gate, data, gas: 2_000_000n });
    const { status, logs } = await venue.chain.read.getTransactionReceipt({ hash });
    const seen = JSON.stringify(logs.map(({ address, topics, data: payload }) => ({ address, topics, payload })));
    return { status, logs: seen, storage: await storageOf(venue.chain, contractsOf(venue)) };
  });

it.each(["update", "updatePair"] as const)(`%s: ${RUNS} changed calls (BALLAST_SEED=${SEED})`, async (kind) => {
  const random = randomFor(kind);
  const before = await storageOf(venue.chain, contractsOf(venue));
  const right = await outcomeOf(honest[kind]);
  expect(right.status).toBe("success");
  let same = 0;
  for (let run = 0; run < RUNS; run++) {
    const data = mutated(random, honest[kind]);
    const outcome = await outcomeOf(data);
    const label = `seed ${SEED}, run ${run}: ${data}`;
    if (outcome.status === "success") {
      expect({ ...outcome }, label).toEqual(right);
      same += 1;
    } else {
      expect(outcome.storage, label).toEqual(before);
    }
  }
  process.stdout.write(
    `gate calldata, ${kind}: seed ${SEED}, ${same} of ${RUNS} meant the same, the rest were refused\n`,
  );
  expect(same).toBeLessThan(RUNS / 2);
});
