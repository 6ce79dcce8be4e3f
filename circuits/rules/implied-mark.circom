pragma circom 2.1.9;

include "../lib/range/arithmetic.circom";
include "../lib/range/bits.circom";
include "../lib/range/compare.circom";
include "../lib/range/zero.circom";
include "../lib/constants.circom";

/**
 * ImpliedMark(): V-05, floor(price·numerator·share / (denominator·1e4)), the mark of one lot.
 * price        {maxabs ≤ 41} of the factor, micro-quote, 0 … 2^38 − 1: a sum of eight of which one is not 0
 * numerator, denominator  {maxabs = 40} units of the factor in a lot, ≥ 0; a denominator of 0 is unsatisfiable
 * share        {maxabs = 20} basis points of the factor's price, ≥ 0
 * isCollateral {binary}
 * mark         {maxabs = 38} the quotient's low 38 digits
 * beyond       {maxabs = 62} what of the quotient leaves the range: the digits from 38 up, for a row from 36 up, since its delta is its mark
 * @guarantees price·numerator·share − quotient·denominator·1e4 = rest with 0 ≤ rest < denominator·1e4; the quotient has 98 digits and all
 *   terms stay below 2^153, so it is the floor. beyond = 0 exactly when the mark lies in the range.
 * @mirror model/row-void.ts (implied)
 */
template ImpliedMark() {
    signal input {maxabs} price;
    signal input {maxabs} numerator;
    signal input {maxabs} denominator;
    signal input {maxabs} share;
    signal input {binary} isCollateral;
    signal output {maxabs} mark;
    signal output {maxabs} beyond;
    assert(price.maxabs <= PRICE_BITS() + 3 && numerator.maxabs <= 40 && denominator.maxabs <= 40 && share.maxabs <= 20);

    signal {maxabs} value <== Mul()(Mul()(price, numerator), share);
    signal {maxabs} divisor <== Scale(BPS())(denominator);
    var by = divisor == 0 ? 1 : divisor;
    signal quotient <-- value \ by; // constrained by its digits and by the remainder's range
    signal remainder <== value - quotient * divisor;
    component digits = Bits(98);
    digits.in <== quotient;
    signal {maxabs} rest <== Unsigned(54)(remainder);
    AssertLessEq()(Add()(rest, Constant(1)()), divisor);

    component low = FromBits(PRICE_BITS());
    for (var i = 0; i < PRICE_BITS(); i++) { low.bit[i] <== digits.bit[i]; }
    mark <== low.out;
    component high = FromBits(60);
    for (var i = 0; i < 60; i++) { high.bit[i] <== digits.bit[PRICE_BITS() + i]; }
    component middle = FromBits(2);
    for (var i = 0; i < 2; i++) { middle.bit[i] <== digits.bit[RISK_BITS() + i]; }
    signal {maxabs} ofRow <== Gate()(Not()(isCollateral), middle.out);
    beyond <== Add()(high.out, ofRow);
}
