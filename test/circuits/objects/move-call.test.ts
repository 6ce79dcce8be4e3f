import { expect, test } from "vitest";
import { packCall, packMoveCall } from "../../../model/call.ts";
import { toField } from "../../../model/field.ts";
import { pow2 } from "../../../model/integers.ts";
import { fiveWays } from "../support/five-ways.ts";
import { raw } from "../support/signal-kinds.ts";
import { openTemplate } from "../support/template-lab.ts";

const TEMPLATE = { source: "objects/move-call", call: "AssertMoveCall()", inputs: { call: raw(252) } };
const MARK = 3n * pow2(180);
const isMove = (call: bigint): boolean => toField(call) >= MARK && toField(call) < MARK + pow2(180);

await fiveWays({
  ...TEMPLATE,
  model: ({ call }) => (isMove(call) ? {} : undefined),
  bases: [{ call: packMoveCall(123_456_789n) }],
  cases: [MARK, MARK - 1n, MARK + pow2(180) - 1n, MARK + pow2(180), MARK + pow2(182), 0n, -1n].map((call) => ({
    call,
  })),
});

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
