pragma circom 2.1.9;

include "../lib/range/bits.circom";
include "../lib/range/signed.circom";
include "../lib/hash.circom";
include "../lib/domains.circom";
include "../lib/constants.circom";

/**
 * OpenPolicy(): the policy's fields and its root. Fields that share an element are range-checked, so each element has one reading;
 * an intercept has its own element, and PolicyRegistry keeps it below 2^80.
 * ratios[10]  imFactor, mmFactor, mmShare, slippage, borrow, basis, leverage, deltaLimit, gammaLimit, vegaLimit (basis points)
 * atrRisk, participation (basis points), horizon (epochs), kellyFraction, riskShare, scale[4] (1/256), volTarget (1e-18 per epoch)
 * driftSign[8], driftMag[8] (1e-9 per epoch), slope[4][4] (basis points), intercept[4][4] (micro-quote)
 * safe…       the same values with their bounds
 * root        chain of five Hash5
 * @mirror model/policy.ts (policyRoot)
 */
template OpenPolicy() {
    var F = FACTORS();
    var K = ASSETS();
    var T = LINES();
    signal input ratios[10];
    signal input atrRisk;
    signal input participation;
    signal input horizon;
    signal input kellyFraction;
    signal input riskShare;
    signal input scale[4];
    signal input volTarget;
    signal input driftSign[F];
    signal input driftMag[F];
    signal input slope[K][T];
    signal input intercept[K][T];
    signal output {maxabs} safeRatios[10] <== UnsignedArray(10, RATIO_BITS())(ratios);
    signal output {maxabs} safeAtrRisk <== Unsigned(RATIO_BITS())(atrRisk);
    signal output {maxabs} safeParticipation <== Unsigned(RATIO_BITS())(participation);
    signal output {maxabs} safeHorizon <== Unsigned(RATIO_BITS())(horizon);
    signal output {maxabs} safeKellyFraction <== Unsigned(9)(kellyFraction);
    signal output {maxabs} safeRiskShare <== Unsigned(9)(riskShare);
    signal output {maxabs} safeScale[4] <== UnsignedArray(4, 9)(scale);
    signal output {maxabs} safeVolTarget <== Unsigned(60)(volTarget);
    component signedDrift = SignedArray(F, 30);
    signedDrift.sign <== driftSign;
    signedDrift.mag <== driftMag;
    signal output {maxabs} drift[F] <== signedDrift.value;
    signal output {maxabs} safeSlope[K][T];
    signal output {maxabs} safeIntercept[K][T];
    signal output root;

    signal element[20];
    var first = 0;
    for (var i = 0; i < 10; i++) {
        first += safeRatios[i] * (1 << (RATIO_BITS() * i));
    }
    element[0] <== first;

    var second = safeAtrRisk + safeParticipation * (1 << 24) + safeHorizon * (1 << 48) + safeKellyFraction * (1 << 72)
        + safeRiskShare * (1 << 81) + safeVolTarget * (1 << 126);
    for (var i = 0; i < 4; i++) {
        second += safeScale[i] * (1 << (90 + 9 * i));
    }
    element[1] <== second;

    var third = 0;
    for (var f = 0; f < F; f++) { third += (signedDrift.negative[f] + 2 * signedDrift.abs[f]) * (1 << (31 * f)); }
    element[2] <== third;

    var fourth = 0;
    for (var k = 0; k < K; k++) {
        safeSlope[k] <== UnsignedArray(T, 14)(slope[k]);
        safeIntercept[k] <== TrustedArray(T, 80)(intercept[k]);
        for (var t = 0; t < T; t++) {
            fourth += safeSlope[k][t] * (1 << (14 * (T * k + t)));
            element[4 + T * k + t] <== intercept[k][t];
        }
    }
    element[3] <== fourth;

    signal chain[6];
    chain[0] <== DOMAIN_POLICY();
    for (var i = 0; i < 5; i++) {
        chain[i + 1] <== Hash5()([chain[i], element[4 * i], element[4 * i + 1], element[4 * i + 2], element[4 * i + 3]]);
    }
    root <== chain[5];
}
