pragma circom 2.1.9;

/** ceil(log2(n)) for n ≥ 1. */
function log2ceil(n) {
    var bits = 0;
    while ((1 << bits) < n) { bits++; }
    return bits;
}

/** The larger of two compile-time integers. */
function maxOf(a, b) {
    if (a > b) { return a; }
    return b;
}

// The templates below carry the bound |x| < 2^maxabs through arithmetic, so that a comparison knows its width at compile time
// and an operand whose range nobody checked is a compile error. No result may reach 2^252: that keeps field and integer arithmetic equal.

/** Mul(): out = a·b. */
template Mul() {
    signal input {maxabs} a;
    signal input {maxabs} b;
    signal output {maxabs} out;
    out.maxabs = a.maxabs + b.maxabs;
    assert(out.maxabs <= 252);
    out <== a * b;
}

/** Scale(C): out = C·in for a compile-time constant C ≥ 1. */
template Scale(C) {
    signal input {maxabs} in;
    signal output {maxabs} out;
    out.maxabs = in.maxabs + log2ceil(C);
    assert(out.maxabs <= 252);
    out <== C * in;
}

/** Add(): out = a + b. */
template Add() {
    signal input {maxabs} a;
    signal input {maxabs} b;
    signal output {maxabs} out;
    out.maxabs = maxOf(a.maxabs, b.maxabs) + 1;
    assert(out.maxabs <= 252);
    out <== a + b;
}

/** Sub(): out = a − b. */
template Sub() {
    signal input {maxabs} a;
    signal input {maxabs} b;
    signal output {maxabs} out;
    out.maxabs = maxOf(a.maxabs, b.maxabs) + 1;
    assert(out.maxabs <= 252);
    out <== a - b;
}

/** Neg(): out = −in. */
template Neg() {
    signal input {maxabs} in;
    signal output {maxabs} out;
    out.maxabs = in.maxabs;
    out <== -in;
}

/** Sum(N): out = Σ in[i]. */
template Sum(N) {
    signal input {maxabs} in[N];
    signal output {maxabs} out;
    out.maxabs = in.maxabs + log2ceil(N);
    assert(out.maxabs <= 252);
    var total = 0;
    for (var i = 0; i < N; i++) { total += in[i]; }
    out <== total;
}

/** Dot(N): out = Σ a[i]·b[i]. */
template Dot(N) {
    signal input {maxabs} a[N];
    signal input {maxabs} b[N];
    signal output {maxabs} out;
    signal {maxabs} product[N];
    for (var i = 0; i < N; i++) { product[i] <== Mul()(a[i], b[i]); }
    out <== Sum(N)(product);
}

/** Select(): out = choice ? yes : no, for a binary choice. */
template Select() {
    signal input {binary} choice;
    signal input {maxabs} yes;
    signal input {maxabs} no;
    signal output {maxabs} out;
    out.maxabs = maxOf(yes.maxabs, no.maxabs);
    out <== no + choice * (yes - no);
}

/** Gate(): out = on ? in : 0, for a binary switch. */
template Gate() {
    signal input {binary} on;
    signal input {maxabs} in;
    signal output {maxabs} out;
    out.maxabs = in.maxabs;
    out <== on * in;
}
