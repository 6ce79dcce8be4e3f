pragma circom 2.1.9;

/** A loop that ends one too early: the last step of a running sum is assigned and not constrained. */
template Canary(FIXED) {
    signal input in[4];
    signal output out;
    signal sum[5];
    sum[0] <== 0;
    for (var i = 0; i < 4; i++) {
        sum[i + 1] <-- sum[i] + in[i] * in[i]; // constrained by the line below, except the last one
        if (i < 3 || FIXED == 1) { sum[i + 1] === sum[i] + in[i] * in[i]; }
    }
    out <== sum[4];
}
