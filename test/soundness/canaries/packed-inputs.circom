pragma circom 2.1.9;

include "parts.circom";

/** Two numbers committed in one element without a range: (256, 0) is committed as (0, 1) is. */
template Canary(FIXED) {
    signal input low;
    signal input high;
    signal input commitment;
    if (FIXED == 1) {
        component lowRange = Digits(8);
        lowRange.in <== low;
        component highRange = Digits(8);
        highRange.in <== high;
    }
    signal packed <== low + 256 * high;
    commitment === packed * packed;
}
