pragma circom 2.1.9;

include "../lib/range/signed.circom";
include "../lib/range/arithmetic.circom";
include "../lib/constants.circom";

/**
 * AssertLegs(N): the unsettled slots change by the legs of the trade, and every leg lands in exactly one of them (S-05).
 * side {binary} 0 plus (changes by +lots), 1 minus; settled[N] {binary}
 * @assumes used slots have distinct ids; unused slots and legs have id 0 and lots 0.
 * @guarantees (1 − settled_j)·change_j = ±lots of the leg with that id, else 0; a leg on a settled slot is unsatisfiable.
 * @mirror model/plan.ts (finishPlan), model/trade.ts (canonicalTrade)
 */
template AssertLegs(N) {
    var L = LEGS();
    signal input {maxabs} instrument[N];
    signal input {maxabs} change[N];
    signal input {binary} settled[N];
    signal input {binary} side;
    signal input {maxabs} legInstrument[L];
    signal input {maxabs} legLots[L];
    signal input {binary} legUsed[L];

    signal signedLots[L];
    component match[N][L];
    signal part[N][L];
    for (var i = 0; i < L; i++) { signedLots[i] <== (1 - 2 * side) * legLots[i]; }
    for (var j = 0; j < N; j++) {
        var lots = 0;
        for (var i = 0; i < L; i++) {
            match[j][i] = IsZero();
            match[j][i].in <== instrument[j] - legInstrument[i];
            part[j][i] <== match[j][i].out * signedLots[i];
            lots += part[j][i];
        }
        (1 - settled[j]) * change[j] === lots;
    }
    for (var i = 0; i < L; i++) {
        var landings = 0;
        for (var j = 0; j < N; j++) { landings += match[j][i].out; }
        legUsed[i] * (landings - 1) === 0;
    }
}

/**
 * AssertSettled(N): a slot whose row is settled goes to 0, or in mode 1 may also stay as it is; it never takes another size (S-05).
 * @mirror model/plan.ts (settledAfter)
 */
template AssertSettled(N) {
    signal input {binary} settled[N];
    signal input {maxabs} newSize[N];
    signal input {maxabs} change[N];
    signal input {binary} isReduce;
    signal stays[N];
    for (var j = 0; j < N; j++) {
        stays[j] <== settled[j] * newSize[j];
        stays[j] * (1 - isReduce) === 0;
        stays[j] * change[j] === 0;
    }
}
