import { abs, ceilDiv, sum } from "../integers.ts";
import type { Micros } from "../units.ts";

/** The netting charge of S-09 and what rounding up added to it, in 1e-4 micro-quote. */
export interface NettingCharge {
  readonly charge: Micros;
  /** `10^4·charge − basis·(Σ|X_f| − |ΣX_f|)`, in [0, 10^4). */
  readonly excess: bigint;
}

/** The least charge with `10^4·charge ≥ basis·(Σ|X_f| − |ΣX_f|)`. Rounds up, against the account. */
export function nettingCharge(basis: number, exposure: readonly Micros[]): NettingCharge {
  const netted = BigInt(basis) * (sum(exposure.map(abs)) - abs(sum(exposure)));
  const charge = ceilDiv(netted, 10_000n);
  return { charge, excess: 10_000n * charge - netted };
}
