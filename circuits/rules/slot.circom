pragma circom 2.1.9;

include "../lib/range/signed.circom";
include "../lib/range/arithmetic.circom";
include "../lib/constants.circom";

/**
 * Slot(): one slot before and after (S-01, S-02).
 * instrument           the id the slot uses: held before, or else after; 0 when it is empty in both
 * oldSign … newMag     sizes in lots
 * safeInstrument {maxabs = 32}; oldInstrument, newInstrument {maxabs = 32} the ids in the two books: 0 where the size is 0
 * oldSize, newSize {maxabs = 40} signed; oldAbs, newAbs magnitudes; oldNegative, newNegative, newUsed {binary}
 * change, changeAbs {maxabs = 41} newSize − oldSize and its magnitude
 * grows {binary}       |newSize| > |oldSize| or the sign flips
 * @guarantees instrument = 0 ⇔ both sizes are 0; a slot whose size is not 0 keeps its instrument.
 * @mirror model/plan.ts (positionsOf, grows), model/book.ts (checkBook)
 */
template Slot() {
    signal input instrument;
    signal input oldSign;
    signal input oldMag;
    signal input newSign;
    signal input newMag;
    signal output {maxabs} safeInstrument <== Unsigned(32)(instrument);
    signal output {maxabs} oldInstrument;
    signal output {maxabs} newInstrument;
    signal output {maxabs} oldSize;
    signal output {maxabs} newSize;
    signal output {maxabs} oldAbs;
    signal output {maxabs} newAbs;
    signal output {binary} oldNegative;
    signal output {binary} newNegative;
    signal output {binary} used;
    signal output {binary} newUsed;
    signal output {maxabs} change;
    signal output {maxabs} changeAbs;
    signal output {binary} grows;

    signal {binary} oldUsed;
    (oldSize, oldAbs, oldNegative, oldUsed) <== Signed(SIZE_BITS())(oldSign, oldMag);
    (newSize, newAbs, newNegative, newUsed) <== Signed(SIZE_BITS())(newSign, newMag);
    used <== Or()(oldUsed, newUsed);
    signal {binary} absent <== IsZero()(instrument);
    absent === 1 - used;
    oldInstrument <== Gate()(oldUsed, safeInstrument);
    newInstrument <== Gate()(newUsed, safeInstrument);

    signal {binary} changeNegative;
    signal {binary} changes;
    signal difference <== newSize - oldSize;
    (change, changeAbs, changeNegative, changes) <== SplitSigned(SIZE_BITS() + 1)(difference);
    // A slot grows when it moves, ends open, and moved towards the sign it ends with.
    signal opposite <== changeNegative * newNegative;
    signal {binary} sameSign <== Bit()(1 - changeNegative - newNegative + 2 * opposite);
    signal {binary} movesOpen <== And()(changes, newUsed);
    grows <== And()(movesOpen, sameSign);
}

/**
 * AssertDistinct(N): the ids of used slots are pairwise distinct (S-01).
 * @assumes an unused slot has id 0 (Slot guarantees it).
 * An unused slot is labelled 2^32 + its index, which no 32-bit id equals; the product of all differences is then not 0.
 * @mirror model/book.ts (checkBook)
 */
template AssertDistinct(N) {
    signal input {maxabs} instrument[N];
    signal input {binary} used[N];
    assert(instrument.maxabs <= 32);
    signal label[N];
    for (var j = 0; j < N; j++) { label[j] <== instrument[j] + (1 - used[j]) * ((1 << 32) + j); }

    var PAIRS = N * (N - 1) / 2;
    signal product[PAIRS + 1];
    product[0] <== 1;
    var p = 0;
    for (var i = 0; i < N; i++) {
        for (var j = i + 1; j < N; j++) {
            product[p + 1] <== product[p] * (label[i] - label[j]);
            p++;
        }
    }
    AssertNonZero()(product[PAIRS]);
}
