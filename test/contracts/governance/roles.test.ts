/** Every function that changes something, called by every role: `roles.ts` says what each gets, and how to add to it. */
import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as generated from "../../../contracts/generated/abi.ts";
import { accountOf, proven, trade, update, updatePair } from "../support/changes.ts";
import { expectRevert, revertOf } from "../support/reverts.ts";
import { closeProver } from "../support/toy-prover.ts";
import { abiOf } from "../support/venue.ts";
import { addressesOf, type Entry, TABLE } from "./roles.ts";
import { FLAT, newScene, owned, ROLES, type Role, type Scene, sendAs } from "./scene.ts";

/** ABIs of what others bring: interfaces of a verifier, a feed, a listener. */
const NOT_OURS = new Set(["groth16VerifierAbi", "marketVerifierAbi", "aggregatorV3Abi", "updateListenerAbi"]);

const ENTRIES = Object.entries(TABLE).flatMap(([contract, functions]) =>
  Object.entries(functions).map(([fn, entry]) => [contract, fn, entry] as const),
);

let scene: Scene;

beforeAll(async () => {
  scene = await newScene();
});
afterAll(async () => {
  await scene.venue.chain.close();
  await closeProver();
});

const callOf = (contract: string, fn: string, entry: Entry) => ({
  ...{ contract, fn, address: addressesOf(scene)[contract] as Address },
  args: entry.args?.(scene) ?? [],
});

const refusalOf = (entry: Entry, role: Role): string | undefined => {
  if (entry.but?.[role] !== undefined) return entry.but[role];
  return entry.may === "anyone" || entry.may.includes(role) ? entry.after : entry.else;
};

const outcome = async (contract: string, fn: string, entry: Entry, role: Role): Promise<string | undefined> => {
  const { address, args } = callOf(contract, fn, entry);
  const request = { abi: abiOf(contract), address, functionName: fn, args: [...args], account: scene.of[role] };
  const call = scene.venue.chain.read.simulateContract(request);
  return call.then(
    () => undefined,
    async () => (await revertOf(call)).name,
  );
};

const changing = (contract: string): string[] =>
  abiOf(contract).flatMap((item) =>
    item.type === "function" && item.stateMutability !== "view" && item.stateMutability !== "pure" ? [item.name] : [],
  );

describe("the table", () => {
  it("has every contract and every function that changes something, and no other", () => {
    const ours = Object.keys(generated).filter((name) => name.endsWith("Abi") && !NOT_OURS.has(name));
    const names = ours.map((name) => name.charAt(0).toUpperCase() + name.slice(1, -3));
    expect(Object.keys(TABLE).sort()).toEqual([...names, "TimelockController"].sort());
    for (const [contract, functions] of Object.entries(TABLE))
      expect([contract, Object.keys(functions).sort()]).toEqual([contract, [...new Set(changing(contract))].sort()]);
  });

  it.each(ENTRIES)("%s.%s", async (contract, fn, entry) => {
    for (const role of ROLES)
      expect([role, await outcome(contract, fn, entry, role)]).toEqual([role, refusalOf(entry, role)]);
  });
});

/** What no office may change: tokens of the vault, claims, an account's commitment and its way out. */
async function untouched(): Promise<readonly unknown[]> {
  const { venue, of } = scene;
  const held = [venue.cash, ...venue.tokens].map((token) => venue.get("OddToken", token, "balanceOf", [venue.vault]));
  const claims = ROLES.flatMap((role) =>
    [0n, 1n, 2n].map((asset) => venue.get("CollateralVault", venue.vault, "claimable", [of[role], asset])),
  );
  const { commitment, collateral, nonce } = await accountOf(venue, of.account);
  return [...(await Promise.all([...held, ...claims])), commitment, collateral, nonce];
}

const mayOf = (entry: Entry): readonly Role[] =>
  entry.may === "anyone" ? ["nobody"] : entry.may.filter((role) => role !== "account");

const exits = () =>
  sendAs(scene.venue, scene.of.account, {
    ...{ contract: "SizingGate", address: scene.venue.gate, fn: "flatExit" },
    args: [FLAT.cash, FLAT.salt],
  });

describe("no office, by anything it may do,", () => {
  it("takes a token, forges a commitment or blocks a flat exit", async () => {
    const before = await untouched();
    for (const [contract, fn, entry] of ENTRIES.filter(([, , { after }]) => after === undefined))
      for (const role of mayOf(entry))
        await scene.venue.chain.undone(async () => {
          await sendAs(scene.venue, scene.of[role], callOf(contract, fn, entry));
          expect([contract, fn, role, await untouched()]).toEqual([contract, fn, role, before]);
          await exits();
        });
  });

  it("does so by all of it together, nor do keys that are burnt", () =>
    scene.venue.chain.undone(async () => {
      const before = await untouched();
      const last = ["renounceOwnership", "acceptOwnership", "updateDelay"];
      for (const [contract, fn, entry] of ENTRIES)
        for (const role of entry.after === undefined && !last.includes(fn) ? mayOf(entry) : [])
          await sendAs(scene.venue, scene.of[role], callOf(contract, fn, entry)).catch(() => undefined);
      for (const [contract, address] of owned(scene.venue))
        await sendAs(scene.venue, scene.of.owner, { contract, address, fn: "renounceOwnership", args: [] });
      expect(await untouched()).toEqual(before);
      await exits();
      const claim = { contract: "CollateralVault", address: scene.venue.vault, fn: "withdraw" };
      for (const [asset, amount] of [
        [0n, FLAT.cash],
        [1n, 5n],
      ])
        await sendAs(scene.venue, scene.of.account, { ...claim, args: [asset, amount] });
    }));
});

describe("a version that guardian and owner stopped", () => {
  it("still lets its accounts reduce and maintain, while they cannot grow", () =>
    scene.venue.chain.undone(async () => {
      const { venue, of } = scene;
      const stop = { contract: "VerifierRouter", address: venue.router, fn: "stop", args: [1, 1] };
      await sendAs(venue, of.guardian, stop);
      await sendAs(venue, of.owner, stop);
      const growth = async () => updatePair(venue, venue.desk, ...(await trade(venue)));
      await expectRevert(growth(), "VerifierRouterStopped");
      await updatePair(venue, venue.desk, ...(await trade(venue, { mode: 1 })));
      await update(venue, venue.desk, await proven(venue, of.account, { mode: 2 }));
    }));
});
