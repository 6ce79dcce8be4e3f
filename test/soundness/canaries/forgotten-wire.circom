pragma circom 2.1.9;

include "parts.circom";

/** A range check whose input is assigned, not connected: it checks a number of the prover's choice. */
template Canary(FIXED) {
    signal input in;
    component range = Digits(8);
    if (FIXED == 1) { range.in <== in; } else { range.in <-- in; } // constrained by nothing in the second branch: that is the bug
    signal square <== in * in;
}
