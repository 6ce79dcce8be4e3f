pragma circom 2.1.9;

/** A choice of two with the two exchanged. */
template Canary(FIXED) {
    signal input selector;
    signal input yes;
    signal input no;
    signal output out;
    selector * (selector - 1) === 0;
    if (FIXED == 1) { out <== no + selector * (yes - no); } else { out <== yes + selector * (no - yes); }
}
