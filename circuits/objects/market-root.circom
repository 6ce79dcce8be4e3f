pragma circom 2.1.9;

include "../lib/hash.circom";
include "../lib/domains.circom";
include "../lib/constants.circom";

/**
 * MarketRoot(): the root of a market block whose fields are bounded already.
 * price[8], atr[8]  {maxabs} micro-quote per lot, 0 … 2^38 − 1: three pairs share an element
 * cov[36]           {maxabs} signed, 1e-18 per epoch, upper triangle row by row
 * root              H(market; 3 packed elements, 36 covariances)
 * @assumes price and atr are not negative.
 * @mirror model/market.ts (marketRoot)
 */
template MarketRoot() {
    var F = FACTORS();
    var COVS = F * (F + 1) / 2;
    var PACKS = (F + 2) \ 3;
    signal input {maxabs} price[F];
    signal input {maxabs} atr[F];
    signal input {maxabs} cov[COVS];
    signal output root;
    assert(price.maxabs <= PRICE_BITS() && atr.maxabs <= PRICE_BITS() && cov.maxabs <= COV_BITS());

    component hash = Sponge(DOMAIN_MARKET(), PACKS + COVS);
    for (var e = 0; e < PACKS; e++) {
        var element = 0;
        for (var j = 0; j < 3 && 3 * e + j < F; j++) {
            var f = 3 * e + j;
            element += (price[f] + (1 << PRICE_BITS()) * atr[f]) * (1 << (2 * PRICE_BITS() * j));
        }
        hash.in[e] <== element;
    }
    for (var i = 0; i < COVS; i++) { hash.in[PACKS + i] <== cov[i]; }
    root <== hash.out;
}
