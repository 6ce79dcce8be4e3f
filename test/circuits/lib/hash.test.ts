import { describe, expect, test } from "vitest";
import { domain } from "../../../model/domains.ts";
import { toField } from "../../../model/field.ts";
import { times } from "../../../model/integers.ts";
import { H, P5 } from "../../../model/poseidon.ts";
import { fiveWays } from "../support/five-ways.ts";
import { fields } from "../support/signal-kinds.ts";
import { openTemplate, out } from "../support/template-lab.ts";

const source = "lib/hash";
const DOMAIN = domain("ballast/test/1");

for (const length of [1, 4, 16, 17, 45]) {
  await fiveWays({
    source,
    call: `Sponge(${DOMAIN}, ${length})`,
    inputs: { in: fields(length) },
    outputs: { out: out() },
    model: (input) => ({ out: H(DOMAIN, input.in.map(toField)) }),
    bases: [{ in: times(length, (i) => BigInt(i + 3)) }],
    runs: 12,
    thinEdges: true,
  });
}

await fiveWays({
  source,
  call: "Hash5()",
  inputs: { in: fields(5) },
  outputs: { out: out() },
  model: (input) => ({ out: P5(...(input.in.map(toField) as readonly bigint[] as Five)) }),
  bases: [{ in: [1n, 2n, 3n, 4n, 5n] }],
  runs: 12,
  thinEdges: true,
});
type Five = [bigint, bigint, bigint, bigint, bigint];

describe("hashes keep apart what must not collide", () => {
  test("domain, length and order all matter", async () => {
    const hash = async (domain: bigint, input: readonly bigint[]): Promise<unknown> => {
      const call = `Sponge(${domain}, ${input.length})`;
      const lab = await openTemplate({ source, call, inputs: { in: fields(input.length) }, outputs: { out: out() } });
      return lab.outputs(lab.run({ in: input }).witness).out;
    };
    const four = [1n, 2n, 3n, 4n];
    const results = [
      await hash(DOMAIN, four),
      await hash(DOMAIN + 1n, four),
      await hash(DOMAIN, [2n, 1n, 3n, 4n]),
      await hash(
        DOMAIN,
        times(16, (i) => four[i] ?? 0n),
      ),
      await hash(
        DOMAIN,
        times(17, (i) => four[i] ?? 0n),
      ),
    ];
    expect(new Set(results).size).toBe(results.length);
  });
});
