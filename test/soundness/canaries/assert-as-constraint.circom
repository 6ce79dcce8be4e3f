pragma circom 2.1.9;

include "parts.circom";

/** An assert stops an honest generator and no one else. */
template Canary(FIXED) {
    signal input amount;
    component range = Digits(16);
    range.in <== amount;
    if (FIXED == 1) {
        component headroom = Digits(16);
        headroom.in <== 1000 - amount;
    } else { assert(amount <= 1000); }
}
