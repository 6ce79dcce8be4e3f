pragma circom 2.1.9;

include "../lib/range/bits.circom";
include "../lib/range/zero.circom";
include "../lib/constants.circom";

/**
 * OpenBars(): what the registry read from its feeds, two factors to a public signal.
 * bars[4]     bar(2i) + bar(2i + 1)·2^115 with bar = price + high·2^38 + low·2^76 + flagged·2^114
 * used[8]     {binary} the factors with a feed
 * price[8], high[8], low[8] {maxabs = 38} micro-quote per lot
 * flagged[8]  {binary} the feed is at fault
 * @guarantees each price ≥ 1, so that the next epoch can divide by it; an unused factor has price = high = low = 1 and no flag.
 *   That low ≤ price ≤ high is the registry's guarantee; nothing here depends on it.
 * @mirror model/bars.ts (packBars, unpackBars)
 */
template OpenBars() {
    var F = FACTORS();
    var P = PRICE_BITS();
    var BAR = 3 * P + 1;
    signal input bars[F / 2];
    signal input {binary} used[F];
    signal output {maxabs} price[F];
    signal output {maxabs} high[F];
    signal output {maxabs} low[F];
    signal output {binary} flagged[F];
    price.maxabs = P;
    high.maxabs = P;
    low.maxabs = P;

    component digits[F / 2];
    component part[F][3];
    for (var e = 0; e < F / 2; e++) {
        digits[e] = Bits(2 * BAR);
        digits[e].in <== bars[e];
        for (var j = 0; j < 2; j++) {
            var f = 2 * e + j;
            for (var p = 0; p < 3; p++) {
                part[f][p] = FromBits(P);
                for (var i = 0; i < P; i++) { part[f][p].bit[i] <== digits[e].bit[BAR * j + P * p + i]; }
            }
            price[f] <== part[f][0].out;
            high[f] <== part[f][1].out;
            low[f] <== part[f][2].out;
            flagged[f] <== digits[e].bit[BAR * j + BAR - 1];
            AssertNonZero()(price[f]);

            // The whole bar in one equation: its four fields are digits, so they have one reading.
            var bar = price[f] + high[f] * (1 << P) + low[f] * (1 << (2 * P)) + flagged[f] * (1 << (3 * P));
            (1 - used[f]) * (bar - (1 + (1 << P) + (1 << (2 * P)))) === 0;
        }
    }
}
