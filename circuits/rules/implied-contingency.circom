pragma circom 2.1.9;

include "../lib/range/arithmetic.circom";
include "../lib/range/assert-below.circom";
include "../lib/range/bits.circom";
include "../lib/constants.circom";

/**
 * ImpliedContingency(): V-07, ceil(mark·bps / 1e4).
 * mark   {maxabs = 38} micro-quote per lot, ≥ 0
 * bps    {maxabs = 14} basis points of the mark, ≥ 0
 * charge {maxabs = 40} micro-quote per lot
 * @guarantees 1e4·charge − mark·bps = rest with 0 ≤ rest < 1e4, all terms below 2^54: charge is the ceiling.
 * @mirror model/row-void.ts (implied)
 */
template ImpliedContingency() {
    signal input {maxabs} mark;
    signal input {maxabs} bps;
    signal output {maxabs} charge;
    assert(mark.maxabs <= PRICE_BITS() && bps.maxabs <= 14);
    signal {maxabs} product <== Mul()(mark, bps);
    signal quotient <-- (product + BPS() - 1) \ BPS(); // constrained by its range and by the remainder's
    signal remainder <== BPS() * quotient - product;
    charge <== Unsigned(40)(quotient);
    AssertBelow(BPS())(remainder);
}
