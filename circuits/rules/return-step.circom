pragma circom 2.1.9;

include "../lib/range/compare.circom";
include "../lib/range/less-eq.circom";
include "../lib/range/signed.circom";
include "../lib/range/zero.circom";
include "../lib/constants.circom";

/**
 * ReturnStep(): M-02 for one factor, r = floor((p − p')·1e9/p'), clamped to 1e9 where p > 2·p', 0 where the feed is flagged.
 * price     {maxabs = 38} p, micro-quote per lot, ≥ 0
 * previous  {maxabs = 38} p', of the previous block; p' = 0 is unsatisfiable
 * flagged   {binary}
 * change    {maxabs = 30} r in 1e-9, signed; changeAbs its magnitude
 * forces    {binary} flagged, or clamped: the tier is at least 2 (M-05)
 * nextPrice {maxabs = 38} p, or p' where the feed is flagged
 * @guarantees 1e9·(target − p') − r·p' = rest with 0 ≤ rest < p' and target in [0, 2·p'], hence −1e9 ≤ r ≤ 1e9 and r is the floor.
 *   r is range-checked, so both sides stay below 2^70: the equation holds between integers, and no quotient wraps round the field.
 * @mirror model/market-update.ts (rawReturn, clampReturn, isClamped, stepFactor)
 */
template ReturnStep() {
    signal input {maxabs} price;
    signal input {maxabs} previous;
    signal input {binary} flagged;
    signal output {maxabs} change;
    signal output {maxabs} changeAbs;
    signal output {binary} forces;
    signal output {maxabs} nextPrice;
    assert(price.maxabs <= PRICE_BITS() && previous.maxabs <= PRICE_BITS());

    signal {maxabs} twice <== Scale(2)(previous);
    signal {binary} within <== IsLessEq()(price, twice);
    forces <== Or()(flagged, Not()(within));
    nextPrice <== Select()(flagged, previous, price);

    signal {maxabs} capped <== Select()(within, price, twice);
    signal {maxabs} target <== Select()(flagged, previous, capped);
    signal {maxabs} scaled <== Scale(NANO())(Sub()(target, previous));

    var divisor = previous == 0 ? 1 : previous;
    signal quotient <-- scaled < 0 ? -((divisor - 1 - scaled) \ divisor) : scaled \ divisor; // constrained by its range and by the remainder's
    signal remainder <== scaled - quotient * previous;
    component split = SplitSigned(WEIGHT_BITS());
    split.in <== quotient;
    change <== split.value;
    changeAbs <== split.abs;
    signal {maxabs} rest <== Unsigned(PRICE_BITS())(remainder);
    AssertLessEq()(Add()(rest, Constant(1)()), previous);
}
