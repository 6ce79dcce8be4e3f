pragma circom 2.1.9;

include "arithmetic.circom";
include "bits.circom";

/** The lowest place at which n has the digit 0, counted below `bits`; `bits` when all of them are 1. */
function lowestZero(n, bits) {
    var i = 0;
    while (i < bits && ((n >> i) & 1) == 1) { i++; }
    return i;
}

/**
 * AssertBelow(LIMIT): range check against a bound that is no power of two.
 * @param LIMIT  2 … 2^251
 * in   any field element
 * @guarantees 0 ≤ in < LIMIT. Unsatisfiable for in = LIMIT and for in = −1.
 *
 * Read from the top, the digits are compared with those of the largest value allowed. `equal` is 1 as long as every place where the
 * largest value has a 1 has one here too; then no place where it has a 0 may have a 1. Once `equal` is 0 the value is smaller
 * and the rest is free. Below the lowest 0 of the largest value nothing can exceed it. Cheaper than a second decomposition.
 */
template AssertBelow(LIMIT) {
    assert(LIMIT >= 2 && LIMIT <= 1 << 251);
    signal input in;
    var MOST = LIMIT - 1;
    var BITS = log2ceil(LIMIT);
    var LOWEST = lowestZero(MOST, BITS);
    component digits = Bits(BITS);
    digits.in <== in;

    signal equal[BITS - LOWEST + 1];
    equal[0] <== 1;
    var run = 0;
    for (var i = BITS - 1; i >= LOWEST; i--) {
        var k = BITS - 1 - i;
        if ((MOST >> i) & 1) {
            equal[k + 1] <== equal[k] * digits.bit[i];
        } else {
            equal[k + 1] <== equal[k];
            run += digits.bit[i];
            if (i == LOWEST || ((MOST >> (i - 1)) & 1)) {
                equal[k] * run === 0;
                run = 0;
            }
        }
    }
}
