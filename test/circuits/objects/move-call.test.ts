import { expect, test } from "vitest";
import { packCall } from "../../../model/call.ts";
import { pow2 } from "../../../model/integers.ts";
import { assertMoveCallSpec, TEMPLATE } from "../specs/objects/move-call.ts";
import { fiveWays } from "../support/five-ways.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(assertMoveCallSpec);

test("no update's call is a move's", async () => {
  const lab = await openTemplate(TEMPLATE);
  for (const mode of [0, 1, 2] as const) {
    for (const context of [0n, pow2(180) - 1n]) {
      const flow = { asset: 3, amount: -(pow2(64) - 1n) } as const;
      for (const call of [
        packCall({ context, mode, side: 1, flow }),
        packCall({ context, mode, side: 0, flow: undefined }),
      ])
        expect(lab.run({ call }).accepted).toBe(false);
    }
  }
});
