pragma circom 2.1.9;

include "arithmetic.circom";
include "bits.circom";

/**
 * IsLessEq(): whether a ≤ b.
 * a, b  {maxabs} signed integers whose bounds are known
 * out   {binary} 1 when a ≤ b, else 0
 * @guarantees out is the sign of b − a: the difference, lifted by 2^BITS, has the digit 2^BITS exactly when it is not negative.
 */
template IsLessEq() {
    signal input {maxabs} a;
    signal input {maxabs} b;
    signal output {binary} out;
    var BITS = maxOf(a.maxabs, b.maxabs) + 1;
    component lifted = Bits(BITS + 1);
    lifted.in <== b - a + (1 << BITS);
    out <== lifted.bit[BITS];
}
