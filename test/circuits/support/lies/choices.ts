/** Lies in what the prover may choose: haircuts, losses and charges that flatter the account (S-06 … S-09). */
import { R } from "../../../../model/field.ts";
import { scene } from "../base-scene.ts";
import { add, addAt, honest, type Lie, list, refresh } from "./lie.ts";

export const choiceLies: readonly Lie[] = [
  {
    name: "S-06 a haircut value above its line",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => addAt(i, "haircut", 0, 1n),
  },
  {
    name: "S-06 a negative haircut value",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => {
      list(i, "haircut")[1] = R - 1n;
    },
  },
  {
    name: "S-08 a loss understated by 1 and hidden in a borrow between windows",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => add(i, "worstLoss", -1n),
  },
  {
    name: "S-08 no loss at all",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => {
      i.worstLoss = 0n;
    },
  },
  {
    name: "S-08 a negative loss",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => {
      i.worstLoss = R - 1n;
    },
  },
  {
    name: "S-09 a netting charge too small",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => add(i, "nettingCharge", -1n),
  },
  {
    name: "S-09 a negative netting charge",
    from: honest({ ...refresh, policy: { ...scene().policy, basis: 0 } }),
    keepPublic: true,
    tell: (i) => {
      i.nettingCharge = R - 1n;
    },
  },
];
