/** Lies about the books (S-01, S-02). */
import { RANGE } from "../../../../model/units.ts";
import { book, HELD } from "../base-scene.ts";
import { add, addAt, honest, type Lie, list, refresh } from "./lie.ts";

export const bookLies: readonly Lie[] = [
  {
    name: "S-01 a negative zero in an empty slot",
    by: "S-02",
    from: honest(refresh),
    tell: (i) => {
      list(i, "oldSign")[7] = 1n;
      list(i, "newSign")[7] = 1n;
    },
  },
  {
    name: "S-01 a second reading of the packed old limbs",
    from: honest(refresh),
    samePublic: true,
    tell: (i) => {
      addAt(i, "oldMag", 0, 1n << 40n);
      addAt(i, "instrument", 1, -1n);
      addAt(i, "newMag", 0, 1n << 40n);
    },
  },
  {
    name: "S-01 an instrument in an empty slot",
    by: "S-02",
    from: honest(refresh),
    tell: (i) => {
      list(i, "instrument")[7] = 30n;
    },
  },
  {
    name: "S-01 one instrument in two slots",
    from: honest(refresh),
    tell: (i) => {
      for (const name of [
        "instrument",
        "oldMag",
        "newMag",
        "oldSign",
        "newSign",
        "rowPacked",
        "rowFactor",
        "rowDepth",
        "rowMark",
        "rowDelta",
        "rowContLong",
        "rowContShort",
        "path",
      ])
        list(i, name)[5] = list(i, name)[2] as bigint;
    },
  },
  {
    name: "S-01 cash beyond its range",
    from: honest(refresh),
    tell: (i) => {
      i.oldCash = 1n << 84n;
    },
  },
  {
    name: "S-01 cash beyond its range, withdrawn into it",
    from: honest({
      book: book(HELD.slice(0, 2), RANGE.cash.most),
      change: { mode: "full", sizes: [], flow: { asset: "cash", amount: -1n } },
    }),
    tell: (i) => add(i, "oldCash", 1n),
  },
  {
    name: "S-01 collateral beyond its limb",
    from: honest(refresh),
    samePublic: true,
    tell: (i) => {
      addAt(i, "oldCollateral", 0, 1n << 40n);
      addAt(i, "oldCollateral", 1, -1n);
    },
  },
  {
    name: "S-01 another old book",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => add(i, "oldCash", 1n),
  },
  {
    name: "S-01 another salt",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => add(i, "newSalt", 1n),
  },
  {
    name: "S-01 more cash in the new commitment",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => add(i, "newCommitment", 1n),
  },
  // S-02
  {
    name: "S-02 an open slot takes another instrument's id",
    by: "S-01",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => {
      list(i, "instrument")[0] = 30n;
    },
  },
];
