pragma circom 2.1.9;

include "../lib/range/arithmetic.circom";
include "../lib/constants.circom";
include "covariance-step.circom";
include "variance-step.circom";

/**
 * NextCovariance(): M-03, the whole matrix Σ ← ω + α·r·rᵀ + β·Σ, entry by entry.
 * change[8]   {maxabs = 30} r, 1e-9, signed; alpha, beta {maxabs = 30} 1e-9
 * previous[36], omega[36] {maxabs = 60} upper triangles row by row, 1e-18 per epoch
 * used[8]     {binary}
 * next[36]    {maxabs = 60}; variance[8] {maxabs = 60} its diagonal, not negative
 * @mirror model/market-update.ts (nextCovariance)
 */
template NextCovariance() {
    var F = FACTORS();
    var COVS = F * (F + 1) / 2;
    signal input {maxabs} change[F];
    signal input {maxabs} alpha;
    signal input {maxabs} beta;
    signal input {maxabs} previous[COVS];
    signal input {maxabs} omega[COVS];
    signal input {binary} used[F];
    signal output {maxabs} next[COVS];
    signal output {maxabs} variance[F];
    next.maxabs = COV_BITS();
    variance.maxabs = COV_BITS();

    signal {maxabs} weighted[F];
    component own[F];
    component shared[COVS];
    for (var f = 0; f < F; f++) { weighted[f] <== Mul()(alpha, change[f]); }
    var i = 0;
    for (var f = 0; f < F; f++) {
        own[f] = VarianceStep();
        own[f].weighted <== weighted[f];
        own[f].change <== change[f];
        own[f].beta <== beta;
        own[f].previous <== previous[i];
        own[f].omega <== omega[i];
        own[f].used <== used[f];
        next[i] <== own[f].next;
        variance[f] <== own[f].next;
        i++;
        for (var g = f + 1; g < F; g++) {
            shared[i] = CovarianceStep();
            shared[i].weighted <== weighted[f];
            shared[i].other <== change[g];
            shared[i].beta <== beta;
            shared[i].previous <== previous[i];
            shared[i].omega <== omega[i];
            next[i] <== shared[i].next;
            i++;
        }
    }
}
