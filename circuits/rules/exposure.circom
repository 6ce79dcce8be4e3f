pragma circom 2.1.9;

include "../lib/range/signed.circom";
include "../lib/range/arithmetic.circom";
include "../lib/constants.circom";

/**
 * Exposure(N): S-12, X_f = Σ_{slots on f} newSize·delta + collateral value on f.
 * cashDelta[N] {maxabs} newSize·delta; isFactor[N][8] {binary} one-hot; collateralValue[4] {maxabs} collateral·price, asset k on factor k
 * exposure[8], exposureAbs[8] {maxabs}; net {maxabs} Σ X_f signed; netAbs {maxabs}; gross {maxabs} Σ |X_f|
 * @mirror model/rules/totals.ts (collateralTotals, addPosition)
 */
template Exposure(N) {
    var F = FACTORS();
    var K = ASSETS();
    var BITS = maxOf(SIZE_BITS() + RISK_BITS() + log2ceil(N), SIZE_BITS() + PRICE_BITS()) + 1;
    signal input {maxabs} cashDelta[N];
    signal input {binary} isFactor[N][F];
    signal input {maxabs} collateralValue[K];
    signal output {maxabs} exposure[F];
    signal output {maxabs} exposureAbs[F];
    signal output {maxabs} net;
    signal output {maxabs} netAbs;
    signal output {maxabs} gross;
    assert(cashDelta.maxabs <= SIZE_BITS() + RISK_BITS() && collateralValue.maxabs <= SIZE_BITS() + PRICE_BITS());

    signal part[F][N];
    component split[F];
    for (var f = 0; f < F; f++) {
        var sum = 0;
        for (var j = 0; j < N; j++) {
            part[f][j] <== isFactor[j][f] * cashDelta[j];
            sum += part[f][j];
        }
        if (f < K) { sum += collateralValue[f]; }
        split[f] = SplitSigned(BITS);
        split[f].in <== sum;
        exposure[f] <== split[f].value;
        exposureAbs[f] <== split[f].abs;
    }
    gross <== Sum(F)(exposureAbs);
    net <== Sum(F)(exposure);
    component netSplit = SplitSigned(BITS + 3);
    netSplit.in <== net;
    netAbs <== netSplit.abs;
}
