import { describe, expect, it } from "vitest";
import { modulo } from "../../../model/integers.ts";
import { firstFail, firstPass, type Progression } from "../../../model/largest/progression.ts";
import { passes, TOOTH } from "../../../model/largest/sample.ts";
import { type SeededRandom, seededRandom } from "../../support/seeded-random.ts";

/** Conditions like the real ones: two parabolas and one line with teeth. */
function artificial(random: SeededRandom): Progression {
  const near = (): bigint => random.bigint(-3n, 3n);
  const [a, b] = [near(), random.bigint(-400n, 400n)];
  const [c, top] = [random.bigint(-1_000n, 60_000n), random.bigint(-50n, 40_000n)];
  const [slope, line] = [near(), random.bigint(-500n, 14_000n)];
  const [netting, phase] = [random.pick([0n, 1n, 2n, 77n, 2_500n, 9_999n]), random.bigint(0n, 9_999n)];
  return {
    last: random.bigint(0n, 400n),
    sample: (y) => {
      const loose = line + slope * y;
      const plain = [(a * y + b) * y + c, top - y * y];
      return { slacks: [...plain, loose - modulo(netting * y + phase, TOOTH)], loose: [...plain, loose], toothed: 1 };
    },
  };
}

function scan({ last, sample }: Progression, wanted: boolean, most: bigint): bigint | undefined {
  for (let y = 0n; y <= last && y <= most; y++) if (passes(sample(y)) === wanted) return y;
  return undefined;
}

describe("progression", () => {
  it("finds the first failing and the first passing point, teeth included", () => {
    let found = 0;
    for (let seed = 0; seed < 1500; seed++) {
      const random = seededRandom(`progression/${seed}`);
      const progression = artificial(random);
      const most = random.bigint(0n, 400n);
      const fail = scan(progression, false, most);
      expect(firstFail(progression, most), `fail, seed ${seed}`).toBe(fail);
      const pass = scan(progression, true, most);
      expect(firstPass(progression, most), `pass, seed ${seed}`).toBe(pass);
      if (fail !== undefined && fail > 0n && pass === 0n) found++;
    }
    expect(found).toBeGreaterThan(200);
  });
});
