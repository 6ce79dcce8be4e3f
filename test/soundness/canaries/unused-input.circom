pragma circom 2.1.9;

/** A recipient that is in no constraint: whoever relays the proof may replace it. */
template Canary(FIXED) {
    signal input amount;
    signal input recipient;
    signal output out <== amount * amount;
    if (FIXED == 1) { signal bound <== recipient * recipient; }
}
