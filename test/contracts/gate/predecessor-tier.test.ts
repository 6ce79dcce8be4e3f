/** An alarm must bind at once: neither the predecessor's grace nor a sheet that is still missing may keep a calmer tier alive. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { consent, proven, register, trade, update, updatePair } from "../support/changes.ts";
import { expectRevert } from "../support/reverts.ts";
import { closeProver } from "../support/toy-prover.ts";
import { newVenue, type Venue } from "../support/venue.ts";

const OLD = { epoch: 1n };
let venue: Venue;

beforeAll(async () => {
  venue = await newVenue();
  for (const wallet of [venue.desk, venue.maker]) {
    await register(venue, wallet);
    await update(venue, wallet, await proven(venue, wallet.account.address, { flowAmount: 1_000n }));
  }
  await venue.publish(2n, 3);
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

describe("within the grace after a report that raised the tier", () => {
  it("the predecessor serves no trade in mode 0", async () => {
    const [first, second] = await trade(venue, OLD);
    await expect(updatePair(venue, venue.desk, first, second)).rejects.toThrow();
  });

  it("the predecessor serves no outflow and no refresh", async () => {
    const address = venue.desk.account.address;
    const outflow = await proven(venue, address, { ...OLD, flowOut: true, flowAmount: 1n });
    await expect(update(venue, venue.desk, outflow)).rejects.toThrow();
    await expect(update(venue, venue.desk, await proven(venue, address, OLD))).rejects.toThrow();
  });

  it("the latest epoch serves, and the predecessor still serves two reducers", () =>
    venue.chain.undone(async () => {
      const [first, second] = await trade(venue, { ...OLD, mode: 1 });
      await updatePair(venue, venue.desk, first, second);
      const refresh = await proven(venue, venue.maker.account.address);
      const authorization = await consent(venue, venue.maker, refresh);
      await update(venue, venue.desk, { ...refresh, authorization });
    }));
});

describe("a market that raised the tier before its sheet is signed", () => {
  it("leaves the latest epoch to reductions, at once", () =>
    venue.chain.undone(async () => {
      for (const epoch of [3n, 4n, 5n]) await venue.publish(epoch, 0);
      const [first, second] = await trade(venue);
      const reducers = await trade(venue, { mode: 1 });
      await venue.publishMarket({ epoch: 6n, tier: 1 });
      await expectRevert(updatePair(venue, venue.desk, first, second), "SizingGateStaleEpoch", [5n]);
      const refresh = await proven(venue, venue.desk.account.address);
      await expectRevert(update(venue, venue.desk, refresh), "SizingGateStaleEpoch", [5n]);
      await updatePair(venue, venue.desk, ...reducers);
    }));
});
