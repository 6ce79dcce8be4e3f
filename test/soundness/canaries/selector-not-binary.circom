pragma circom 2.1.9;

/** A choice of two by a selector that may be 2: neither of them comes out. */
template Canary(FIXED) {
    signal input selector;
    signal input yes;
    signal input no;
    signal output out;
    if (FIXED == 1) { selector * (selector - 1) === 0; }
    out <== no + selector * (yes - no);
}
