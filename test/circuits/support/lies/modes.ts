/** Lies about what a mode allows, and malformed calls (S-20 … S-22). */
import { lots } from "../../../../model/units.ts";
import { book, HELD } from "../base-scene.ts";
import { AMOUNT, ASSET, add, honest, type Lie, list, MODE, maintain, OUT, reduce, refresh } from "./lie.ts";

export const modeLies: readonly Lie[] = [
  {
    name: "S-20 a size that grows under reduce-only",
    from: honest(),
    tell: (i) => {
      i.call = (i.call as bigint) + MODE - OUT - AMOUNT * 1_000_000n;
    },
  },
  {
    name: "S-20 an outflow under reduce-only",
    by: "S-22",
    from: honest(reduce),
    tell: (i) => add(i, "call", OUT + AMOUNT),
  },
  {
    name: "S-20 an old loss added up from two windows",
    from: honest(reduce),
    keepPublic: true,
    tell: (i) => {
      i.oldWindow = [1n, 1n, 1n];
    },
  },
  {
    name: "S-20 an old loss from two elements",
    from: honest(reduce),
    keepPublic: true,
    tell: (i) => {
      i.oldElement = [1n, 1n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n];
    },
  },
  {
    name: "S-20 gamma passed off as a scenario",
    from: honest(reduce),
    keepPublic: true,
    tell: (i) => {
      i.oldElement = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 1n];
      i.oldWindow = [0n, 0n, 1n];
    },
  },
  {
    name: "S-20 an old loss scaled by a choice of 2",
    from: honest(reduce),
    keepPublic: true,
    tell: (i) => {
      list(i, "oldWindow")[list(i, "oldWindow").indexOf(1n)] = 2n;
    },
  },
  // S-21, S-22
  {
    name: "S-21 an outflow in a maintenance refresh",
    by: "S-22",
    from: honest(maintain),
    tell: (i) => add(i, "call", OUT + AMOUNT),
  },
  {
    name: "S-21 a trade in a maintenance refresh",
    by: "S-22",
    from: honest(),
    tell: (i) => {
      i.call = (i.call as bigint) + 2n * MODE - OUT - AMOUNT * 1_000_000n;
    },
  },
  ...[maintain, reduce].flatMap((parts) =>
    [0n, 1n, 2n, 3n].map(
      (k): Lie => ({
        name: `${parts === reduce ? "S-20" : "S-21"} an outflow of collateral ${k}`,
        by: "S-22",
        from: honest({ ...parts, book: { ...book(HELD), collateral: [9n, 9n, 9n, 9n].map(lots) } }),
        tell: (i) => add(i, "call", ASSET * (k + 1n) + OUT + AMOUNT),
      }),
    ),
  ),
  { name: "S-22 mode 3", from: honest(refresh), tell: (i) => add(i, "call", 3n * MODE) },
  ...[5n, 6n, 7n].map(
    (asset): Lie => ({
      name: `S-22 a flow of asset ${asset}`,
      from: honest(refresh),
      tell: (i) => add(i, "call", ASSET * asset + AMOUNT),
    }),
  ),
  { name: "S-22 a flow of minus nothing", from: honest(refresh), tell: (i) => add(i, "call", OUT) },
  {
    name: "S-22 an asset without an amount",
    from: honest(refresh),
    tell: (i) => add(i, "call", ASSET),
  },
  {
    name: "S-22 a call beyond 251 bits",
    from: honest(refresh),
    tell: (i) => add(i, "call", 1n << 251n),
  },
];
