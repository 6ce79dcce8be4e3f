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
 * UnsignedBelow(LIMIT): range check against a bound that is no power of two.
 * @param LIMIT  2 … 2^251
 * in   any field element
 * out  {maxabs} the same value
 * @guarantees 0 ≤ out < LIMIT. Unsatisfiable for in = LIMIT and for in = −1.
 *
 * Read from the top, the digits are compared with those of the largest value allowed. `equal` is 1 as long as every place where the
 * largest value has a 1 has one here too; then no place where it has a 0 may have a 1. Once `equal` is 0 the value is smaller
 * and the rest is free. Below the lowest 0 of the largest value nothing can exceed it. Cheaper than a second decomposition.
 */
template UnsignedBelow(LIMIT) {
    assert(LIMIT >= 2 && LIMIT <= 1 << 251);
    signal input in;
    signal output {maxabs} out;
    var MOST = LIMIT - 1;
    var BITS = log2ceil(LIMIT);
    var LOWEST = lowestZero(MOST, BITS);
    out.maxabs = BITS;
    component digits = Bits(BITS);
    digits.in <== in;

    signal equal[BITS + 1];
    equal[BITS] <== 1;
    var run = 0;
    for (var i = BITS - 1; i >= LOWEST; i--) {
        if ((MOST >> i) & 1) {
            equal[i] <== equal[i + 1] * digits.bit[i];
        } else {
            run += digits.bit[i];
            equal[i] <== equal[i + 1];
            if (i == LOWEST || ((MOST >> (i - 1)) & 1)) {
                equal[i] * run === 0;
                run = 0;
            }
        }
    }
    out <== in;
}
