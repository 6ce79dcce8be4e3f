/** A desk's options book under the shipped constraints: sheets of `pricing/` are what the circuit judges, to the lot and the micro-quote. */
import { beforeAll, expect, test } from "vitest";
import type { Book } from "../../model/book.ts";
import { at, times } from "../../model/integers.ts";
import { buildSheet } from "../../pricing/sheet/build.ts";
import { DEFAULT_GRID } from "../../pricing/stress/grid.ts";
import { violatedConstraints } from "../../prover/artifacts/r1cs.ts";
import { sizeInstrument } from "../../prover/sizing/one-instrument.ts";
import { EXPIRIES, option, optionMarket, perpetuals, quotes, seconds } from "../pricing/support/world.ts";
import { policy } from "../prover/support/venue.ts";
import { inputOf } from "./support/case-input.ts";
import { DESK_8, type LoadedCircuit, loadCircuit } from "./support/desk-8.ts";
import type { RawInput } from "./support/reseal.ts";

let circuit: LoadedCircuit;
beforeAll(async () => {
  circuit = await loadCircuit(DESK_8);
});

const expiry = seconds(EXPIRIES[1]);
const sheet = buildSheet({
  ...{ market: optionMarket, quotes, grid: DEFAULT_GRID },
  instruments: [
    at(perpetuals, 0),
    option(100, { right: "put", strike: 54_000_000_000n, expiry }),
    option(101, { right: "call", strike: 66_000_000_000n, expiry }),
  ],
});

/** A short strangle with a small hedge; margin is what binds. */
const slots = times(8, (i) =>
  at(
    [
      [100, -300n],
      [101, -300n],
      [17, 20n],
    ] as const,
    i % 3,
  ),
).map(([instrument, size], i) => (i < 3 ? { instrument, size } : { instrument: 0, size: 0n }));
const book: Book = { class: "desk-8", cash: 10n ** 11n, collateral: [0n, 0n, 0n, 0n], slots, salt: 7n };
const loose = { leverage: 1_000_000, deltaLimit: 1_000_000, gammaLimit: 1_000_000, vegaLimit: 1_000_000 };
const scene = { book, market: optionMarket, sheet, policy: { ...policy, ...loose, volTarget: 10n ** 18n } };

test("the largest short strangle that the model lets pass satisfies the constraints, and one lot more does not", () => {
  const { passing } = sizeInstrument(scene, 101);
  if (passing === null) throw new Error("some size passes");
  expect(passing.short.binds).toEqual(["S-10"]);
  const broken = (size: bigint, change = (input: RawInput): RawInput => input): number[] => {
    const sizes = [{ instrument: 101, size }];
    const input = inputOf({ ...scene, change: { mode: "full", sizes, tradeSalt: 5n } });
    if (input === undefined) throw new Error("the change leads to a book");
    return violatedConstraints(circuit.r1cs, circuit.forging.calculate(change(input)), 1);
  };
  const last = passing.short.size;
  expect(broken(last)).toEqual([]);
  expect(broken(last - 1n).length).toBeGreaterThan(0);
  // A worst loss that is one micro-quote too small lies below a scenario's loss.
  const understated = (input: RawInput): RawInput => ({ ...input, worstLoss: BigInt(String(input.worstLoss)) - 1n });
  expect(broken(last, understated).length).toBeGreaterThan(0);
});
