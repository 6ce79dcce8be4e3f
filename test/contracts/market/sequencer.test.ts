/** On an L2 nothing is read while the sequencer is down, nor for a while after. */
import { afterAll, beforeAll, describe, it } from "vitest";
import { FAULTS, type MarketStage, newMarketStage, roundId } from "../support/market-stage.ts";
import { expectRevert } from "../support/reverts.ts";
import { testArtifact } from "../support/venue.ts";

const GRACE = 300n;
let stage: MarketStage;

beforeAll(async () => {
  stage = await newMarketStage({ sequencerGrace: GRACE });
});
afterAll(() => stage.chain.close());

/** The uptime feed says since when the sequencer is up (0) or down (1). */
const says = (answer: bigint, since: bigint) => script("push", [roundId(2n), answer, since]);
const script = async (functionName: string, args: readonly unknown[]): Promise<void> => {
  const { abi } = testArtifact("ScriptedFeed");
  await stage.sender.writeContract({ address: stage.sequencer, abi, functionName, args: [...args] });
};

const refused = async (error: string, args: readonly unknown[]): Promise<void> => {
  await expectRevert(stage.write("poke"), error, args);
  await expectRevert(stage.publish({ epoch: 1n }), error, args);
};

describe("publishing and poking", () => {
  it("go on while the sequencer has been up for the grace", () =>
    stage.chain.undone(async () => {
      await stage.write("poke");
      await stage.publish({ epoch: 1n, hints: await stage.begin(1n) });
    }));

  it("stop while it is down, and for the grace after it came back", () =>
    stage.chain.undone(async () => {
      const hints = await stage.begin(1n);
      const since = await stage.chain.now();
      await says(1n, since);
      await refused("MarketRegistrySequencerDown", [since]);
      const back = since + 600n;
      await stage.chain.goTo(back);
      await says(0n, back);
      await refused("MarketRegistrySequencerInGrace", [back + GRACE]);
      await stage.chain.goTo(back + GRACE - 2n);
      await refused("MarketRegistrySequencerInGrace", [back + GRACE]);
      await stage.chain.goTo(back + GRACE);
      await stage.write("poke");
      await stage.publish({ epoch: 1n, hints });
    }));

  it("stop while nobody can say", () =>
    stage.chain.undone(async () => {
      await stage.begin(1n);
      for (const fault of FAULTS.slice(1)) {
        await script("setFaults", [FAULTS.indexOf(fault), 0]);
        await refused("MarketRegistrySequencerUnknown", []);
      }
      await script("setFaults", [0, 0]);
      const now = await stage.chain.now();
      await script("setRound", [roundId(1n), 0n, 0n, now, roundId(1n)]);
      await refused("MarketRegistrySequencerUnknown", []);
      await script("setRound", [roundId(1n), 0n, now + 10_000n, now, roundId(1n)]);
      await refused("MarketRegistrySequencerUnknown", []);
    }));
});
