pragma circom 2.1.9;

include "parts.circom";

/** a < b by the ninth digit of 256 + a − b, when nobody checked that a and b are below 256. */
template Canary(FIXED) {
    signal input a;
    signal input b;
    signal output out;
    if (FIXED == 1) {
        component rangeA = Digits(8);
        rangeA.in <== a;
        component rangeB = Digits(8);
        rangeB.in <== b;
    }
    component digits = Digits(9);
    digits.in <== 256 + a - b;
    out <== 1 - digits.bit[8];
}
