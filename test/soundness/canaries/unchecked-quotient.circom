pragma circom 2.1.9;

include "parts.circom";

/** in = 8·quotient + rest with a rest below 8 and any quotient: in the field, every rest divides. */
template Canary(FIXED) {
    signal input in;
    signal output quotient;
    signal rest;
    quotient <-- in \ 8; // constrained by the sum, and by its range when there is one
    rest <-- in % 8; // constrained by the sum and its range
    8 * quotient + rest === in;
    component low = Digits(3);
    low.in <== rest;
    if (FIXED == 1) {
        component high = Digits(20);
        high.in <== quotient;
    }
}
