pragma circom 2.1.9;

/** Exclusive or of two digits that nobody held to 0 or 1. */
template Canary(FIXED) {
    signal input a;
    signal input b;
    signal output out;
    if (FIXED == 1) {
        a * (a - 1) === 0;
        b * (b - 1) === 0;
    }
    out <== a + b - 2 * a * b;
}
