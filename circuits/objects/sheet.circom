pragma circom 2.1.9;

include "../lib/range/bits.circom";
include "../lib/range/zero.circom";
include "../lib/hash.circom";
include "../lib/domains.circom";
include "../lib/constants.circom";
include "../lib/tree.circom";

/**
 * OpenRow(): the leaf of a risk row, and its fields with their bounds.
 * instrument  {maxabs = 32} the id the slot uses
 * packed[12]  shocks, gamma and vega, three totals-only values to an element
 * factor (0 … 7), settled (0 or 1), depth (lots), contingencyLong, contingencyShort: range-checked, because they share elements
 * mark, delta alone in their elements: their bounds are the sheet signers' duty
 * leaf        H(row; 16 elements)
 * isFactor[8] {binary} one-hot factor
 * @mirror model/sheet.ts (rowLeaf)
 */
template OpenRow() {
    var F = FACTORS();
    signal input {maxabs} instrument;
    signal input packed[PACKED()];
    signal input factor;
    signal input settled;
    signal input depth;
    signal input mark;
    signal input delta;
    signal input contingencyLong;
    signal input contingencyShort;
    signal output leaf;
    signal output {binary} isFactor[F];
    signal output {binary, maxabs} safeSettled <== Bit()(settled);
    signal output {maxabs} safeDepth <== Unsigned(SIZE_BITS())(depth);
    signal output {maxabs} safeMark <== Trusted(PRICE_BITS())(mark);
    signal output {maxabs} safeDelta <== Trusted(RISK_BITS())(delta);
    signal output {maxabs} safeLong <== Unsigned(PRICE_BITS())(contingencyLong);
    signal output {maxabs} safeShort <== Unsigned(PRICE_BITS())(contingencyShort);
    assert(instrument.maxabs <= 32);

    component bits = Bits(3);
    bits.in <== factor;
    isFactor <== OneHot8()(bits.bit);

    component hash = Sponge(DOMAIN_ROW(), PACKED() + 4);
    for (var i = 0; i < PACKED(); i++) { hash.in[i] <== packed[i]; }
    hash.in[12] <== instrument + (1 << 32) * factor + (1 << 35) * safeSettled + (1 << 36) * safeDepth;
    hash.in[13] <== mark;
    hash.in[14] <== delta;
    hash.in[15] <== safeLong + (1 << PRICE_BITS()) * safeShort;
    leaf <== hash.out;
}

/**
 * SheetRoot(): header and tree root to the sheet root.
 * header[4][11] packed shocks of one lot of each collateral asset
 * @mirror model/sheet.ts (sheetRoot)
 */
template SheetRoot() {
    var K = ASSETS();
    signal input header[K][HEADER()];
    signal input treeRoot;
    signal output out;
    component hash = Sponge(DOMAIN_SHEET(), K * HEADER() + 1);
    for (var k = 0; k < K; k++) {
        for (var i = 0; i < HEADER(); i++) { hash.in[HEADER() * k + i] <== header[k][i]; }
    }
    hash.in[K * HEADER()] <== treeRoot;
    out <== hash.out;
}
