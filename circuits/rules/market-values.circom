pragma circom 2.1.9;

include "../lib/range/arithmetic.circom";
include "../lib/range/compare.circom";
include "../lib/range/zero.circom";
include "../lib/constants.circom";

/**
 * SlotValues(): what one slot adds to the totals in micro-quote.
 * value = newSize·mark, grossValue = |newSize|·mark
 * traded = change·mark and grossTraded = |change|·mark of an unsettled slot, else 0
 * settlement = −change·mark of a settled slot, else 0: its old size at the settlement mark when it goes to 0
 * contingencyOld, contingencyNew = (size > 0 ? long : short)·|size|
 * @mirror model/rules/totals.ts (addPosition), model/plan.ts (finishPlan)
 */
template SlotValues() {
    signal input {maxabs} mark;
    signal input {binary} settled;
    signal input {maxabs} newSize;
    signal input {maxabs} newAbs;
    signal input {maxabs} oldAbs;
    signal input {binary} newNegative;
    signal input {binary} oldNegative;
    signal input {maxabs} change;
    signal input {maxabs} changeAbs;
    signal input {maxabs} contingencyLong;
    signal input {maxabs} contingencyShort;
    signal output {maxabs} value <== Mul()(newSize, mark);
    signal output {maxabs} grossValue <== Mul()(newAbs, mark);
    signal output {maxabs} traded;
    signal output {maxabs} grossTraded;
    signal output {maxabs} settlement;
    signal output {maxabs} contingencyOld;
    signal output {maxabs} contingencyNew;

    signal {maxabs} tradableMark <== Gate()(Not()(settled), mark);
    signal {maxabs} settlementMark <== Gate()(settled, mark);
    traded <== Mul()(change, tradableMark);
    grossTraded <== Mul()(changeAbs, tradableMark);
    settlement <== Neg()(Mul()(change, settlementMark));
    contingencyNew <== Mul()(newAbs, Select()(newNegative, contingencyShort, contingencyLong));
    contingencyOld <== Mul()(oldAbs, Select()(oldNegative, contingencyShort, contingencyLong));
}

/**
 * Haircut(): S-06, the haircut value H of one collateral asset under its lines.
 * haircut is the prover's choice: any value under every line; less only hurts the prover.
 * @guarantees 0 ≤ haircut and 10^4·haircut ≤ 10^4·intercept_t + slope_t·value for every line t.
 * @mirror model/rules/haircut.ts (haircutValue)
 */
template Haircut() {
    var T = LINES();
    signal input haircut;
    signal input {maxabs} value;
    signal input {maxabs} slope[T];
    signal input {maxabs} intercept[T];
    signal output {maxabs} out <== Unsigned(SIZE_BITS() + PRICE_BITS())(haircut);
    signal {maxabs} claimed <== Scale(BPS())(out);
    for (var t = 0; t < T; t++) {
        AssertLessEq()(claimed, Add()(Scale(BPS())(intercept[t]), Mul()(slope[t], value)));
    }
}
