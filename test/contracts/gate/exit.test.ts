import { type Address, encodeFunctionData, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import { flatBook } from "../support/books.ts";
import { accountOf, type Change, consent, draft, proven, register, update } from "../support/changes.ts";
import { expectRevert } from "../support/reverts.ts";
import { closeProver } from "../support/toy-prover.ts";
import { deployArtifact, newVenue, testArtifact, type Venue } from "../support/venue.ts";

let venue: Venue;
let desk: Address;

beforeAll(async () => {
  venue = await newVenue();
  desk = venue.desk.account.address;
  await register(venue, venue.desk);
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

const send = async (over: Partial<Change> = {}) => update(venue, venue.desk, await proven(venue, desk, over));
const exit = (cash: bigint, salt: bigint) =>
  venue.write(venue.desk, "SizingGate", venue.gate, "flatExit", [cash, salt]);
const claim = (asset: number): Promise<bigint> => venue.get("CollateralVault", venue.vault, "claimable", [desk, asset]);
const withdraw = (asset: number, amount: bigint) =>
  venue.write(venue.desk, "CollateralVault", venue.vault, "withdraw", [asset, amount]);

const SALT = 2n ** 248n - 1n;

/** Deposits cash and collateral so that the account holds this flat book. */
const holdFlat = async (cash: bigint): Promise<void> => {
  await send({ flowAmount: 1_000n });
  await send({ flowAsset: 1, flowAmount: 3n });
  await send({ flowAsset: 2, flowAmount: 4n, newCommitment: flatBook(cash, [3n, 4n], SALT) });
};

describe("a flat exit", () => {
  it("credits cash and collateral, and leaves the constant commitment with the next nonce", () =>
    venue.chain.undone(async () => {
      const empty = (await accountOf(venue, desk)).commitment;
      await holdFlat(900n);
      await exit(900n, SALT);
      expect([await claim(0), await claim(1), await claim(2)]).toEqual([900n, 3n, 4n]);
      const after = await accountOf(venue, desk);
      expect([after.commitment, after.nonce, after.collateral]).toEqual([empty, 4n, 0n]);
      await withdraw(0, 900n);
      await withdraw(1, 3n);
      await expectRevert(exit(900n, SALT), "SizingGateNothingToExit", [desk]);
      await send({ flowAmount: 5n });
    }));

  it("takes cash in when the book owes it", () =>
    venue.chain.undone(async () => {
      await holdFlat(-700n);
      await exit(-700n, SALT);
      expect([await claim(0), await claim(1), await claim(2)]).toEqual([0n, 3n, 4n]);
      expect(await venue.get("CollateralVault", venue.vault, "held", [0])).toBe(1_700n);
    }));

  it("accepts the largest amounts and no larger", () =>
    venue.chain.undone(async () => {
      const largest = 2n ** 84n - 1n;
      await holdFlat(-largest);
      await expectRevert(exit(-(2n ** 84n), SALT), "SizingGateCashOutOfRange", [-(2n ** 84n)]);
      await expectRevert(exit(2n ** 84n, SALT), "SizingGateCashOutOfRange", [2n ** 84n]);
      await expectRevert(exit(-largest, SALT + 1n), "SizingGateSaltOutOfRange", [SALT + 1n]);
      await exit(-largest, SALT);
    }));

  it("is refused unless the opening is exact", () =>
    venue.chain.undone(async () => {
      await holdFlat(900n);
      const held = flatBook(900n, [3n, 4n], SALT);
      await expectRevert(exit(901n, SALT), "SizingGateNotFlat", [held, flatBook(901n, [3n, 4n], SALT)]);
      const most = 2n ** 84n - 1n;
      await expectRevert(exit(most, SALT), "SizingGateNotFlat", [held, flatBook(most, [3n, 4n], SALT)]);
      await expectRevert(exit(-900n, SALT), "SizingGateNotFlat");
      await expectRevert(exit(900n, SALT - 1n), "SizingGateNotFlat");
      await send();
      await expectRevert(exit(900n, SALT), "SizingGateNotFlat");
      const stranger = venue.write(venue.maker, "SizingGate", venue.gate, "flatExit", [900n, SALT]);
      await expectRevert(stranger, "SizingGateNotRegistered", [venue.maker.account.address]);
    }));

  it("kills proofs and consents made before it", () =>
    venue.chain.undone(async () => {
      const early = await proven(venue, desk);
      await holdFlat(0n);
      await exit(0n, SALT);
      await expectRevert(update(venue, venue.desk, early), "Groth16VerifierInvalidProof");
    }));

  it("needs no verifier, router, oracle, policy, guardian or owner", () =>
    venue.chain.undone(async () => {
      await holdFlat(900n);
      const failing = testArtifact("Failing").deployedBytecode;
      for (const address of [venue.market, venue.router, venue.policies, ...venue.verifiers]) {
        await venue.chain.request("hardhat_setCode", [address, failing]);
      }
      await venue.write(venue.guardian, "SizingGate", venue.gate, "pause", []);
      await venue.write(venue.owner, "SizingGate", venue.gate, "renounceOwnership", []);
      const change = await draft(venue, desk, { epoch: 1n });
      await expect(update(venue, venue.desk, change)).rejects.toThrow();
      await exit(900n, SALT);
      await withdraw(0, 900n);
      await withdraw(1, 3n);
      await withdraw(2, 4n);
    }));

  it("pays the other assets when one token is frozen", () =>
    venue.chain.undone(async () => {
      await holdFlat(900n);
      await venue.write(venue.owner, "OddToken", venue.tokens[0], "setBlocked", [desk, true]);
      await exit(900n, SALT);
      await expectRevert(withdraw(1, 3n), "OddTokenBlocked");
      await withdraw(0, 900n);
      await withdraw(2, 4n);
      await venue.write(venue.owner, "OddToken", venue.tokens[0], "setBlocked", [desk, false]);
      await withdraw(1, 3n);
    }));

  it("works for a defaulted book: cash is paid, seized collateral stays with the fund", () =>
    venue.chain.undone(async () => {
      await holdFlat(900n);
      for (let epoch = 2n; epoch <= 11n; epoch += 1n) await venue.publish(epoch);
      await venue.chain.undone(async () => {
        await exit(900n, SALT);
        expect([await claim(0), await claim(1)]).toEqual([900n, 3n]);
      });
      await venue.write(venue.owner, "SizingGate", venue.gate, "markDefault", [desk]);
      await exit(900n, SALT);
      expect([await claim(0), await claim(1), await claim(2)]).toEqual([900n, 0n, 0n]);
      await send({ flowAmount: 5n });
    }));

  it("credits cash that others still owe, payable when it is there", () =>
    venue.chain.undone(async () => {
      await holdFlat(1_500n);
      await exit(1_500n, SALT);
      await expectRevert(withdraw(0, 1_500n), "CollateralVaultShort", [0n, 1_000n, 1_500n]);
      await withdraw(0, 1_000n);
      await register(venue, venue.maker);
      await update(venue, venue.maker, await proven(venue, venue.maker.account.address, { flowAmount: 500n }));
      await withdraw(0, 500n);
    }));
});

describe("an account that is a contract", () => {
  it("consents by EIP-1271 and leaves by its own call", () =>
    venue.chain.undone(async () => {
      const wallet = await deployArtifact(venue.chain, testArtifact("ContractWallet"), [desk]);
      const call = (data: Hex) => venue.write(venue.maker, "ContractWallet", wallet, "execute", [venue.gate, data]);
      await call(encodeFunctionData({ abi: sizingGateAbi, functionName: "register", args: [1] }));
      const change = await proven(venue, wallet, { newCommitment: flatBook(0n, [], 5n) });
      const wrong = { ...change, authorization: await consent(venue, venue.maker, change) };
      await expectRevert(update(venue, venue.owner, wrong), "SizingGateNoConsent");
      await update(venue, venue.owner, { ...change, authorization: await consent(venue, venue.desk, change) });
      await call(encodeFunctionData({ abi: sizingGateAbi, functionName: "flatExit", args: [0n, 5n] }));
      expect((await accountOf(venue, wallet)).nonce).toBe(2n);
    }));
});
