pragma circom 2.1.9;

include "parts.circom";

/** in = 8·quotient + rest with any rest. */
template Canary(FIXED) {
    signal input in;
    signal output quotient;
    signal rest;
    quotient <-- in \ 8; // constrained by the sum and its range
    rest <-- in % 8; // constrained by the sum, and by its range when there is one
    8 * quotient + rest === in;
    component high = Digits(20);
    high.in <== quotient;
    if (FIXED == 1) {
        component low = Digits(3);
        low.in <== rest;
    }
}
