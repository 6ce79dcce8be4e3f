pragma circom 2.1.9;

include "../lib/range/arithmetic.circom";
include "../lib/range/assert-below.circom";
include "../lib/range/bits.circom";
include "../lib/range/zero.circom";
include "../lib/constants.circom";

/** 1e-12 of a coefficient times 1e-4 of a move. */
function SHOCK_UNIT() { return 10000000000000000; }

/**
 * ImpliedShock(): V-06, the P&L of one lot in a scenario, mark·move·coefficient / 1e16. Away from 0, because a lot may be held long or
 * short; down for collateral, which is only held long.
 * moved        {maxabs ≤ 58} mark·move, 0 … 2^55 − 1: the move is a sum of eight of which one is not 0
 * mag          {maxabs = 47} the coefficient's magnitude; negative {binary} its sign
 * isCollateral {binary}
 * shock        {maxabs = 36} signed
 * beyond       {maxabs = 13} what of the magnitude leaves the range of a shock: its digits from 36 up
 * @guarantees moved·mag + lift − 1e16·quotient = rest with 0 ≤ rest < 1e16, lift = 1e16 − 1 where the magnitude rounds up, else 0; all terms
 *   stay below 2^106, so the quotient is the magnitude.
 * @mirror model/row-void.ts (implied)
 */
template ImpliedShock() {
    signal input {maxabs} moved;
    signal input {maxabs} mag;
    signal input {binary} negative;
    signal input {binary} isCollateral;
    signal output {maxabs} shock;
    signal output {maxabs} beyond;
    assert(moved.maxabs <= 58 && mag.maxabs <= 47);

    signal {binary} down <== AndNot()(isCollateral, negative);
    signal {maxabs} profit <== Mul()(moved, mag);
    var UNIT16 = SHOCK_UNIT();
    signal lifted <== profit + (UNIT16 - 1) * (1 - down);
    signal quotient <-- lifted \ UNIT16; // constrained by its digits and by the remainder's range
    signal remainder <== lifted - UNIT16 * quotient;
    AssertBelow(UNIT16)(remainder);

    component digits = Bits(49);
    digits.in <== quotient;
    component low = FromBits(RISK_BITS());
    for (var i = 0; i < RISK_BITS(); i++) { low.bit[i] <== digits.bit[i]; }
    component high = FromBits(49 - RISK_BITS());
    for (var i = 0; i < 49 - RISK_BITS(); i++) { high.bit[i] <== digits.bit[RISK_BITS() + i]; }
    beyond <== high.out;
    shock <== Select()(negative, Neg()(low.out), low.out);
}
