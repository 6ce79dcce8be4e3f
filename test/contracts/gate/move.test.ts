/** Moves of live accounts to a larger class: what the gate keeps, what it changes, and what a thief would send. */

import { type Address, parseEventLogs } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import { bookClasses } from "../../../contracts/generated/classes.ts";
import { bookDomain } from "../../../model/domains.ts";
import { toField } from "../../../model/field.ts";
import { P5 } from "../../../model/poseidon.ts";
import { expectGas } from "../../support/gas-snapshot.ts";
import {
  accountOf,
  type Change,
  consent,
  draft,
  inputsOf,
  OPENING_BYTES,
  opening,
  proven,
  register,
  trade,
  update,
  updatePair,
} from "../support/changes.ts";
import {
  bindingOf,
  draftMove,
  type Move,
  moveConsent,
  moveInputs,
  packMove,
  provenMove,
  ROUTE,
  sendMove,
} from "../support/moves.ts";
import { variants } from "../support/proofs.ts";
import { expectRevert } from "../support/reverts.ts";
import { type ToyKeys, toyKeys } from "../support/toy-keys.ts";
import { closeProver, type Inputs, prove } from "../support/toy-prover.ts";
import { NOTICE, newVenue, type Overrides, type Venue, verifierOf } from "../support/venue.ts";

let venue: Venue;
let moveKeys: ToyKeys;
let desk: Address;
let maker: Address;

