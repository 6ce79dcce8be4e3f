import { expect, test } from "vitest";
import { BALLAST_SEED } from "../seed.ts";
import { circuitMutants } from "./campaign.ts";
import { judgeCompiled } from "./compiled.ts";

const FILE = "statements/class-move.circom";
const SLIPS = [
  { source: "c01_old.cash <== cash;", becomes: "<--", killer: "uniqueness" },
  { source: "toDomain === TO_DOMAIN;", becomes: "", killer: "model" },
  {
    source: "for (var e = 0; e < FROM; e++) { c02_new.element[e] <== element[e]; }",
    becomes: "FROM - 1",
    killer: "compiler",
  },
] as const;

test("a compiled slip of a statement is noticed by the compiler, by an input, or by what is not unique any more", async () => {
  const mutants = SLIPS.flatMap(({ source, becomes }) =>
    circuitMutants().filter((one) => one.file === FILE && one.source === source && one.becomes === becomes),
  );
  const killers = await judgeCompiled(FILE, mutants, BALLAST_SEED);
  expect(mutants.map((mutant) => killers.get(mutant))).toEqual(SLIPS.map(({ killer }) => killer));
});
