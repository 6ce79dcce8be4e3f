/** What the relay says and answers: of which gate, how much gas an item lacks, and nothing of what an accepted change returned. */
import { type Address, encodeFunctionData, getAddress, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batchRelayAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import { draft } from "./support/changes.ts";
import { mandateVenue } from "./support/mandates.ts";
import { expectRevert, revertOf } from "./support/reverts.ts";
import { said } from "./support/said.ts";
import { deployArtifact, testArtifact, type Venue } from "./support/venue.ts";

/** The precompile that returns what it is given. */
const ECHO: Address = "0x0000000000000000000000000000000000000004";
const GAS = 600_000n;

let venue: Venue;
let relay: Address;
let data: Hex;

beforeAll(async () => {
  ({ venue } = await mandateVenue());
  relay = await deployArtifact(venue.chain, testArtifact("BatchRelay"), []);
  const change = await draft(venue, venue.desk.account.address);
  data = encodeFunctionData({ abi: sizingGateAbi, functionName: "update", args: [change as never] });
});
afterAll(() => venue.chain.close());

/** The outcomes of a batch for somebody who calls and sends nothing. */
const relayed = async (gate: Address, items: readonly { gas: bigint; data: Hex }[], gas?: bigint) => {
  const call = { address: relay, abi: batchRelayAbi, functionName: "relay", args: [gate, items], gas } as const;
  return (await venue.chain.read.simulateContract({ account: venue.guardian.account, ...call })).result;
};

describe("the relay", () => {
  it("says which gate took or refused an item", async () => {
    const send = (gate: Address) =>
      venue.write(venue.guardian, "BatchRelay", relay, "relay", [gate, [{ gas: GAS, data }]]);
    expect(said("BatchRelay", relay, await send(ECHO))).toEqual([["Accepted", ECHO, 0n]]);
    const [refused] = said("BatchRelay", relay, await send(venue.gate));
    expect(refused?.slice(0, 3)).toEqual(["Refused", getAddress(venue.gate), 0n]);
  });

  it("answers an accepted item with no reason, whatever the gate returned", async () => {
    expect(await relayed(ECHO, [{ gas: GAS, data }])).toEqual([{ accepted: true, reason: "0x" }]);
  });

  it("asks for an item's gas, a 63rd of it, 20,000 and a unit for each of its bytes, and says what is there", async () => {
    const item = { gas: 945_063n, data };
    const needed = item.gas + 15_001n + 20_000n + BigInt(data.length / 2 - 1);
    const items = [{ gas: GAS, data }, item];
    const { name, args } = await revertOf(relayed(ECHO, [item], needed));
    expect([name, ...args.slice(0, 2)]).toEqual(["BatchRelayGasTooLow", 0n, needed]);
    expect(args[2]).toBeGreaterThan(needed - 300_000n);
    expect(args[2]).toBeLessThan(needed);
    const second = await revertOf(relayed(ECHO, items, needed));
    expect([second.name, second.args[0]]).toEqual(["BatchRelayGasTooLow", 1n]);
  });

  it("takes three bytes for no change", async () => {
    const short = relayed(ECHO, [{ gas: GAS, data: data.slice(0, 8) as Hex }]);
    await expectRevert(short, "BatchRelayNotAChange", [0n, "0x00000000"]);
  });
});
