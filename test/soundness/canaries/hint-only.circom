pragma circom 2.1.9;

/** A result that is computed and never constrained (circomlib's MiMC sponge had this line). */
template Canary(FIXED) {
    signal input in;
    signal output out;
    out <-- in * in; // constrained by the line below when there is one
    if (FIXED == 1) { out === in * in; }
}
