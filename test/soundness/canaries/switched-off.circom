pragma circom 2.1.9;

/** A switch that multiplies the constraint of a hint: switched off, the result is anybody's. */
template Canary(FIXED) {
    signal input on;
    signal input in;
    signal output out;
    on * (on - 1) === 0;
    signal square <== in * in;
    out <-- on == 1 ? square : 0; // constrained by the line below
    if (FIXED == 1) { out === on * square; } else { on * (out - square) === 0; }
}
