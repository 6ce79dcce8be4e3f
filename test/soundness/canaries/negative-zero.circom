pragma circom 2.1.9;

include "parts.circom";

/** Sign and magnitude of which 0 has two. */
template Canary(FIXED) {
    signal input in;
    signal output negative;
    signal magnitude;
    negative <-- in < 0 ? 1 : 0; // constrained by being a bit and by the product; for 0 by the zero test when there is one
    magnitude <-- in < 0 ? -in : in; // constrained by its range and the product
    negative * (negative - 1) === 0;
    component range = Digits(32);
    range.in <== magnitude;
    (1 - 2 * negative) * magnitude === in;
    if (FIXED == 1) {
        signal inverse;
        inverse <-- magnitude == 0 ? 0 : 1 / magnitude; // constrained by the two lines below
        signal isZero <== 1 - magnitude * inverse;
        isZero * magnitude === 0;
        isZero * negative === 0;
    }
}
