pragma circom 2.1.9;

/**
 * Bits(BITS): the little-endian binary digits of an integer.
 * This is the one place where a range is established; every other range template is built on it.
 * @param BITS  1 … 252, so that the digits of a field element are unique.
 * in        any field element
 * bit[BITS] {binary} digits, least significant first
 * @guarantees in = Σ bit[i]·2^i as integers, hence 0 ≤ in < 2^BITS. Unsatisfiable for in = 2^BITS and for every negative in.
 */
template Bits(BITS) {
    assert(BITS >= 1 && BITS <= 252);
    signal input in;
    signal output {binary} bit[BITS];

    var sum = 0;
    for (var i = 0; i < BITS; i++) {
        bit[i] <-- (in >> i) & 1; // constrained by the booleanity below and by sum === in
        bit[i] * (bit[i] - 1) === 0;
        sum += bit[i] * (1 << i);
    }
    sum === in;
}

/**
 * Bit(): marks a signal as a binary digit.
 * in   any field element
 * out  {binary, maxabs} the same value
 * @guarantees out ∈ {0, 1}. Unsatisfiable for in = 2.
 */
template Bit() {
    signal input in;
    signal output {binary, maxabs} out;
    out.maxabs = 1;
    in * (in - 1) === 0;
    out <== in;
}

/**
 * Unsigned(BITS): range check.
 * in   any field element
 * out  {maxabs = BITS} the same value
 * @guarantees 0 ≤ out < 2^BITS. Unsatisfiable for in = 2^BITS and for in = −1.
 */
template Unsigned(BITS) {
    signal input in;
    signal output {maxabs} out;
    out.maxabs = BITS;
    component bits = Bits(BITS);
    bits.in <== in;
    out <== in;
}

/**
 * UnsignedArray(N, BITS): N range checks.
 * @guarantees 0 ≤ out[i] < 2^BITS for every i.
 */
template UnsignedArray(N, BITS) {
    signal input in[N];
    signal output {maxabs} out[N];
    out.maxabs = BITS;
    for (var i = 0; i < N; i++) { out[i] <== Unsigned(BITS)(in[i]); }
}

/**
 * FromBits(BITS): the integer of given digits, least significant first.
 * @guarantees out = Σ bit[i]·2^i.
 */
template FromBits(BITS) {
    assert(BITS >= 1 && BITS <= 252);
    signal input {binary} bit[BITS];
    signal output {maxabs} out;
    out.maxabs = BITS;
    var sum = 0;
    for (var i = 0; i < BITS; i++) { sum += bit[i] * (1 << i); }
    out <== sum;
}

/**
 * Constant(C): a compile-time constant with its bound; adds no constraint.
 * @param C  0 … 2^251
 */
template Constant(C) {
    signal output {maxabs} out;
    var bits = 1;
    while ((1 << bits) <= C) { bits++; }
    out.maxabs = bits;
    out <== C;
}

/**
 * Trusted(BITS): attaches a bound that is established outside this circuit and adds no constraint.
 * Only for values opened to a public root: policy fields (ranges enforced by PolicyRegistry before it computes the root), risk rows (a duty of
 * their signers; the model's parsers refuse what is out of range), covariances (range-checked when market-update proved their block; of the first
 * block and of a volatility model, by whoever published it). Never for a book, a trade or a hint.
 * @assumes |in| < 2^BITS as a signed integer, by whoever made the root.
 * out  {maxabs = BITS} the same value
 */
template Trusted(BITS) {
    assert(BITS >= 1 && BITS <= 252);
    signal input in;
    signal output {maxabs} out;
    out.maxabs = BITS;
    out <== in;
}

/** TrustedArray(N, BITS): Trusted for each of N values. */
template TrustedArray(N, BITS) {
    signal input in[N];
    signal output {maxabs} out[N];
    out.maxabs = BITS;
    for (var i = 0; i < N; i++) { out[i] <== Trusted(BITS)(in[i]); }
}
