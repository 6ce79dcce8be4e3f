pragma circom 2.1.9;

include "parts.circom";

/** a·b ≤ limit by a range check of limit − a·b, with factors so large that the product passes r and comes back small. */
template Canary(FIXED) {
    signal input a;
    signal input b;
    signal input limit;
    component rangeA = Digits(FIXED == 1 ? 100 : 128);
    rangeA.in <== a;
    component rangeB = Digits(FIXED == 1 ? 100 : 128);
    rangeB.in <== b;
    component rangeLimit = Digits(200);
    rangeLimit.in <== limit;
    signal product <== a * b;
    component headroom = Digits(201);
    headroom.in <== limit - product;
}
