pragma circom 2.1.9;

include "parts.circom";

/** a ≤ b by a range check of b − a that is as wide as the field: every difference passes. */
template Canary(FIXED) {
    signal input a;
    signal input b;
    component rangeA = Digits(8);
    rangeA.in <== a;
    component rangeB = Digits(8);
    rangeB.in <== b;
    component headroom = Digits(FIXED == 1 ? 9 : 254);
    headroom.in <== b - a;
}
