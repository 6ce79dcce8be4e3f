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
