pragma circom 2.1.9;

/** A zero test without its second constraint: with the inverse 0, everything is zero. */
template Canary(FIXED) {
    signal input in;
    signal output out;
    signal inverse;
    inverse <-- in == 0 ? 0 : 1 / in; // constrained by the two lines below when both are there
    out <== 1 - in * inverse;
    if (FIXED == 1) { in * out === 0; }
}