beforeAll(async () => {
  moveKeys = await toyKeys("class-move");
  const [eight, sixteen] = [await toyKeys("desk-8"), await toyKeys("desk-16")];
  const serve = (bookClass: "desk-8" | "desk-16", keys: ToyKeys) =>
    ({ bookClass, artifact: verifierOf(keys), development: true }) as const;
  const moves = [{ from: "desk-8", to: "desk-16", artifact: verifierOf(moveKeys), development: true }] as const;
  const over: Overrides = { verifiers: [serve("desk-8", eight), serve("desk-16", sixteen)], moves };
  venue = await newVenue(over);
  [desk, maker] = [venue.desk.account.address, venue.maker.account.address];
  for (const wallet of [venue.desk, venue.maker]) await register(venue, wallet);
  await update(venue, venue.desk, await proven(venue, desk, { flowAmount: 1_000n }));
  await update(venue, venue.desk, await proven(venue, desk, { flowAsset: 1, flowAmount: 7n }));
  await update(venue, venue.maker, await proven(venue, maker, { flowAmount: 1_000n }));
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

const gate = (fn: string, args: readonly unknown[] = [], from = venue.owner) =>
  venue.write(from, "SizingGate", venue.gate, fn, args);
const router = (fn: string, args: readonly unknown[]) =>
  venue.write(venue.owner, "VerifierRouter", venue.router, fn, args);
const health = (who = desk) => venue.get<Record<string, unknown>>("SizingGate", venue.gate, "health", [who]);
const moved = (over: Partial<Move> = {}) => provenMove(venue, desk, moveKeys, over);
const move = async (over: Partial<Move> = {}) => sendMove(venue, venue.desk, await moved(over));
const undone = (work: () => Promise<unknown>) => venue.chain.undone(work);

describe("a move", () => {
  it("changes class, commitment and nonce, and nothing else the gate keeps", () =>
    undone(async () => {
      await updatePair(venue, venue.desk, ...(await trade(venue)));
      await update(venue, venue.desk, await proven(venue, desk, { mode: 2 }));
      await venue.publish(2n);
      const [before, healthBefore] = [await accountOf(venue, desk), await health()];
      const sent = await moved();
      await sendMove(venue, venue.desk, sent);
      const after = await accountOf(venue, desk);
      expect(after).toEqual({ ...before, class: 2, commitment: sent.newCommitment, nonce: before.nonce + 1n });
      expect(await health()).toEqual({ ...healthBefore, class: 2 });
      expect(healthBefore).toMatchObject({ state: 3, age: 1n, maintenance: 1 });
      expect([before.tradeCount, before.collateral]).toEqual([1, 7n]);
    }));

  it("stays at its gas", () =>
    undone(async () => {
      const { gasUsed } = await move();
      expectGas("test/contracts/gate/move.gas.snapshot.json", { move: gasUsed }, 2_500n);
    }));

  it("shows both commitments and the opening in its event, and tells nobody else", () =>
    undone(async () => {
      const { commitment, nonce } = await accountOf(venue, desk);
      const sent = await moved();
      const { logs } = await sendMove(venue, venue.desk, sent);
      const [event, ...rest] = parseEventLogs({ abi: sizingGateAbi, logs: logs as never });
      expect(rest).toEqual([]);
      expect(event?.eventName).toBe("Moved");
      expect(event?.args).toEqual({
        account: desk,
        from: 1,
        to: 2,
        oldCommitment: commitment,
        newCommitment: sent.newCommitment,
        call: packMove(sent, { chainId: venue.chainId, gate: venue.gate, nonce, from: 1 }),
        nonce,
        deadline: sent.deadline,
        version: 1,
        opening: sent.opening,
      });
    }));

  it("is followed by updates, exits and openings of the new class only", () =>
    undone(async () => {
      const stale = await proven(venue, desk);
      const { domain, emptySlotsHash } = bookClasses["desk-16"];
      const flat = P5(domain, emptySlotsHash, toField(1_000n), 7n, 99n);
      await move({ newCommitment: flat });
      await expectRevert(update(venue, venue.desk, stale), "SizingGateWrongOpeningLength", [
        BigInt(OPENING_BYTES[2]),
        BigInt(OPENING_BYTES[1]),
      ]);
      await undone(async () => {
        const eight = bookClasses["desk-8"];
        expect(flat).not.toBe(P5(eight.domain, eight.emptySlotsHash, toField(1_000n), 7n, 99n));
        await gate("flatExit", [1_000n, 99n], venue.desk);
        const left = await accountOf(venue, desk);
        expect([left.class, left.commitment]).toEqual([2, bookClasses["desk-16"].emptyCommitment]);
        expect(await venue.get("CollateralVault", venue.vault, "claimable", [desk, 0n])).toBe(1_000n);
        expect(await venue.get("CollateralVault", venue.vault, "claimable", [desk, 1n])).toBe(7n);
      });
      await update(venue, venue.desk, await proven(venue, desk));
      expect((await health()).state).toBe(2);
    }));

  it("needs no fresh epoch and no open guardian, and serves a stale account without making it younger", () =>
    undone(async () => {
      for (let epoch = 2n; epoch <= 8n; epoch += 1n) await venue.publish(epoch);
      await gate("pause", [], venue.guardian);
      await venue.chain.goTo((await venue.chain.now()) + 30n * 86_400n);
      expect((await health()).state).toBe(4);
      await move();
      expect(await health()).toMatchObject({ state: 4, class: 2, age: 7n });
    }));

  it("is refused to a defaulted account, before and after its collateral is seized", () =>
    undone(async () => {
      for (let epoch = 2n; epoch <= 11n; epoch += 1n) await venue.publish(epoch);
      await expectRevert(move(), "SizingGateAccountDefaulted", [desk]);
      await gate("markDefault", [desk]);
      await expectRevert(move(), "SizingGateAccountDefaulted", [desk]);
    }));

  it("is refused late, to an account that holds nothing, to a class that is not there, and with another opening", () =>
    undone(async () => {
      const stranger = venue.guardian;
      await expectRevert(sendMove(venue, stranger, draftMove(stranger.account.address)), "SizingGateNotRegistered");
      await register(venue, stranger);
      const empty = draftMove(stranger.account.address);
      await expectRevert(sendMove(venue, stranger, empty), "SizingGateNothingToMove", [stranger.account.address]);
      const now = await venue.chain.now();
      await expectRevert(
        sendMove(venue, venue.desk, draftMove(desk, { deadline: now - 1n })),
        "SizingGateDeadlinePassed",
      );
      for (const to of [0, 3, 1 << 16]) {
        await expectRevert(sendMove(venue, venue.desk, draftMove(desk, { to })), "SizingGateUnknownClass", [to]);
      }
      const short = draftMove(desk, { opening: opening(1, 1) });
      await expectRevert(sendMove(venue, venue.desk, short), "SizingGateWrongOpeningLength", [
        BigInt(OPENING_BYTES[2]),
        BigInt(OPENING_BYTES[1]),
      ]);
    }));

  it("is taken until the last second of its deadline", async () => {
    const now = await venue.chain.now();
    const request = { abi: sizingGateAbi, address: venue.gate, functionName: "moveAccount" } as const;
    const simulate = async (deadline: bigint) =>
      venue.chain.read.simulateContract({
        ...{ ...request, account: venue.desk.account },
        args: [(await moved({ deadline })) as never],
      });
    await simulate(now);
    await expectRevert(simulate(now - 1n), "SizingGateDeadlinePassed", [now - 1n, now]);
  });

  it("goes to a larger class only: no verifier serves the way back, nor a move to the same class", () =>
    undone(async () => {
      const same = draftMove(desk, { to: 1, opening: opening(1, 1) });
      await expectRevert(sendMove(venue, venue.desk, same), "VerifierRouterUnknownVersion", [65_537, 1]);
      await move();
      const back = draftMove(desk, { to: 1, opening: opening(1, 1) });
      await expectRevert(sendMove(venue, venue.desk, back), "VerifierRouterUnknownVersion", [131_073, 1]);
    }));
});

describe("a version of moves in the router", () => {
  it("is stopped for moves alone, and serves again when it is resumed", () =>
    undone(async () => {
      await router("stop", [ROUTE, 1]);
      await expectRevert(move(), "VerifierRouterStopped", [ROUTE, 1]);
      await update(venue, venue.desk, await proven(venue, desk));
      await router("resume", [ROUTE, 1]);
      await move();
    }));

  it("is not touched by a stop of either class's own versions", () =>
    undone(async () => {
      for (const id of [1, 2]) await router("stop", [id, 1]);
      await move();
      await expectRevert(update(venue, venue.desk, await proven(venue, desk)), "VerifierRouterStopped", [2, 1]);
      await update(venue, venue.desk, await proven(venue, desk, { mode: 1 }));
    }));

  it("serves after its notice, and its number is no class of books", () =>
    undone(async () => {
      await router("add", [ROUTE, venue.moveVerifiers[0]]);
      await expectRevert(move({ version: 2 }), "VerifierRouterNotActive");
      await venue.chain.goTo((await venue.chain.now()) + NOTICE + 1n);
      await move({ version: 2 });
      await expectRevert(register(venue, venue.guardian, ROUTE), "SizingGateUnknownClass", [ROUTE]);
    }));
});

describe("a proof of a move is bound to its place", () => {
  const refuse = (sent: Move, proof: Move["proof"]): Promise<void> =>
    expectRevert(sendMove(venue, venue.desk, { ...sent, proof }), "Groth16VerifierInvalidProof");

  it("by chain, gate, account, nonce, classes, deadline and ciphertext", async () => {
    const sent = draftMove(desk);
    const home = await bindingOf(venue, desk);
    const [oldCommitment, newCommitment, from, to] = await moveInputs(venue, sent);
    const elsewhere: [string, Move, typeof home][] = [
      ["chain", sent, { ...home, chainId: 1 }],
      ["gate", sent, { ...home, gate: venue.vault }],
      ["account", { ...sent, account: maker }, home],
      ["nonce", sent, { ...home, nonce: home.nonce + 1n }],
      ["old class", sent, { ...home, from: 2 }],
      ["new class", { ...sent, to: 3 }, home],
      ["deadline", { ...sent, deadline: sent.deadline + 1n }, home],
      ["ciphertext", { ...sent, opening: opening(5, 2) }, home],
    ];
    for (const [name, other, binding] of elsewhere) {
      const call = packMove(other, binding);
      expect(call, name).not.toBe(packMove(sent, home));
      await refuse(sent, await prove(moveKeys, [oldCommitment, newCommitment, from, to, call]));
    }
  });

  it("by the other inputs: commitments, and the domains that the gate itself knows", async () => {
    const sent = draftMove(desk);
    const inputs = await moveInputs(venue, sent);
    const wrong: Inputs[] = [
      inputs.with(0, inputs[0] + 1n) as unknown as Inputs,
      inputs.with(1, inputs[1] + 1n) as unknown as Inputs,
      inputs.with(2, inputs[3]) as unknown as Inputs,
      inputs.with(3, bookDomain("fund-64")) as unknown as Inputs,
    ];
    for (const each of wrong) await refuse(sent, await prove(moveKeys, each));
    expect(await venue.get("SizingGate", venue.gate, "moveCallOf", [sent])).toBe(inputs[4]);
  });

  it("to one use, and to its nonce: an update or a flat exit in between voids it", () =>
    undone(async () => {
      const late = await moved();
      await undone(async () => {
        await update(venue, venue.desk, await proven(venue, desk));
        for (const [, form] of variants(late.proof, moveKeys.vkey)) await refuse(late, form);
      });
      await sendMove(venue, venue.desk, late);
      const again = sendMove(venue, venue.desk, { ...late, to: 2 });
      await expectRevert(again, "VerifierRouterUnknownVersion", [131_074, 1]);
    }));

  it("as an update's proof it is worth nothing, nor an update's as a move's, even under one key", () =>
    undone(async () => {
      // A venue that wires one verifier to both: the gate's own calls keep the two apart.
      await router("add", [1, venue.moveVerifiers[0]]);
      await venue.chain.goTo((await venue.chain.now()) + NOTICE + 1n);
      await venue.publish(((await venue.chain.now()) - venue.start) / 3_600n);
      const sent = await moved();
      const change: Change = { ...(await draft(venue, desk)), version: 2, newCommitment: sent.newCommitment };
      const asUpdate = { ...change, proof: sent.proof };
      await expectRevert(update(venue, venue.desk, asUpdate), "Groth16VerifierInvalidProof");
      const proof = await prove(moveKeys, await inputsOf(venue, change));
      await refuse({ ...sent, newCommitment: change.newCommitment }, proof);
      await update(venue, venue.desk, { ...change, proof });
    }));

  it("by a verifier that answers, and with nothing else than its selector", () =>
    venue.chain.undone(async () => {
      const move = await provenMove(venue, desk, moveKeys);
      const verifier = await venue.get<Address>("VerifierRouter", venue.router, "verifierFor", [ROUTE, 1, 0]);
      // Answers every call with a word of zeros.
      await venue.chain.request("hardhat_setCode", [verifier, "0x60205ff3"]);
      await expectRevert(sendMove(venue, venue.desk, move), "SizingGateNoAnswer", [verifier]);
    }));

  it("under another key it is refused", async () => {
    const sent = draftMove(desk);
    const proof = await prove(venue.keys, await moveInputs(venue, sent));
    await refuse(sent, proof);
  });
});

describe("consent", () => {
  it("is the account's own call or its signature of this move", () =>
    undone(async () => {
      const sent = await moved();
      await expectRevert(sendMove(venue, venue.maker, sent), "SizingGateNoConsent");
      const authorization = await moveConsent(venue, venue.desk, sent);
      const other = { ...sent, newCommitment: sent.newCommitment + 1n, authorization };
      await expectRevert(sendMove(venue, venue.maker, other), "SizingGateNoConsent");
      const foreign = { ...sent, authorization: await moveConsent(venue, venue.maker, sent) };
      await expectRevert(sendMove(venue, venue.maker, foreign), "SizingGateNoConsent");
      await sendMove(venue, venue.maker, { ...sent, authorization });
    }));

  it("for an update is none for a move", async () => {
    const sent = await moved();
    const [, newCommitment, , , call] = await moveInputs(venue, sent);
    const { nonce } = await bindingOf(venue, desk);
    const digest = await venue.get("SizingGate", venue.gate, "consentDigest", [desk, nonce, newCommitment, 0n, call]);
    const own = await venue.get("SizingGate", venue.gate, "moveConsentDigest", [desk, nonce, 2, newCommitment, call]);
    expect(own).not.toBe(digest);
    const change = await draft(venue, desk, { newCommitment });
    const authorization = await consent(venue, venue.desk, change);
    await expectRevert(sendMove(venue, venue.maker, { ...sent, authorization }), "SizingGateNoConsent");
  });

  it("to a trade is void once the account has moved", () =>
    undone(async () => {
      const [first, second] = await trade(venue);
      await sendMove(venue, venue.maker, await provenMove(venue, maker, moveKeys));
      await expectRevert(updatePair(venue, venue.desk, first, second), "SizingGateWrongOpeningLength", [
        BigInt(OPENING_BYTES[2]),
        BigInt(OPENING_BYTES[1]),
      ]);
      const longer = { ...second, opening: opening(3, 2) };
      await expectRevert(updatePair(venue, venue.desk, first, longer), "SizingGateNoConsent");
    }));
});

describe("an empty account", () => {
  it("registers in another class without a proof; its nonce moves on, its limits and counts stay", () =>
    undone(async () => {
      await gate("setTradeLimit", [maker, 9]);
      await updatePair(venue, venue.desk, ...(await trade(venue)));
      const { domain, emptySlotsHash } = bookClasses["desk-8"];
      const flat = P5(domain, emptySlotsHash, 0n, 0n, 5n);
      await update(venue, venue.maker, await proven(venue, maker, { newCommitment: flat }));
      await expectRevert(register(venue, venue.maker, 2), "SizingGateAlreadyRegistered", [maker]);
      await gate("flatExit", [0n, 5n], venue.maker);
      const before = await accountOf(venue, maker);
      await expectRevert(register(venue, venue.maker, 1), "SizingGateAlreadyRegistered", [maker]);
      const early = await proven(venue, maker);
      await register(venue, venue.maker, 2);
      const after = await accountOf(venue, maker);
      const commitment = bookClasses["desk-16"].emptyCommitment;
      expect(after).toEqual({ ...before, class: 2, commitment, nonce: before.nonce + 1n });
      expect([after.tradeLimit, after.tradeCount]).toEqual([9, 1]);
      expect((await health(maker)).state).toBe(1);
      await expectRevert(
        update(venue, venue.maker, { ...early, opening: opening(4, 2) }),
        "Groth16VerifierInvalidProof",
      );
      await update(venue, venue.maker, await proven(venue, maker));
      expect((await health(maker)).state).toBe(2);
    }));
});
