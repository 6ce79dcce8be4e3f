import { packMoveCall } from "../../../../model/call.ts";
import { toField } from "../../../../model/field.ts";
import { pow2 } from "../../../../model/integers.ts";
import { raw } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";

export const TEMPLATE = { source: "objects/move-call", call: "AssertMoveCall()", inputs: { call: raw(252) } };
const MARK = 3n * pow2(180);
const isMove = (call: bigint): boolean => toField(call) >= MARK && toField(call) < MARK + pow2(180);

export const assertMoveCallSpec = spec({
  ...TEMPLATE,
  model: ({ call }) => (isMove(call) ? {} : undefined),
  bases: [{ call: packMoveCall(123_456_789n) }],
  cases: [MARK, MARK - 1n, MARK + pow2(180) - 1n, MARK + pow2(180), MARK + pow2(182), 0n, -1n].map((call) => ({
    call,
  })),
});
