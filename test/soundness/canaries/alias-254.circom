pragma circom 2.1.9;

include "parts.circom";

/** As many digits as the field has: a small number has a second reading, itself plus r. */
template Canary(FIXED) {
    signal input in;
    signal output low;
    component digits = Digits(FIXED == 1 ? 253 : 254);
    digits.in <== in;
    low <== digits.bit[0];
}
