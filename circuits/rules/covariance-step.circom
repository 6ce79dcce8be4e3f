pragma circom 2.1.9;

include "../lib/range/arithmetic.circom";
include "../lib/range/assert-below.circom";
include "../lib/range/signed.circom";
include "../lib/constants.circom";

/**
 * CovarianceStep(): M-03 off the diagonal, next = floor((α·r_f·r_g + β·Σ_fg)/1e9) + ω_fg.
 * weighted  {maxabs = 60} α·r_f; other {maxabs = 30} r_g; beta {maxabs = 30}, all in 1e-9
 * previous  {maxabs = 60} Σ_fg; omega {maxabs = 60} ω_fg, 1e-18 per epoch, signed
 * next      {maxabs = 60} signed
 * @guarantees α·r_f·r_g + β·Σ − 1e9·(next − ω) = rest with 0 ≤ rest < 1e9; all terms stay below 2^93, so next − ω is the floor.
 *   The new value itself is range-checked: no block with an entry of more than 60 bits can be published.
 * @mirror model/market-update.ts (nextCovariance)
 */
template CovarianceStep() {
    signal input {maxabs} weighted;
    signal input {maxabs} other;
    signal input {maxabs} beta;
    signal input {maxabs} previous;
    signal input {maxabs} omega;
    signal output {maxabs} next;
    signal {maxabs} blend <== Add()(Mul()(weighted, other), Mul()(beta, previous));
    assert(blend.maxabs <= 92 && omega.maxabs <= COV_BITS());

    var UNIT9 = NANO();
    signal quotient <-- blend < 0 ? -((UNIT9 - 1 - blend) \ UNIT9) : blend \ UNIT9; // constrained by the range of next and by the remainder's
    signal remainder <== blend - UNIT9 * quotient;
    AssertBelow(UNIT9)(remainder);
    component split = SplitSigned(COV_BITS());
    split.in <== quotient + omega;
    next <== split.value;
}
