pragma circom 2.1.9;

include "../lib/range/arithmetic.circom";
include "../lib/range/assert-below.circom";
include "../lib/range/less-eq.circom";
include "../lib/range/bits.circom";
include "../lib/constants.circom";

/**
 * RangeStep(): M-04 for one factor, Wilder's average of 20 true ranges rounded up, N ← ceil((19·N + TR)/20); carried where flagged.
 * high, low {maxabs = 38} since the last epoch; previous {maxabs = 38} the last epoch's price; atr {maxabs = 38} N; all ≥ 0
 * flagged   {binary}
 * next      {maxabs = 38} the new average
 * TR = max(high, p') − min(low, p'), which for low ≤ high is the largest of high − low, |high − p'| and |low − p'|, and never negative.
 * @guarantees 20·next − rest = 19·N + TR with 0 ≤ rest < 20, both sides below 2^44: next is the ceiling. N and TR below 2^38 give next below 2^38.
 * @mirror model/market-update.ts (trueRange, nextAtr)
 */
template RangeStep() {
    signal input {maxabs} high;
    signal input {maxabs} low;
    signal input {maxabs} previous;
    signal input {maxabs} atr;
    signal input {binary} flagged;
    signal output {maxabs} next;
    assert(high.maxabs <= PRICE_BITS() && low.maxabs <= PRICE_BITS() && atr.maxabs <= PRICE_BITS());

    signal {binary} isHigh <== IsLessEq()(previous, high);
    signal {binary} isLow <== IsLessEq()(low, previous);
    signal {maxabs} top <== Select()(isHigh, high, previous);
    signal {maxabs} bottom <== Select()(isLow, low, previous);
    signal {maxabs} total <== Add()(Scale(19)(atr), Sub()(top, bottom));

    signal quotient <-- (total + 19) \ 20; // constrained by its range and by the remainder's
    signal remainder <== 20 * quotient - total;
    signal {maxabs} average <== Unsigned(PRICE_BITS())(quotient);
    AssertBelow(20)(remainder);
    next <== Select()(flagged, atr, average);
}
