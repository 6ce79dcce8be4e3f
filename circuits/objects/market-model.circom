pragma circom 2.1.9;

include "../lib/range/bits.circom";
include "../lib/hash.circom";
include "../lib/domains.circom";
include "../lib/constants.circom";

/**
 * OpenModel(): the parameters of a volatility model and their root. Fields that share an element are range-checked, so each element
 * has one reading; an entry of omega has its own element, and the model's makers keep it below 2^60.
 * alpha, beta      1e-9
 * used[8]          1 for a factor with a feed
 * varianceRatio[3], move[3]  thresholds of tiers 1 to 3: basis points of the long-run variance; |return| in 1e-9
 * longRun[8]       1e-18 per epoch
 * omega[36]        signed, 1e-18 per epoch, upper triangle row by row
 * safe…            the same values with their bounds
 * root             H(model; one element of small fields, two of longRun, 36 of omega)
 * @mirror model/market-model.ts (modelElements, modelRoot)
 */
template OpenModel() {
    var F = FACTORS();
    var COVS = F * (F + 1) / 2;
    var TIERS = 3;
    signal input alpha;
    signal input beta;
    signal input used[F];
    signal input varianceRatio[TIERS];
    signal input move[TIERS];
    signal input longRun[F];
    signal input omega[COVS];
    signal output {maxabs} safeAlpha <== Unsigned(WEIGHT_BITS())(alpha);
    signal output {maxabs} safeBeta <== Unsigned(WEIGHT_BITS())(beta);
    signal output {binary, maxabs} safeUsed[F];
    signal output {maxabs} safeVarianceRatio[TIERS] <== UnsignedArray(TIERS, RATIO_BITS())(varianceRatio);
    signal output {maxabs} safeMove[TIERS] <== UnsignedArray(TIERS, WEIGHT_BITS())(move);
    signal output {maxabs} safeLongRun[F] <== UnsignedArray(F, COV_BITS())(longRun);
    signal output {maxabs} safeOmega[COVS] <== TrustedArray(COVS, COV_BITS())(omega);
    signal output root;

    var WEIGHTS = 2 * WEIGHT_BITS();
    var TIER = RATIO_BITS() + WEIGHT_BITS();
    var small = safeAlpha + safeBeta * (1 << WEIGHT_BITS());
    for (var f = 0; f < F; f++) {
        safeUsed[f] <== Bit()(used[f]);
        small += safeUsed[f] * (1 << (WEIGHTS + f));
    }
    for (var t = 0; t < TIERS; t++) {
        small += (safeVarianceRatio[t] + safeMove[t] * (1 << RATIO_BITS())) * (1 << (WEIGHTS + F + TIER * t));
    }

    component hash = Sponge(DOMAIN_MODEL(), 3 + COVS);
    hash.in[0] <== small;
    for (var e = 0; e < 2; e++) {
        var element = 0;
        for (var j = 0; j < 4; j++) { element += safeLongRun[4 * e + j] * (1 << (COV_BITS() * j)); }
        hash.in[1 + e] <== element;
    }
    for (var i = 0; i < COVS; i++) { hash.in[3 + i] <== omega[i]; }
    root <== hash.out;
}
