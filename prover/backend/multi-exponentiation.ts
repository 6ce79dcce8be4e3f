import {
  type CurveEngine,
  call,
  type Group,
  put,
  ref,
  reserve,
  SCALAR_BYTES,
  type Step,
  take,
} from "./curve-engine.ts";
import type { Query } from "./proving-key.ts";

/** Bits of a reduced scalar. */
const SCALAR_BITS = 254;

/** The scalars of a query's points, gathered from `values` (32 bytes each) into memory that threads share. */
export function scalarsOf({ places }: Query, values: Uint8Array): Uint8Array {
  const scalars = new Uint8Array(new SharedArrayBuffer(places.length * SCALAR_BYTES));
  places.forEach((place, i) => {
    scalars.set(values.subarray(place * SCALAR_BYTES, (place + 1) * SCALAR_BYTES), i * SCALAR_BYTES);
  });
  return scalars;
}

/**
 * Sum of a query's points times their scalars, by Pippenger's method: one pass over the points per window of scalar bits.
 * Each thread gets a run of windows and reads the points where they lie, so nothing is copied once per window.
 *
 * @param scalars one reduced scalar for each point, not in Montgomery form
 * @returns a Jacobian point
 */
export async function multiExponentiation(
  engine: CurveEngine,
  name: "G1" | "G2",
  { bases, places }: Query,
  scalars: Uint8Array,
): Promise<Uint8Array> {
  const group = engine[name];
  const size = 3 * group.F.n8;
  const width = windowWidth(liveScalars(scalars));
  const windows = Math.ceil(SCALAR_BITS / width);
  const perTask = Math.ceil(windows / engine.tm.concurrency);
  /** One window, cut off where a scalar ends. */
  const pass = (window: number, place: number): Step => {
    const bit = window * width;
    const bits = Math.min(width, SCALAR_BITS - bit);
    const points = [ref(0), ref(1), SCALAR_BYTES, places.length] as const;
    return call(`${name.toLowerCase()}m_multiexpAffine_chunk`, ...points, bit, bits, ref(2, place * size));
  };
  const sumsFrom = async (first: number): Promise<Uint8Array[]> => {
    const count = Math.min(perTask, windows - first);
    const [sums] = await engine.tm.queueAction([
      put(0, bases),
      put(1, scalars),
      reserve(2, count * size),
      ...Array.from({ length: count }, (_, i) => pass(first + i, i)),
      take(0, 2, count * size),
    ]);
    return Array.from({ length: count }, (_, i) => (sums as Uint8Array).slice(i * size, (i + 1) * size));
  };
  const firsts = Array.from({ length: Math.ceil(windows / perTask) }, (_, task) => task * perTask);
  const sums = (await Promise.all(firsts.map(sumsFrom))).flat();
  return sums.reduceRight((total, sum) => group.add(doubled(group, total, width), sum), group.zero);
}

function doubled(group: Group, point: Uint8Array, times: number): Uint8Array {
  let result = point;
  for (let i = 0; i < times; i++) result = group.double(result);
  return result;
}

/** Scalars that are not 0: only these cost an addition in every window. */
function liveScalars(scalars: Uint8Array): number {
  const words = new BigUint64Array(scalars.buffer, scalars.byteOffset, scalars.length / 8);
  let live = 0;
  for (let i = 0; i < words.length; i += 4) {
    if (words[i] || words[i + 1] || words[i + 2] || words[i + 3]) live++;
  }
  return live;
}

/** The window with the fewest additions: one per point, and two per bucket to add the buckets up. */
function windowWidth(points: number): number {
  const cost = (width: number) => Math.ceil(SCALAR_BITS / width) * (points + 2 ** (width + 1));
  const widths = Array.from({ length: 16 }, (_, i) => i + 1);
  return widths.reduce((best, width) => (cost(width) < cost(best) ? width : best));
}
