/** Lies about market, policy, tier and risk rows (S-03). */
import { addAt, honest, type Lie, list, maintain, refresh } from "./lie.ts";

export const riskRootLies: readonly Lie[] = [
  ...["rowMark", "rowDelta", "rowDepth", "rowContLong", "rowContShort"].map(
    (name): Lie => ({
      name: `S-03 another ${name}`,
      from: honest(maintain),
      keepPublic: true,
      tell: (i) => addAt(i, name, 0, 1n),
    }),
  ),
  {
    name: "S-03 another factor",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      list(i, "rowFactor")[0] = 1n;
    },
  },
  {
    name: "S-03 a settled flag that the sheet does not show",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      list(i, "rowSettled")[0] = 1n;
    },
  },
  {
    name: "S-03 depth moved into the factor's bits",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      addAt(i, "rowDepth", 0, -1n);
      addAt(i, "rowFactor", 0, 16n);
    },
  },
  {
    name: "S-03 a short contingency moved into the long one",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      addAt(i, "rowContShort", 0, -1n);
      addAt(i, "rowContLong", 0, 1n << 38n);
    },
  },
  {
    name: "S-03 another shock",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      ((i.rowPacked as bigint[][])[0] as bigint[])[11] = 5n;
    },
  },
  {
    name: "S-03 another price",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => addAt(i, "price", 3, 1n),
  },
  {
    name: "S-03 another covariance",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => addAt(i, "cov", 0, -1n),
  },
  {
    name: "S-03 a second reading of a packed price and ATR",
    from: honest(maintain),
    samePublic: true,
    tell: (i) => {
      addAt(i, "price", 0, 1n << 38n);
      addAt(i, "atr", 0, -1n);
    },
  },
  {
    name: "S-03 a second reading of packed policy ratios",
    from: honest(maintain),
    samePublic: true,
    tell: (i) => {
      addAt(i, "ratios", 3, 1n << 24n);
      addAt(i, "ratios", 4, -1n);
    },
  },
  {
    name: "S-03 another limit",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => addAt(i, "ratios", 6, 1n),
  },
  {
    name: "S-03 another intercept",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      ((i.intercept as bigint[][])[0] as bigint[])[1] = 7n;
    },
  },
  {
    name: "S-03 another header",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      ((i.header as bigint[][])[2] as bigint[])[0] = 9n;
    },
  },
  {
    name: "S-03 a calmer tier",
    from: honest({ ...refresh, tier: 1 }),
    keepPublic: true,
    tell: (i) => {
      i.tier = 0n;
    },
  },
  {
    name: "S-03 a tier of 4",
    by: "S-11",
    from: honest(refresh),
    tell: (i) => {
      i.tier = 4n;
    },
  },
  {
    name: "S-03 a row that is in no sheet",
    from: honest(maintain),
    tell: (i) => {
      list(i, "rowMark")[0] = 1n;
    },
  },
];
