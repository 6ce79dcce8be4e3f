pragma circom 2.1.9;

include "../lib/range/compare.circom";
include "../lib/range/signed.circom";
include "../lib/range/zero.circom";
include "../lib/constants.circom";

/**
 * Margin(): S-10, 10^4·E ≥ imFactor·W + 10^4·M in mode 0, ≥ mmFactor·W + mmShare·M in mode 2.
 * @mirror model/rules/margin.ts (margin)
 */
template Margin() {
    signal input {binary} isReduce;
    signal input {binary} isMaintenance;
    signal input {maxabs} equity;
    signal input {maxabs} worstLoss;
    signal input {maxabs} contingency;
    signal input {maxabs} imFactor;
    signal input {maxabs} mmFactor;
    signal input {maxabs} mmShare;

    signal {maxabs} one <== Constant(BPS())();
    signal {maxabs} lossFactor <== Select()(isMaintenance, mmFactor, imFactor);
    signal {maxabs} contingencyFactor <== Select()(isMaintenance, mmShare, one);
    signal {maxabs} required <== Add()(Mul()(lossFactor, worstLoss), Mul()(contingencyFactor, contingency));
    signal {binary} on <== Not()(isReduce);
    AssertLessEqWhen()(on, required, Scale(BPS())(equity));
}

/**
 * Capacity(BITS): S-11, equity is not negative unless the mode is 1, and Q = floor(|E|·scale[tier]/256).
 * tier      {any} effective tier, 0 … 3; in mode 1 with negative equity Q limits nothing
 * stressed  {binary} tier ≥ 2
 * @guarantees isReduce = 0 ⇒ equity ≥ 0; 256·capacity ≤ |equity|·scale < 256·(capacity + 1).
 * @mirror model/rules/facts.ts (capacityOf), model/rules/margin.ts (solvency)
 */
template Capacity(BITS) {
    signal input {binary} isReduce;
    signal input {maxabs} equity;
    signal input {maxabs} scale[4];
    signal input tier;
    signal output {maxabs} capacity;
    signal output {binary} stressed;
    assert(scale.maxabs <= 9);

    component split = SplitSigned(BITS);
    split.in <== equity;
    split.negative * (1 - isReduce) === 0;

    component tierBits = Bits(2);
    tierBits.in <== tier;
    stressed <== tierBits.bit[1];
    signal {maxabs} calm <== Select()(tierBits.bit[0], scale[1], scale[0]);
    signal {maxabs} tense <== Select()(tierBits.bit[0], scale[3], scale[2]);
    signal {maxabs} scaled <== Mul()(split.abs, Select()(stressed, tense, calm));

    signal quotient <-- scaled \ UNIT(); // constrained by scaled === 256·quotient + remainder, both range-checked
    signal remainder <-- scaled % UNIT(); // constrained by the same equation
    capacity <== Unsigned(BITS + 1)(quotient);
    signal {maxabs} low <== Unsigned(8)(remainder);
    scaled === UNIT() * capacity + low;
}

/**
 * Borrow(): S-04, with an outflow cash may not fall below −borrow·Q.
 * @mirror model/rules/borrow.ts (borrow)
 */
template Borrow() {
    signal input {binary} outflow;
    signal input {maxabs} cash;
    signal input {maxabs} borrow;
    signal input {maxabs} capacity;
    AssertLessEqWhen()(outflow, Neg()(Mul()(borrow, capacity)), Scale(BPS())(cash));
}
