pragma circom 2.1.9;

/** Digits of which two have the same weight. */
template Canary(FIXED) {
    signal input in;
    signal output bit[4];
    var sum = 0;
    for (var i = 0; i < 4; i++) {
        bit[i] <-- (in >> i) & 1; // constrained by being a bit and by the sum
        bit[i] * (bit[i] - 1) === 0;
        sum += bit[i] * (1 << (FIXED == 1 || i < 3 ? i : 2));
    }
    sum === in;
}
