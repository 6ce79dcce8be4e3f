import { at, pow2, times } from "../../../../model/integers.ts";
import { marketRoot } from "../../../../model/market.ts";
import { bounded, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { out } from "../../support/template-lab.ts";

export const marketRootSpec = spec({
  source: "objects/market-root",
  call: "MarketRoot()",
  inputs: { price: natural(38, 8), atr: natural(38, 8), cov: bounded(60, 36) },
  outputs: { root: out() },
  model: ({ price, atr, cov }) => {
    const factors = price.map((value, f) => ({ symbol: `F${f}`, price: value, atr: at(atr, f) }));
    return { root: marketRoot({ epoch: 0, tier: 0, factors, covariance: cov }) };
  },
  bases: [
    {
      price: times(8, (f) => pow2(f + 2) + 1n),
      atr: times(8, (f) => pow2(f) + 2n),
      cov: times(36, (i) => BigInt(i) - 17n),
    },
  ],
  runs: 15,
  thinEdges: true,
});
