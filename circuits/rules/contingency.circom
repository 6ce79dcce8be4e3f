pragma circom 2.1.9;

include "../lib/range/compare.circom";
include "../lib/constants.circom";

/**
 * Contingency(): S-09, M = Σ contingency·|size| + netting charge, 10^4·charge ≥ basis·(gross − |net|).
 * nettingCharge is the prover's choice: any value that satisfies the inequality; more only hurts the prover.
 * @guarantees 0 ≤ out < 2^86 and out ≥ sizes' contingency + the charge the policy asks.
 * @mirror model/rules/contingency.ts (nettingCharge)
 */
template Contingency() {
    signal input nettingCharge;
    signal input {maxabs} sizes;
    signal input {maxabs} basis;
    signal input {maxabs} gross;
    signal input {maxabs} netAbs;
    signal output {maxabs} out <== Unsigned(TOTAL_BITS())(sizes + nettingCharge);
    signal {maxabs} charge <== Sub()(out, sizes);
    AssertLessEq()(Mul()(basis, Sub()(gross, netAbs)), Scale(BPS())(charge));
}
