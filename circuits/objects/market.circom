pragma circom 2.1.9;

include "../lib/range/bits.circom";
include "../lib/hash.circom";
include "../lib/domains.circom";
include "../lib/constants.circom";

/**
 * OpenMarket(): a market block and its root.
 * price[8], atr[8]  micro-quote per lot, range-checked here because three pairs share an element
 * cov[36]           signed, 1e-18 per epoch, upper triangle row by row
 * safePrice, safeAtr {maxabs = 38}; safeCov {maxabs = 60}, proven by market-update or a duty of the first block's makers
 * root              H(market; 3 packed elements, 36 covariances)
 * @mirror model/market.ts (marketRoot)
 */
template OpenMarket() {
    var F = FACTORS();
    var COVS = F * (F + 1) / 2;
    signal input price[F];
    signal input atr[F];
    signal input cov[COVS];
    signal output {maxabs} safePrice[F] <== UnsignedArray(F, PRICE_BITS())(price);
    signal output {maxabs} safeAtr[F] <== UnsignedArray(F, PRICE_BITS())(atr);
    signal output {maxabs} safeCov[COVS] <== TrustedArray(COVS, COV_BITS())(cov);
    signal output root;

    var PACKS = (F + 2) \ 3;
    component hash = Sponge(DOMAIN_MARKET(), PACKS + COVS);
    for (var e = 0; e < PACKS; e++) {
        var element = 0;
        for (var j = 0; j < 3; j++) {
            var f = 3 * e + j;
            if (f < F) { element += (safePrice[f] + (1 << PRICE_BITS()) * safeAtr[f]) * (1 << (2 * PRICE_BITS() * j)); }
        }
        hash.in[e] <== element;
    }
    for (var i = 0; i < COVS; i++) { hash.in[PACKS + i] <== cov[i]; }
    root <== hash.out;
}
