pragma circom 2.1.9;

include "../lib/range/compare.circom";
include "../lib/range/zero.circom";
include "../lib/constants.circom";

/** Row-major index of (f, g), f ≤ g, in the upper triangle of an F × F matrix. */
function triangle(f, g, F) {
    var a = f < g ? f : g;
    var b = f < g ? g : f;
    return a * F - a * (a - 1) / 2 + (b - a);
}

/**
 * Variance(): V = Xᵀ Σ X and (ΣX)_f.
 * exposure[8] {maxabs} X; cov[36] {maxabs} Σ, upper triangle row by row
 * contribution[8] {maxabs} X_f·(ΣX)_f; out {maxabs} V
 * @mirror model/rules/facts.ts (riskVector, factsOf)
 */
template Variance() {
    var F = FACTORS();
    signal input {maxabs} exposure[F];
    signal input {maxabs} cov[F * (F + 1) / 2];
    signal output {maxabs} contribution[F];
    signal output {maxabs} out;
    component row[F];
    for (var f = 0; f < F; f++) {
        row[f] = Dot(F);
        row[f].b <== exposure;
        for (var g = 0; g < F; g++) { row[f].a[g] <== cov[triangle(f, g, F)]; }
        contribution[f] <== Mul()(exposure[f], row[f].out);
    }
    out <== Sum(F)(contribution);
}

/**
 * VolatilityTarget(): S-13, V ≤ σ*²·Q².
 * @mirror model/rules/volatility-target.ts (volatilityTarget)
 */
template VolatilityTarget() {
    signal input {binary} on;
    signal input {maxabs} variance;
    signal input {maxabs} volTarget;
    signal input {maxabs} capacity;
    AssertLessEqWhen()(on, variance, Mul()(volTarget, Mul()(capacity, capacity)));
}

/**
 * RatioLimit(): 10^4·value ≤ limit·Q. S-14 with value Σ|size|·mark; S-15 with the net exposure, gamma and vega.
 * @mirror model/rules/leverage.ts (leverage), model/rules/greeks.ts (greeks)
 */
template RatioLimit() {
    signal input {binary} on;
    signal input {maxabs} value;
    signal input {maxabs} limit;
    signal input {maxabs} capacity;
    AssertLessEqWhen()(on, Scale(BPS())(value), Mul()(limit, capacity));
}

/**
 * Kelly(): S-16, 256·V ≤ c·Q·(Xᵀμ)·10^9; off when c = 0.
 * @mirror model/rules/kelly.ts (kelly)
 */
template Kelly() {
    var F = FACTORS();
    signal input {binary} grows;
    signal input {maxabs} variance;
    signal input {maxabs} kellyFraction;
    signal input {maxabs} capacity;
    signal input {maxabs} exposure[F];
    signal input {maxabs} drift[F];
    signal {binary} off <== IsZero()(kellyFraction);
    signal {binary} on <== And()(grows, Not()(off));
    signal {maxabs} gain <== Mul()(Mul()(kellyFraction, capacity), Dot(F)(exposure, drift));
    AssertLessEqWhen()(on, Scale(UNIT())(variance), Scale(1000000000)(gain));
}

/**
 * RiskParity(): S-17, 256·X_f·(ΣX)_f ≤ κ·V for every factor; off when κ = 0.
 * @mirror model/rules/risk-parity.ts (riskParity)
 */
template RiskParity() {
    var F = FACTORS();
    signal input {binary} grows;
    signal input {maxabs} variance;
    signal input {maxabs} riskShare;
    signal input {maxabs} contribution[F];
    signal {binary} off <== IsZero()(riskShare);
    signal {binary} on <== And()(grows, Not()(off));
    signal {maxabs} limit <== Mul()(riskShare, variance);
    for (var f = 0; f < F; f++) { AssertLessEqWhen()(on, Scale(UNIT())(contribution[f]), limit); }
}

/**
 * AtrLimit(): S-18, 10^4·|X_f|·atr_f ≤ u·Q·p_f for every factor.
 * @mirror model/rules/atr.ts (atr)
 */
template AtrLimit() {
    var F = FACTORS();
    signal input {binary} on;
    signal input {maxabs} exposureAbs[F];
    signal input {maxabs} atr[F];
    signal input {maxabs} price[F];
    signal input {maxabs} atrRisk;
    signal input {maxabs} capacity;
    signal {maxabs} budget <== Mul()(atrRisk, capacity);
    for (var f = 0; f < F; f++) {
        AssertLessEqWhen()(on, Scale(BPS())(Mul()(exposureAbs[f], atr[f])), Mul()(budget, price[f]));
    }
}

/**
 * Liquidity(): S-19 for one slot that grows in mode 0, 10^4·|Δ| ≤ participation·depth and |size| ≤ horizon·depth.
 * @mirror model/rules/liquidity.ts (liquidity)
 */
template Liquidity() {
    signal input {binary} isFull;
    signal input {binary} grows;
    signal input {maxabs} changeAbs;
    signal input {maxabs} newAbs;
    signal input {maxabs} depth;
    signal input {maxabs} participation;
    signal input {maxabs} horizon;
    signal {binary} on <== And()(isFull, grows);
    AssertLessEqWhen()(on, Scale(BPS())(changeAbs), Mul()(participation, depth));
    AssertLessEqWhen()(on, newAbs, Mul()(horizon, depth));
}
