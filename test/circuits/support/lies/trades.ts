/** Lies about flows, legs, cash and settlement (S-04, S-05). */

import { R } from "../../../../model/field.ts";
import { RATIO_FIELDS } from "../../../../model/policy.ts";
import { book, SETTLED } from "../base-scene.ts";
import { AMOUNT, ASSET, add, addAt, honest, type Lie, list, maintain, OUT, reduce, refresh, SIDE } from "./lie.ts";

export const tradeLies: readonly Lie[] = [
  {
    name: "S-04 an outflow into a debt that the policy does not allow",
    from: honest({
      book: book([[16, 100n]], -1_000_000_000n),
      change: { mode: "full", sizes: [], flow: { asset: "cash", amount: -1n } },
    }),
    tell: (i) => {
      list(i, "ratios")[RATIO_FIELDS.indexOf("borrow")] = 0n;
    },
  },
  {
    name: "S-04 collateral below zero",
    from: honest(refresh),
    tell: (i) => {
      add(i, "call", ASSET * 2n + OUT + AMOUNT * 5n);
    },
  },
  {
    name: "S-04 an outflow of collateral in a debt that the policy does not allow",
    from: honest({
      book: book([[16, 100n]], -1_000_000_000n),
      change: { mode: "full", sizes: [], flow: { asset: 0, amount: -1n } },
    }),
    tell: (i) => {
      list(i, "ratios")[RATIO_FIELDS.indexOf("borrow")] = 0n;
    },
  },
  // S-05
  {
    name: "S-05 lots of one instrument that become another's without a leg",
    from: honest(refresh),
    tell: (i) => {
      addAt(i, "newMag", 0, -1n);
      addAt(i, "newMag", 1, -1n);
      // What the other book loses and is charged, with room.
      add(i, "worstLoss", 1n << 33n);
      add(i, "nettingCharge", 1n << 20n);
    },
  },
  {
    name: "S-05 cash without a trade, for which the salt makes up",
    from: honest(refresh),
    tell: (i) => {
      i.tradeCash = R - 10n ** 9n;
      i.tradeSalt = 10n ** 9n;
    },
  },
  {
    name: "S-05 sizes that no leg explains",
    from: honest(refresh),
    tell: (i) => addAt(i, "newMag", 0, 1n),
  },
  { name: "S-05 a leg of other lots", from: honest(), tell: (i) => addAt(i, "legMag", 0, 1n) },
  {
    name: "S-05 a leg of an instrument the book does not hold",
    from: honest(),
    tell: (i) => {
      list(i, "legInstrument")[2] = 30n;
      list(i, "legMag")[2] = 1n;
    },
  },
  { name: "S-05 the other side of the trade", from: honest(), tell: (i) => add(i, "call", SIDE) },
  {
    name: "S-05 a trade shown as none",
    from: honest(),
    keepPublic: true,
    tell: (i) => {
      i.trade = 0n;
    },
  },
  {
    name: "S-05 less cash than the shown trade says",
    from: honest(),
    keepPublic: true,
    tell: (i) => add(i, "tradeCash", -1n),
  },
  {
    name: "S-05 cash without a trade",
    from: honest(refresh),
    tell: (i) => {
      i.tradeCash = R - 1_000_000n;
    },
  },
  {
    name: "S-05 a side without a trade",
    from: honest(refresh),
    tell: (i) => add(i, "call", SIDE),
  },
  {
    name: "S-05 legs out of order",
    from: honest(),
    tell: (i) => {
      for (const name of ["legInstrument", "legMag", "legSign"]) {
        const v = list(i, name);
        [v[0], v[1]] = [v[1] as bigint, v[0] as bigint];
      }
    },
  },
  {
    name: "S-05 one leg split in two of the same instrument",
    from: honest(),
    tell: (i) => {
      list(i, "legInstrument")[1] = 16n;
      list(i, "legSign")[1] = 0n;
      list(i, "legMag")[1] = 1n;
      addAt(i, "legMag", 0, -1n);
      list(i, "newMag")[1] = list(i, "oldMag")[1] as bigint;
    },
  },
  {
    name: "S-05 a gap before a leg",
    from: honest(),
    tell: (i) => {
      list(i, "legInstrument")[3] = 30n;
      list(i, "legMag")[3] = 1n;
    },
  },
  {
    name: "S-05 a settled size kept in a full update",
    by: "S-22",
    from: honest(refresh),
    tell: (i) => {
      list(i, "newMag")[3] = 100n;
    },
  },
  {
    name: "S-05 a settled size kept in a maintenance refresh",
    by: "S-22",
    from: honest(maintain),
    tell: (i) => {
      list(i, "newMag")[3] = 100n;
    },
  },
  {
    name: "S-05 half of a settled size kept in a reduction",
    by: "S-02",
    from: honest(reduce),
    tell: (i) => {
      list(i, "newMag")[3] = 50n;
    },
  },
  {
    name: "S-05 a leg on a settled instrument",
    from: honest(reduce),
    tell: (i) => {
      list(i, "legInstrument")[1] = BigInt(SETTLED);
      list(i, "legMag")[1] = 100n;
      list(i, "newMag")[3] = 0n;
    },
  },
  {
    name: "S-05 cash that leaves its range",
    from: honest(refresh),
    tell: (i) => {
      i.oldCash = (1n << 84n) - 1n;
      add(i, "call", AMOUNT);
    },
  },
];
