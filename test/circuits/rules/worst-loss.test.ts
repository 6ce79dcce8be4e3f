import { describe, expect, test } from "vitest";
import { pow2, times } from "../../../model/integers.ts";
import {
  claim,
  extreme,
  LIFT,
  losing,
  losses,
  packedTotalSpec,
  pickSpec,
  selectedLossSpec,
  WORST_LOSS,
  worstLossSpec,
} from "../specs/rules/worst-loss.ts";
import { fiveWays } from "../support/five-ways.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(worstLossSpec);

describe("an understated loss", () => {
  const naive = { file: "lib/range/windows.circom", from: "bits[i] = Bits(BITS);", to: "bits[i] = Bits(WINDOW());" };

  test("is refused in every scenario, by one and by all of it", async () => {
    const lab = await openTemplate(WORST_LOSS);
    for (let s = 0; s < 32; s++) {
      expect(lab.run(claim(losing(s), 0n)).accepted, `scenario ${s}`).toBe(true);
      for (const off of [-1n, -15n])
        expect(lab.run(claim(losing(s), off)).accepted, `scenario ${s} by ${off}`).toBe(false);
    }
  });

  test("would be accepted with windows of the full 84 bits wherever there is a window to borrow from", async () => {
    const canary = await openTemplate(WORST_LOSS, naive);
    const accepted = times(32, (s) => canary.run(claim(losing(s), -15n)).accepted);
    expect(accepted).toEqual(times(32, (s) => s % 3 !== 2));
  });
});

await fiveWays(selectedLossSpec);
await fiveWays(packedTotalSpec);
await fiveWays(pickSpec);

test("the lift of a loss is the largest total there can be", () => {
  expect(losses(extreme)).toBeLessThan(LIFT);
  expect(losses(extreme)).toBeGreaterThan(LIFT - pow2(48));
});
