/**
 * Whatever owners, guardian, publishers and strangers call, of every state-changing function in the contracts' ABIs, with arguments
 * drawn from a seed: nothing that belongs to somebody else moves (P-04 of contracts/PROPERTIES.md).
 */
import { encodeFunctionData } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "../support/seeded-random.ts";
import { FLAT } from "./failure/attempts.ts";
import { workingVenue } from "./failure/scenes.ts";
import { holdingsOf } from "./properties/holdings.ts";
import { anyArguments, type EntryPoint, entryPoints } from "./support/any-arguments.ts";
import type { Wallet } from "./support/chain.ts";
import { closeProver } from "./support/toy-prover.ts";
import type { Venue } from "./support/venue.ts";

const SEED = process.env.BALLAST_SEED ?? "roles";
const DRAWS = Number(process.env.BALLAST_DRAWS ?? 6);

let venue: Venue;

beforeAll(async () => {
  venue = await workingVenue();
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

/** Sends a call as it is, without asking first whether it would pass; says whether it did. */
const sent = async (from: Wallet, { address, entry }: EntryPoint, args: readonly unknown[]): Promise<boolean> => {
  const data = encodeFunctionData({ abi: [entry], functionName: entry.name, args });
  const hash = await from.sendTransaction({ to: address, data, gas: 5_000_000n });
  return (await venue.chain.read.getTransactionReceipt({ hash })).status === "success";
};

const owners = () => [venue.desk.account.address, venue.maker.account.address];

describe(`nobody's money moves by (BALLAST_SEED=${SEED})`, () => {
  const roles: readonly (readonly [string, () => Wallet])[] = [
    ["the owner", () => venue.owner],
    ["the guardian", () => venue.guardian],
    ["a publisher", () => venue.publishers[0] as Wallet],
    ["a stranger", () => venue.chain.wallets[7] as Wallet],
  ];
  for (const [name, wallet] of roles) {
    it(name, () =>
      venue.chain.undone(async () => {
        const random = seededRandom(`${SEED}/${name}`);
        const caller = wallet();
        const known = [...owners(), venue.fund, venue.gate, venue.vault, venue.cash, caller.account.address];
        const holders = [...owners(), venue.fund];
        const before = await holdingsOf(venue, owners(), holders);
        let passed = 0;
        for (const point of entryPoints(venue)) {
          for (let draw = 0; draw < DRAWS; draw += 1) {
            const args = anyArguments(point.entry.inputs, random, known);
            if (await sent(caller, point, args)) passed += 1;
          }
        }
        const after = await holdingsOf(venue, owners(), holders);
        expect({ ...after, healths: null, accounts: withoutLimits(after.accounts) }).toEqual({
          ...before,
          healths: null,
          accounts: withoutLimits(before.accounts),
        });
        expect(passed).toBeGreaterThan(0);
        const exit = [FLAT.cash, FLAT.salt];
        await venue.write(venue.desk, "SizingGate", venue.gate, "flatExit", exit);
        await venue.write(venue.desk, "CollateralVault", venue.vault, "withdraw", [0, FLAT.cash]);
      }),
    );
  }
});

/** The owner may set an account's number of trades; that is nothing that the account holds. */
const withoutLimits = (accounts: ReadonlyMap<string, { tradeLimit: number }>) =>
  [...accounts].map(([account, view]) => [account, { ...view, tradeLimit: 0 }]);
