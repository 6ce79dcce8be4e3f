import { toField } from "../../../../model/field.ts";
import { at, pow2, times } from "../../../../model/integers.ts";
import { marketRoot } from "../../../../model/market.ts";
import { raw, trusted } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out } from "../../support/template-lab.ts";

export const openMarketSpec = spec({
  source: "objects/market",
  call: "OpenMarket()",
  inputs: { price: raw(38, 8), atr: raw(38, 8), cov: trusted(60, 36) },
  outputs: { safePrice: bound(38, 8), safeAtr: bound(38, 8), safeCov: bound(60, 36), root: out() },
  model: ({ price, atr, cov }) => {
    if ([...price, ...atr].some((value) => toField(value) >= pow2(38))) return undefined;
    const factors = price.map((value, f) => ({ symbol: `F${f}`, price: value, atr: at(atr, f) }));
    const root = marketRoot({ epoch: 0, tier: 0, factors, covariance: cov });
    return { safePrice: price, safeAtr: atr, safeCov: cov, root };
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
