pragma circom 2.1.9;

include "bits.circom";
include "zero.circom";

/**
 * Signed(BITS): a signed integer from its sign bit (1 = negative) and magnitude.
 * sign, mag  any field elements
 * value    {maxabs = BITS} (1 − 2·sign)·mag
 * abs      {maxabs = BITS} mag
 * negative {binary} sign
 * nonZero  {binary} 1 when mag ≠ 0
 * @guarantees |value| < 2^BITS, and one representation per value: (sign, mag) = (1, 0) is unsatisfiable.
 */
template Signed(BITS) {
    signal input sign;
    signal input mag;
    signal output {maxabs} value;
    signal output {maxabs} abs;
    signal output {binary, maxabs} negative;
    signal output {binary, maxabs} nonZero;
    value.maxabs = BITS;

    abs <== Unsigned(BITS)(mag);
    negative <== Bit()(sign);
    signal {binary} isZero <== IsZero()(mag);
    nonZero <== Not()(isZero);
    isZero * negative === 0;
    value <== (1 - 2 * negative) * abs;
}

/**
 * SplitSigned(BITS): sign and magnitude of a signed field element.
 * in       any field element, read as an integer in (−r/2, r/2)
 * value    {maxabs = BITS} in
 * abs, negative, nonZero as in Signed
 * @guarantees |in| < 2^BITS. Unsatisfiable for in = 2^BITS and in = −2^BITS.
 */
template SplitSigned(BITS) {
    signal input in;
    signal output {maxabs} value;
    signal output {maxabs} abs;
    signal output {binary, maxabs} negative;
    signal output {binary, maxabs} nonZero;

    signal sign;
    signal mag;
    // Negative field elements are the upper half; circom compares them as negative integers.
    sign <-- in < 0 ? 1 : 0; // constrained by value === in below
    mag <-- in < 0 ? -in : in; // constrained by value === in below
    (value, abs, negative, nonZero) <== Signed(BITS)(sign, mag);
    value === in;
}

/**
 * SignedArray(N, BITS): Signed for each of N values; arrays of the same outputs.
 */
template SignedArray(N, BITS) {
    signal input sign[N];
    signal input mag[N];
    signal output {maxabs} value[N];
    signal output {maxabs} abs[N];
    signal output {binary, maxabs} negative[N];
    signal output {binary, maxabs} nonZero[N];
    value.maxabs = BITS;
    abs.maxabs = BITS;
    negative.maxabs = 1;
    nonZero.maxabs = 1;
    component signed[N];
    for (var i = 0; i < N; i++) {
        signed[i] = Signed(BITS);
        signed[i].sign <== sign[i];
        signed[i].mag <== mag[i];
        value[i] <== signed[i].value;
        abs[i] <== signed[i].abs;
        negative[i] <== signed[i].negative;
        nonZero[i] <== signed[i].nonZero;
    }
}
