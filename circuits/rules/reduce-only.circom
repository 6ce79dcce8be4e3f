pragma circom 2.1.9;

include "../lib/range/compare.circom";
include "../lib/range/signed.circom";
include "../lib/constants.circom";

/**
 * Slippage(): S-20, the cash of a reducing trade is near its value: 10^4·|cost − Σ Δ·mark| ≤ slippage·Σ|Δ|·mark.
 * cost {maxabs} signed cash this account pays; traded, grossTraded {maxabs} Σ Δ·mark, Σ|Δ|·mark over unsettled slots
 * @mirror model/rules/reduce-only.ts (reduceOnlyRows)
 */
template Slippage() {
    signal input {binary} isReduce;
    signal input {maxabs} cost;
    signal input {maxabs} traded;
    signal input {maxabs} grossTraded;
    signal input {maxabs} slippage;
    signal {maxabs} gap <== Sub()(cost, traded);
    component split = SplitSigned(gap.maxabs);
    split.in <== gap;
    AssertLessEqWhen()(isReduce, Scale(BPS())(split.abs), Mul()(slippage, grossTraded));
}

/**
 * RiskDoesNotRise(N): S-20, imFactor·W' + 10^4·M' ≤ imFactor·W₀ + 10^4·M₀ unless every new size is 0. M without the netting charge.
 * oldLoss {maxabs} W₀ of SelectedLoss
 * @mirror model/rules/reduce-only.ts (reduceOnlyRows)
 */
template RiskDoesNotRise(N) {
    signal input {binary} isReduce;
    signal input {binary} newUsed[N];
    signal input {maxabs} imFactor;
    signal input {maxabs} newLoss;
    signal input {maxabs} oldLoss;
    signal input {maxabs} newContingency;
    signal input {maxabs} oldContingency;
    var open = 0;
    for (var j = 0; j < N; j++) { open += newUsed[j]; }
    signal {binary} flat <== IsZero()(open);
    signal {binary} on <== And()(isReduce, Not()(flat));
    AssertLessEqWhen()(
        on,
        Add()(Mul()(imFactor, newLoss), Scale(BPS())(newContingency)),
        Add()(Mul()(imFactor, oldLoss), Scale(BPS())(oldContingency))
    );
}

/**
 * Growth(N): whether some slot grows, and what a mode then allows: nothing in mode 1 (S-20), tier < 2 in mode 0 (S-22).
 * fullGrowth {binary} mode 0 and some slot grows: the switch of S-16 … S-18
 * Mode 2 needs no line here: without a trade no unsettled size changes (S-21), and a settled one only goes to 0.
 * @mirror model/plan.ts (grows), model/rules/reduce-only.ts (reduceOnlyViolations), model/rules/structure.ts (tierViolations)
 */
template Growth(N) {
    signal input {binary} grows[N];
    signal input {binary} isFull;
    signal input {binary} isReduce;
    signal input {binary} stressed;
    signal output {binary} fullGrowth;
    var count = 0;
    for (var j = 0; j < N; j++) { count += grows[j]; }
    isReduce * count === 0;
    signal {binary} none <== IsZero()(count);
    fullGrowth <== And()(isFull, Not()(none));
    fullGrowth * stressed === 0;
}
