pragma circom 2.1.9;

include "../lib/range/arithmetic.circom";
include "../lib/range/assert-below.circom";
include "../lib/range/bits.circom";
include "../lib/constants.circom";

/**
 * VarianceStep(): M-03 on the diagonal, next = ceil((α·r² + β·Σ_ff)/1e9) + ω_ff + (F − 1 for a used factor).
 * weighted  {maxabs = 60} α·r; change {maxabs = 30} r; beta {maxabs = 30}, all in 1e-9
 * previous  {maxabs = 60} Σ_ff; omega {maxabs = 60} ω_ff, 1e-18 per epoch
 * used      {binary}
 * next      {maxabs = 60} not negative
 * @guarantees 1e9·(next − ω − 7·used) − (α·r² + β·Σ) = rest with 0 ≤ rest < 1e9; all terms stay below 2^93, so the bracket is the ceiling.
 *   Rounding takes less than 1 from each of the 7 other entries of a row and never from this one: the added 7 keep the matrix
 *   positive semi-definite (Gershgorin).
 * @mirror model/market-update.ts (nextCovariance)
 */
template VarianceStep() {
    signal input {maxabs} weighted;
    signal input {maxabs} change;
    signal input {maxabs} beta;
    signal input {maxabs} previous;
    signal input {maxabs} omega;
    signal input {binary} used;
    signal output {maxabs} next;
    signal {maxabs} blend <== Add()(Mul()(weighted, change), Mul()(beta, previous));
    assert(blend.maxabs <= 92 && omega.maxabs <= COV_BITS());

    var UNIT9 = NANO();
    signal quotient <-- blend < 0 ? -(-blend \ UNIT9) : (blend + UNIT9 - 1) \ UNIT9; // constrained by the range of next and by the remainder's
    signal remainder <== UNIT9 * quotient - blend;
    AssertBelow(UNIT9)(remainder);
    next <== Unsigned(COV_BITS())(quotient + omega + (FACTORS() - 1) * used);
}
