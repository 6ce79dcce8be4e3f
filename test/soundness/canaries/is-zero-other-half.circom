pragma circom 2.1.9;

/** A zero test without its first constraint: zero need not be told. */
template Canary(FIXED) {
    signal input in;
    signal output out;
    signal inverse;
    inverse <-- in == 0 ? 0 : 1 / in; // constrained by the two lines below when both are there
    out <-- in == 0 ? 1 : 0; // constrained by the two lines below when both are there
    in * out === 0;
    if (FIXED == 1) { out === 1 - in * inverse; } else { out * (out - 1) === 0; }
}
