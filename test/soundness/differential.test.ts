import { expect, test } from "vitest";
import { seededRandom } from "../support/seeded-random.ts";
import { LIBRARY } from "./deletion/library.ts";
import { MODELS } from "./differential/models.ts";
import { compareStatement, STATEMENTS } from "./differential/statement.ts";
import { compareTemplate } from "./differential/template.ts";
import { BALLAST_SEED } from "./seed.ts";

/** Templates of the slice; their own tests in `test/circuits` compare all of them with the model. */
const SLICE = 10;
const random = seededRandom(`differential/${BALLAST_SEED}`);
const slice = LIBRARY.map((one) => ({ one, order: random.integer(0, 2 ** 30) }))
  .sort((a, b) => a.order - b.order)
  .slice(0, SLICE)
  .map(({ one }) => one);

test.each(slice)(`$call agrees with the model (seed ${BALLAST_SEED})`, async (one) => {
  const { disagreements } = await compareTemplate(one, BALLAST_SEED, one.source.startsWith("lib/range/") ? 300 : 25);
  expect(disagreements).toEqual([]);
});

test("every template of the library has a model", () => {
  const names = LIBRARY.map(({ call }) => call.slice(0, call.indexOf("(")));
  expect(Object.keys(MODELS).sort()).toEqual([...new Set(names)].sort());
});

test.each(STATEMENTS)(`%s agrees with the model on a few cases (seed ${BALLAST_SEED})`, async (name) => {
  const { disagreements, vectors } = await compareStatement(name, BALLAST_SEED, 12);
  expect([vectors, disagreements]).toEqual([12, []]);
});

test("a wrong model disagrees, so disagreement can be seen", async () => {
  const gate = LIBRARY.find(({ call }) => call === "Gate()") ?? expect.fail();
  const always = { Gate: MODELS.Neg ?? expect.fail() };
  expect((await compareTemplate(gate, BALLAST_SEED, 50, { models: always })).disagreements).not.toEqual([]);
});
