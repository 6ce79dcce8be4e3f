/** Vault and gate from one constructor, and the fund that follows: who may create it, of which code, and how often. */
import { type Address, concat, getAddress, getContractAddress, type Hex, keccak256, zeroAddress } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bookClasses } from "../../../contracts/generated/classes.ts";
import { FUND_TERMS } from "../../../integration/testing/local-venue-module.ts";
import { expectRevert } from "../support/reverts.ts";
import { deployArtifact, GUARDIAN_LIMIT, newVenue, testArtifact, type Venue } from "../support/venue.ts";

const code = (name: string): Hex => testArtifact(name).bytecode;
const NONE = { token: zeroAddress, lot: 0n };

let venue: Venue;

beforeAll(async () => {
  venue = await newVenue();
});
afterAll(() => venue.chain.close());

/** A pair beside the venue's own gate, with its registry and router. */
const newPair = (over: { readonly defaultFund?: Address; readonly vaultCode?: Hex } = {}): Promise<Address> => {
  const { poseidon, market, router, cash } = venue;
  const { defaultFund = zeroAddress, vaultCode = code("CollateralVault") } = over;
  const office = { nominee: zeroAddress, limit: GUARDIAN_LIMIT };
  const wiring = { poseidon, market, router, vault: zeroAddress, listener: zeroAddress, defaultFund };
  const plan = { codeHash: keccak256(code("DefaultFund")), key: zeroAddress, terms: FUND_TERMS };
  return deployArtifact(venue.chain, testArtifact("WiredPair"), [
    [vaultCode, code("SizingGate")],
    cash,
    [NONE, NONE, NONE, NONE],
    venue.owner.account.address,
    office,
    wiring,
    [bookClasses["desk-8"]],
    plan,
  ]);
};
const createFund = (pair: Address, fundCode = code("DefaultFund"), from = venue.maker) =>
  venue.write(from, "WiredPair", pair, "createFund", [fundCode]);
const partOf = (pair: Address, name: "VAULT" | "GATE" | "FUND") => venue.get<Address>("WiredPair", pair, name);
const codeAt = (address: Address) => venue.chain.read.getCode({ address });
/** How many contracts it has created, and one more: nonces of contracts start at 1. */
const nonceOf = (pair: Address) => venue.chain.read.getTransactionCount({ address: pair });

it("anyone creates the fund that the gate names, and a second time nothing happens", async () => {
  const pair = await newPair();
  const [vault, gate, fund] = [await partOf(pair, "VAULT"), await partOf(pair, "GATE"), await partOf(pair, "FUND")];
  const created = [1n, 2n, 3n].map((nonce) => getContractAddress({ from: pair, nonce }));
  expect([vault, gate, fund]).toEqual(created);
  expect(await venue.get("CollateralVault", vault, "gate")).toBe(gate);
  expect([await venue.get("SizingGate", gate, "VAULT"), await venue.get("SizingGate", gate, "DEFAULT_FUND")]).toEqual([
    ...[vault, fund],
  ]);
  expect(await codeAt(fund)).toBeUndefined();
  await createFund(pair);
  expect([await venue.get("DefaultFund", fund, "GATE"), await venue.get("DefaultFund", fund, "VAULT")]).toEqual([
    ...[gate, vault],
  ]);
  expect(await venue.get("DefaultFund", fund, "terms")).toEqual(FUND_TERMS);
  const [before, nonce] = [await codeAt(fund), await nonceOf(pair)];
  for (const again of [code("DefaultFund"), "0xfe"] as const) await createFund(pair, again);
  expect([await codeAt(fund), await nonceOf(pair)]).toEqual([before, nonce]);
});

it("nobody puts other code at the fund's address, be it the right one and a byte more", async () => {
  const pair = await newPair();
  const fund = await partOf(pair, "FUND");
  const right = keccak256(code("DefaultFund"));
  for (const other of [concat([code("DefaultFund"), "0x00"]), code("CollateralVault"), "0x"] as const)
    for (const from of [venue.maker, venue.owner])
      await expectRevert(createFund(pair, other, from), "WiredPairWrongCode", [right, keccak256(other)]);
  expect([await codeAt(fund), await nonceOf(pair)]).toEqual([undefined, 3]);
  await createFund(pair);
  expect(await codeAt(fund)).toBeDefined();
});

it("where the wiring names another fund none is created, of whatever code", async () => {
  const named = getAddress(`0x${"fa".repeat(20)}`);
  const pair = await newPair({ defaultFund: named });
  for (const given of [code("DefaultFund"), "0xfe"] as const) await createFund(pair, given);
  expect([await partOf(pair, "FUND"), await nonceOf(pair)]).toEqual([named, 3]);
  for (const address of [named, getContractAddress({ from: pair, nonce: 3n })])
    expect(await codeAt(address)).toBeUndefined();
});

it("a creation that fails without a word is said by its number", async () => {
  await expectRevert(newPair({ vaultCode: "0xfe" }), "WiredPairCreationFailed", [1n]);
});
