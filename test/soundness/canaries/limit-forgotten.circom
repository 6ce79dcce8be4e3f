pragma circom 2.1.9;

include "parts.circom";

/** in = 10·quotient + rest, the rest's digits held to at most 9: not both of 8 and 4, and (forgotten here) not both of 8 and 2. */
template Canary(FIXED) {
    signal input in;
    signal output quotient;
    signal rest;
    quotient <-- in \ 10; // constrained by the sum and its range
    rest <-- in % 10; // constrained by the sum, its range and its limit
    10 * quotient + rest === in;
    component high = Digits(20);
    high.in <== quotient;
    component low = Digits(4);
    low.in <== rest;
    low.bit[3] * (low.bit[2] + FIXED * low.bit[1]) === 0;
}
