import { z } from "zod";
import { inputError, MODEL_CODES } from "../../model/errors.ts";
import { parseJson } from "../../model/files/json.ts";
import { decimal, validate, whole } from "../../model/files/schema.ts";
import { min, sum } from "../../model/integers.ts";
import { type Lots, type Micros, RANGE } from "../../model/units.ts";

const level = z.strictObject({ price: decimal(RANGE.mark), lots: decimal({ ...RANGE.depth, least: 1n }) });
const side = z.array(level).max(10_000);

const schema = z.strictObject({
  version: whole({ least: 1n, most: 1n }),
  /** Levels this far from the middle count, in basis points. */
  within: whole({ least: 1n, most: 5_000n }),
  books: z.array(z.strictObject({ instrument: whole(RANGE.instrument), bids: side, asks: side })).max(4_096),
});

interface Level {
  readonly price: Micros;
  readonly lots: Lots;
}

/**
 * Reads an order-books.json, a snapshot of order books, and gives by instrument the lots that stand within so many basis points of
 * the middle on the thinner side; 0 where a side is empty or the book is crossed. Prices are micro-quote per lot. Throws BallastError
 * BAL-101…105.
 *
 * @example
 * const depths = parseDepths(readFileSync("order-books.json", "utf8"));
 */
export function parseDepths(text: string, file = "order-books.json"): Map<number, Lots> {
  const { within, books } = validate(schema, parseJson(text, file), file);
  const depths = new Map<number, Lots>();
  books.forEach(({ instrument, bids, asks }, i) => {
    if (depths.has(instrument)) {
      const place = { file, code: MODEL_CODES.structure, path: `books[${i}].instrument` };
      throw inputError({ ...place, problem: "stands twice", remedy: "Keep one snapshot of each book." });
    }
    depths.set(instrument, depthOf(bids, asks, BigInt(within)));
  });
  return depths;
}

/** Prices are compared with twice the middle and multiplied out, so nothing rounds. */
function depthOf(bids: readonly Level[], asks: readonly Level[], within: bigint): Lots {
  const [best, offer] = [extreme(bids, (a, b) => a > b), extreme(asks, (a, b) => a < b)];
  if (best === undefined || offer === undefined || best >= offer) return 0n;
  const twice = best + offer;
  const near = (levels: readonly Level[], side: 1n | -1n): Lots =>
    sum(
      levels
        .filter(({ price }) => side * (20_000n * price - 10_000n * twice) <= within * twice)
        .map(({ lots }) => lots),
    );
  return min(min(near(bids, -1n), near(asks, 1n)), RANGE.depth.most);
}

function extreme(levels: readonly Level[], better: (a: Micros, b: Micros) => boolean): Micros | undefined {
  return levels
    .map(({ price }) => price)
    .reduce<Micros | undefined>((best, price) => (best === undefined || better(price, best) ? price : best), undefined);
}
