pragma circom 2.1.9;

include "arithmetic.circom";
include "bits.circom";

/**
 * AssertLessEqWhen(): lhs ≤ rhs when on = 1; no condition when on = 0.
 * The difference is multiplied by the switch before its range check, so the check never grows wider and is never skipped.
 * on        {binary}
 * lhs, rhs  {maxabs} signed integers whose bounds are known
 * @guarantees on = 1 ⇒ lhs ≤ rhs as integers. Unsatisfiable for on = 1, lhs = rhs + 1.
 */
template AssertLessEqWhen() {
    signal input {binary} on;
    signal input {maxabs} lhs;
    signal input {maxabs} rhs;
    var BITS = maxOf(lhs.maxabs, rhs.maxabs) + 1;
    signal headroom <== on * (rhs - lhs);
    component range = Unsigned(BITS);
    range.in <== headroom;
}

/**
 * AssertLessEq(): lhs ≤ rhs.
 * lhs, rhs  {maxabs} signed integers whose bounds are known
 * @guarantees lhs ≤ rhs as integers. Unsatisfiable for lhs = rhs + 1.
 */
template AssertLessEq() {
    signal input {maxabs} lhs;
    signal input {maxabs} rhs;
    var BITS = maxOf(lhs.maxabs, rhs.maxabs) + 1;
    component range = Unsigned(BITS);
    range.in <== rhs - lhs;
}
