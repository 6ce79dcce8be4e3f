pragma circom 2.1.9;

include "../lib/range/compare.circom";
include "../lib/range/bits.circom";
include "../lib/range/zero.circom";
include "../lib/constants.circom";

/**
 * TierLevel(): M-05, the highest tier whose threshold any factor reaches, by 10^4·variance ≥ varianceRatio·longRun or by |r| ≥ move,
 * and at least 2 where any factor forces it. The prover names the level; two facts make it the only one:
 * no factor reaches the next threshold, and the factor that the prover points at reaches this one. Thresholds never descend
 * (the model's makers see to it), so what does not reach the next one reaches none above.
 * variance[8] {maxabs = 60}, longRun[8] {maxabs = 60} 1e-18 per epoch; changeAbs[8] {maxabs = 30} 1e-9
 * varianceRatio[3] {maxabs = 24} basis points; move[3] {maxabs = 30} 1e-9, out of reach above 1e9
 * forces[8]   {binary} flagged or clamped
 * level       any field element: the tier by thresholds alone; tierFactor: the factor that reaches it; tierByMove: 1 by its return
 * tier        0 … 3
 * @guarantees tier is as stated, whatever the prover's three choices; level 4, and a factor above 7, are unsatisfiable.
 * @mirror model/market-update.ts (reachedTier, reaches)
 */
template TierLevel() {
    var F = FACTORS();
    signal input {maxabs} variance[F];
    signal input {maxabs} longRun[F];
    signal input {maxabs} changeAbs[F];
    signal input {maxabs} varianceRatio[3];
    signal input {maxabs} move[3];
    signal input {binary} forces[F];
    signal input level;
    signal input tierFactor;
    signal input tierByMove;
    signal output tier;

    component levelBits = Bits(2);
    levelBits.in <== level;
    signal {binary} low <== levelBits.bit[0];
    signal {binary} high <== levelBits.bit[1];
    signal {binary} top <== And()(low, high);
    signal {maxabs} one <== Constant(1)();

    // 1. Nobody reaches the next threshold: of tier 1, 2, 3 at level 0, 1, 2. At level 3 there is none.
    signal {binary} below <== Not()(top);
    signal {maxabs} nextRatio <== Select()(high, varianceRatio[2], Select()(low, varianceRatio[1], varianceRatio[0]));
    signal {maxabs} nextMove <== Select()(high, move[2], Select()(low, move[1], move[0]));
    for (var f = 0; f < F; f++) {
        AssertLessEqWhen()(below, Add()(Scale(BPS())(variance[f]), one), Mul()(nextRatio, longRun[f]));
        AssertLessEqWhen()(below, Add()(changeAbs[f], one), nextMove);
    }

    // 2. The named factor reaches this one: of tier 1, 2, 3 at level 1, 2, 3. Level 0 needs nobody.
    component factorBits = Bits(3);
    factorBits.in <== tierFactor;
    component named = OneHot8();
    named.bit <== factorBits.bit;
    signal {maxabs} ownVariance[F];
    signal {maxabs} ownLongRun[F];
    signal {maxabs} ownChange[F];
    for (var f = 0; f < F; f++) {
        ownVariance[f] <== Gate()(named.out[f], variance[f]);
        ownLongRun[f] <== Gate()(named.out[f], longRun[f]);
        ownChange[f] <== Gate()(named.out[f], changeAbs[f]);
    }
    signal {maxabs} namedVariance <== Sum(F)(ownVariance);
    signal {maxabs} namedLongRun <== Sum(F)(ownLongRun);
    signal {maxabs} namedChange <== Sum(F)(ownChange);
    signal {binary} reached <== Or()(low, high);
    signal {binary} byMove <== Bit()(tierByMove);
    signal {maxabs} thisRatio <== Select()(high, Select()(low, varianceRatio[2], varianceRatio[1]), varianceRatio[0]);
    signal {maxabs} thisMove <== Select()(high, Select()(low, move[2], move[1]), move[0]);
    signal {maxabs} wanted <== Select()(byMove, thisMove, Mul()(thisRatio, namedLongRun));
    signal {maxabs} present <== Select()(byMove, namedChange, Scale(BPS())(namedVariance));
    AssertLessEqWhen()(reached, wanted, present);

    // 3. A flagged or clamped factor lifts level 0 by two, level 1 by one.
    var count = 0;
    for (var f = 0; f < F; f++) { count += forces[f]; }
    signal {binary} none <== IsZero()(count);
    signal lift <== (1 - high) * (2 - low);
    tier <== level + (1 - none) * lift;
}
