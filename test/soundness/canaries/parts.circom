pragma circom 2.1.9;

/** Digits(N): the N binary digits of `in`, each a bit, their sum `in`. What a canary leaves out, it leaves out of its own lines. */
template Digits(N) {
    signal input in;
    signal output bit[N];
    var sum = 0;
    for (var i = 0; i < N; i++) {
        bit[i] <-- (in >> i) & 1; // constrained by the two lines below
        bit[i] * (bit[i] - 1) === 0;
        sum += bit[i] * (1 << i);
    }
    sum === in;
}
