pragma circom 2.1.9;

include "parts.circom";

/** Two bytes taken from one element, the lower one without a range. */
template Canary(FIXED) {
    signal input packed;
    signal output low;
    signal output high;
    low <-- packed & 255; // constrained by the sum, and its range when there is one
    high <-- packed >> 8; // constrained by the sum and its range
    low + 256 * high === packed;
    component highRange = Digits(8);
    highRange.in <== high;
    if (FIXED == 1) {
        component lowRange = Digits(8);
        lowRange.in <== low;
    }
}
