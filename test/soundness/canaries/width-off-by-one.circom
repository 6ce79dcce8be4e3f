pragma circom 2.1.9;

include "parts.circom";

/** A byte that may have nine bits. */
template Canary(FIXED) {
    signal input in;
    component range = Digits(FIXED == 1 ? 8 : 9);
    range.in <== in;
}
