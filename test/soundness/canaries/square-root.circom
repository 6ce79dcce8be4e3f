pragma circom 2.1.9;

include "parts.circom";

/** A root of which the field has two. */
template Canary(FIXED) {
    signal input in;
    signal output root;
    component inRange = Digits(16);
    inRange.in <== in;
    var guess = 0;
    for (var i = 7; i >= 0; i--) { if ((guess + (1 << i)) * (guess + (1 << i)) <= in) { guess += 1 << i; } }
    root <-- guess; // constrained by its square, and its range when there is one
    root * root === in;
    if (FIXED == 1) {
        component range = Digits(8);
        range.in <== root;
    }
}
