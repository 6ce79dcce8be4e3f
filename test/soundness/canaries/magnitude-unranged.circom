pragma circom 2.1.9;

include "parts.circom";

/** Sign and magnitude with any magnitude: 5 is also minus (r − 5). */
template Canary(FIXED) {
    signal input in;
    signal output negative;
    signal magnitude;
    negative <-- in < 0 ? 1 : 0; // constrained by being a bit, the product and the zero test
    magnitude <-- in < 0 ? -in : in; // constrained by the product, and its range when there is one
    negative * (negative - 1) === 0;
    (1 - 2 * negative) * magnitude === in;
    signal inverse;
    inverse <-- magnitude == 0 ? 0 : 1 / magnitude; // constrained by the two lines below
    signal isZero <== 1 - magnitude * inverse;
    isZero * magnitude === 0;
    isZero * negative === 0;
    if (FIXED == 1) {
        component range = Digits(32);
        range.in <== magnitude;
    }
}
