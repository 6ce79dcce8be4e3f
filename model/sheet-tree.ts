import { ARITY, SHEET_DEPTH, SHEET_PLACES } from "./classes.ts";
import { DOMAINS } from "./domains.ts";
import type { Field } from "./field.ts";
import { at, times } from "./integers.ts";
import { H } from "./poseidon.ts";

/** A tree of arity 8 and depth 4; subtrees without leaves are shared constants. */
export interface SheetTree {
  readonly root: Field;
  /** Children of the root. */
  readonly top: readonly Field[];
  /** Groups of eight from the leaf upwards: [0] holds the leaf, the node of [i] stands in [i + 1], that of [2] in `top`. */
  path(place: number): Field[][];
}

/** Hash of the eight children of an inner node. */
export function nodeHash(children: readonly Field[]): Field {
  if (children.length !== ARITY) throw new RangeError("a node has eight children");
  return H(DOMAINS.node, children);
}

/** EMPTY[h]: the node of height h above free places only; EMPTY[0] is the free leaf 0. */
const EMPTY: readonly Field[] = times(SHEET_DEPTH, () => 0).reduce<Field[]>(
  (nodes) => [...nodes, nodeHash(times(ARITY, () => at(nodes, nodes.length - 1)))],
  [0n as Field],
);

function group(level: readonly Field[], height: number, index: number): Field[] {
  return times(ARITY, (child) => level[index * ARITY + child] ?? at(EMPTY, height));
}

/**
 * Builds the tree over `leaves` from place 0. Throws RangeError above 4,096 leaves or for a place that does not exist.
 *
 * @example
 * buildTree(sheet.rows.map(rowLeaf)).path(0);
 */
export function buildTree(leaves: readonly Field[]): SheetTree {
  if (leaves.length > SHEET_PLACES) throw new RangeError(`a sheet has at most ${SHEET_PLACES} rows`);
  const levels: (readonly Field[])[] = [leaves];
  for (let height = 0; height < SHEET_DEPTH - 1; height++) {
    const below = at(levels, height);
    levels.push(times(Math.ceil(below.length / ARITY), (index) => nodeHash(group(below, height, index))));
  }
  const top = group(at(levels, SHEET_DEPTH - 1), SHEET_DEPTH - 1, 0);
  const path = (place: number): Field[][] => {
    if (!Number.isInteger(place) || place < 0 || place >= SHEET_PLACES) throw new RangeError("no such place");
    return times(SHEET_DEPTH - 1, (height) =>
      group(at(levels, height), height, Math.floor(place / ARITY ** (height + 1))),
    );
  };
  return { root: nodeHash(top), top, path };
}
