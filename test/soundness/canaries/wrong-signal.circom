pragma circom 2.1.9;

include "parts.circom";

/** The range check of the rest is given the quotient, which has one already. */
template Canary(FIXED) {
    signal input in;
    signal output quotient;
    signal rest;
    quotient <-- in \ 8; // constrained by the sum and its range
    rest <-- in % 8; // constrained by the sum, and by its range when it is the right one
    8 * quotient + rest === in;
    component high = Digits(20);
    high.in <== quotient;
    component low = Digits(FIXED == 1 ? 3 : 20);
    low.in <== FIXED == 1 ? rest : quotient;
}
