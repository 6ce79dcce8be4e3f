pragma circom 2.1.9;

/**
 * IsZero(): zero test.
 * in   any field element
 * out  {binary, maxabs} 1 when in = 0, else 0
 * @guarantees out·in = 0 and out = 1 − in·inverse: for in ≠ 0 the first forces 0, for in = 0 the second forces 1, whatever the inverse.
 */
template IsZero() {
    signal input in;
    signal output {binary, maxabs} out;
    out.maxabs = 1;

    signal inverse;
    inverse <-- in == 0 ? 0 : 1 / in; // constrained by out <== 1 − in·inverse together with in·out === 0
    out <== 1 - in * inverse;
    in * out === 0;
}

/**
 * AssertNonZero(): unsatisfiable for in = 0.
 */
template AssertNonZero() {
    signal input in;
    signal inverse;
    inverse <-- in == 0 ? 0 : 1 / in; // constrained by in·inverse === 1
    in * inverse === 1;
}

/** Not(): out {binary, maxabs} = 1 − in for a binary in. */
template Not() {
    signal input {binary} in;
    signal output {binary, maxabs} out;
    out.maxabs = 1;
    out <== 1 - in;
}

/** And(): out {binary, maxabs} = a·b for binary a and b. */
template And() {
    signal input {binary} a;
    signal input {binary} b;
    signal output {binary, maxabs} out;
    out.maxabs = 1;
    out <== a * b;
}

/** AndNot(): out {binary, maxabs} = a·(1 − b) for binary a and b. */
template AndNot() {
    signal input {binary} a;
    signal input {binary} b;
    signal output {binary, maxabs} out;
    out.maxabs = 1;
    out <== a * (1 - b);
}

/**
 * OneHot8(): the one-hot form of a 3-bit number.
 * bit[3]  digits, least significant first
 * out[8]  {binary} out[i] = 1 exactly for the number i
 */
template OneHot8() {
    signal input {binary} bit[3];
    signal output {binary} out[8];
    signal high[4];
    high[3] <== bit[2] * bit[1];
    high[2] <== bit[2] - high[3];
    high[1] <== bit[1] - high[3];
    high[0] <== 1 - bit[1] - bit[2] + high[3];
    for (var h = 0; h < 4; h++) {
        out[2 * h + 1] <== high[h] * bit[0];
        out[2 * h] <== high[h] - out[2 * h + 1];
    }
}

/** Or(): out {binary, maxabs} = a + b − a·b for binary a and b. */
template Or() {
    signal input {binary} a;
    signal input {binary} b;
    signal output {binary, maxabs} out;
    out.maxabs = 1;
    out <== a + b - a * b;
}

/** AssertNotBoth(): unsatisfiable for a = b = 1; both binary. */
template AssertNotBoth() {
    signal input {binary} a;
    signal input {binary} b;
    a * b === 0;
}

/**
 * OneHotOrNone(N): a choice of at most one of N.
 * in      any field elements
 * choice  {binary} the same values
 * @guarantees every choice[i] ∈ {0, 1} and their sum is 0 or 1.
 */
template OneHotOrNone(N) {
    signal input in[N];
    signal output {binary} choice[N];
    var sum = 0;
    for (var i = 0; i < N; i++) {
        choice[i] <== in[i];
        in[i] * (in[i] - 1) === 0;
        sum += in[i];
    }
    sum * (sum - 1) === 0;
}

/** AssertImplies(): unsatisfiable for a = 1, b = 0; both binary. */
template AssertImplies() {
    signal input {binary} a;
    signal input {binary} b;
    a * (1 - b) === 0;
}
