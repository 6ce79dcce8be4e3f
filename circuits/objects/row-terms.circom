pragma circom 2.1.9;

include "../lib/range/arithmetic.circom";
include "../lib/range/bits.circom";
include "../lib/range/zero.circom";
include "../lib/constants.circom";

/**
 * TermBits(FROM, BITS): the field of packed terms that begins at a digit.
 * bit[203]  {binary} digits of the terms, least significant first
 * out       {maxabs = BITS}
 */
template TermBits(FROM, BITS) {
    signal input {binary} bit[203];
    signal output {maxabs} out;
    component field = FromBits(BITS);
    for (var i = 0; i < BITS; i++) { field.bit[i] <== bit[FROM + i]; }
    out <== field.out;
}

/**
 * OpenTerms(): what a venue states of a linear row, from its packed form.
 * terms         instrument 32 bits, factor 3, share 20, contingencyLong 14, contingencyShort 14, depth 40, numerator 40, denominator 40
 * instrument    {maxabs = 32} 1 to 4 for a collateral asset
 * isFactor[8]   {binary} one-hot factor, and factor as a number
 * share, contingencyLong, contingencyShort  basis points; depth lots; numerator over denominator: units of the factor in a lot
 * isCollateral  {binary} the instrument is below 16: the terms are one unit of collateral asset factor = instrument − 1, 0 to 3
 * @guarantees one reading per element: 203 digits are far below the field's order. Unsatisfiable for an instrument below 16 that is not 1 to 4,
 *   or has other terms than one unit of its asset.
 * @mirror model/row-terms.ts (packTerms, collateralTerms)
 */
template OpenTerms() {
    signal input terms;
    signal output {maxabs} instrument;
    signal output {maxabs} factor;
    signal output {binary} isFactor[FACTORS()];
    signal output {binary, maxabs} isCollateral;
    component bits = Bits(203);
    bits.in <== terms;
    instrument <== TermBits(0, 32)(bits.bit);
    factor <== TermBits(32, 3)(bits.bit);
    signal output {maxabs} share <== TermBits(35, 20)(bits.bit);
    signal output {maxabs} contingencyLong <== TermBits(55, 14)(bits.bit);
    signal output {maxabs} contingencyShort <== TermBits(69, 14)(bits.bit);
    signal output {maxabs} depth <== TermBits(83, 40)(bits.bit);
    signal output {maxabs} numerator <== TermBits(123, 40)(bits.bit);
    signal output {maxabs} denominator <== TermBits(163, 40)(bits.bit);

    component places = OneHot8();
    for (var i = 0; i < 3; i++) { places.bit[i] <== bits.bit[32 + i]; }
    isFactor <== places.out;

    var high = 0;
    for (var i = 4; i < 32; i++) { high += bits.bit[i]; }
    isCollateral <== IsZero()(high);
    component asset = AssertNotBoth();
    asset.a <== isCollateral;
    asset.b <== bits.bit[34];
    var unit = factor + 1 + (1 << 32) * factor + (1 << 35) * BPS() + (1 << 123) + (1 << 163);
    isCollateral * (terms - unit) === 0;
}
