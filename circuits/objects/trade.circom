pragma circom 2.1.9;

include "../lib/range/signed.circom";
include "../lib/range/compare.circom";
include "../lib/hash.circom";
include "../lib/domains.circom";
include "../lib/constants.circom";

/**
 * OpenTrade(): the legs and cash behind the public signal `trade`, or none when it is 0.
 * instrument[4], sign[4], mag[4]  legs, used ones first; cash signed micro-quote, what the plus side pays; salt
 * trade   public: 0 or H(trade; leg elements, cash, salt)
 * lots[4] {maxabs = 41} signed lots of the plus side; used[4] {binary}
 * safeCash {maxabs = 84}; hasTrade {binary}
 * @guarantees S-05: legs strictly ascending by instrument, the first one positive, unused legs zero; without a trade cash and salt are 0.
 * @mirror model/trade.ts (tradeFault, tradeCommitment)
 */
template OpenTrade() {
    var L = LEGS();
    signal input trade;
    signal input instrument[L];
    signal input sign[L];
    signal input mag[L];
    signal input cash;
    signal input salt;
    component leg = SignedArray(L, 41);
    leg.sign <== sign;
    leg.mag <== mag;
    signal output {maxabs} safeInstrument[L] <== UnsignedArray(L, 32)(instrument);
    signal output {maxabs} lots[L] <== leg.value;
    signal output {binary} used[L] <== leg.nonZero;
    signal output {maxabs} safeCash;
    signal output {binary} hasTrade;

    signal limb[L];
    signal {binary} absent[L];
    for (var i = 0; i < L; i++) {
        absent[i] <== IsZero()(instrument[i]);
        absent[i] === 1 - used[i];
        limb[i] <== safeInstrument[i] + (1 << 32) * leg.negative[i] + (1 << 33) * leg.abs[i];
    }
    leg.negative[0] === 0;
    for (var i = 1; i < L; i++) {
        used[i] * (1 - used[i - 1]) === 0;
        // After a used leg the next used one has a strictly larger id: id[i−1] + used[i−1] ≤ id[i].
        AssertLessEqWhen()(used[i], Add()(safeInstrument[i - 1], leg.nonZero[i - 1]), safeInstrument[i]);
    }

    hasTrade <== used[0];
    component splitCash = SplitSigned(CASH_BITS());
    splitCash.in <== cash;
    safeCash <== splitCash.value;
    (1 - hasTrade) * cash === 0;
    (1 - hasTrade) * salt === 0;
    signal hash <== Sponge(DOMAIN_TRADE(), 4)([limb[0] + (1 << 74) * limb[1], limb[2] + (1 << 74) * limb[3], cash, salt]);
    trade === hasTrade * hash;
}
