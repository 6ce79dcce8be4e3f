pragma circom 2.1.9;

/** Digits of which the highest is not held to 0 or 1. */
template Canary(FIXED) {
    signal input in;
    signal output bit[8];
    var sum = 0;
    for (var i = 0; i < 8; i++) {
        bit[i] <-- (in >> i) & 1; // constrained by the sum, and by the line below when there is one
        if (i < 7 || FIXED == 1) { bit[i] * (bit[i] - 1) === 0; }
        sum += bit[i] * (1 << i);
    }
    sum === in;
}
