pragma circom 2.1.9;

include "parts.circom";

/** in = 1000·quotient + rest, where not the quotient but its sum with a public offset is held in range; here one too wide for it to be the only one. */
template Canary(FIXED) {
    signal input in;
    signal input offset;
    signal output shifted;
    signal quotient;
    signal rest;
    quotient <-- in \ 1000; // constrained by the sum and the range of shifted
    rest <-- in % 1000; // constrained by the sum and its range
    1000 * quotient + rest === in;
    shifted <== quotient + offset;
    component high = Digits(20);
    high.in <== shifted;
    component low = Digits(10);
    low.in <== rest;
    if (FIXED == 1) {
        component most = Digits(10);
        most.in <== 999 - rest;
    }
}
