pragma circom 2.1.9;

include "../lib/hash.circom";
include "../lib/domains.circom";
include "../lib/constants.circom";

/**
 * BookCommitment(N, DOMAIN): the commitment of a book of N slots.
 * instrument[N] {maxabs ≤ 32}, sign[N] {binary}, mag[N] {maxabs ≤ 40}: every limb is in range, so a packed element has one reading
 * cash          {maxabs} signed micro-quote
 * collateral[4] {maxabs ≤ 40} lots
 * salt          field element
 * @assumes instrument = 0 ⇔ mag = 0 and no negative zero.
 * @guarantees out = Hash5(DOMAIN, slotsHash, cash, collateral element, salt).
 * @mirror model/book.ts (commit)
 */
template BookCommitment(N, DOMAIN) {
    signal input {maxabs} instrument[N];
    signal input {binary} sign[N];
    signal input {maxabs} mag[N];
    signal input {maxabs} cash;
    signal input {maxabs} collateral[ASSETS()];
    signal input salt;
    signal output out;
    assert(instrument.maxabs <= 32 && mag.maxabs <= SIZE_BITS() && collateral.maxabs <= SIZE_BITS());

    var ELEMENTS = (N + 2) \ 3;
    component slots = Sponge(DOMAIN_SLOTS(), ELEMENTS);
    for (var e = 0; e < ELEMENTS; e++) {
        var element = 0;
        for (var l = 0; l < 3; l++) {
            var j = 3 * e + l;
            if (j < N) {
                element += (instrument[j] + (1 << 32) * sign[j] + (1 << 33) * mag[j]) * (1 << (73 * l));
            }
        }
        slots.in[e] <== element;
    }
    var packed = 0;
    for (var k = 0; k < ASSETS(); k++) { packed += collateral[k] * (1 << (SIZE_BITS() * k)); }
    out <== Hash5()([DOMAIN, slots.out, cash, packed, salt]);
}
