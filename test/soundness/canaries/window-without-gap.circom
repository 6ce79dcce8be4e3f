pragma circom 2.1.9;

include "parts.circom";

/**
 * Two totals of at most 12 bits in windows of 16, each lifted by the loss that the prover claims. With digits of all 16 bits an understated
 * loss is hidden by a borrow from the upper window; with 13 there is a gap that no borrow can cross.
 */
template Canary(FIXED) {
    signal input packed;
    signal input loss;
    signal digit[2];
    component lossRange = Digits(12);
    lossRange.in <== loss;
    var lifted = packed + loss * (1 + (1 << 16));
    digit[0] <-- lifted & 65535; // constrained by its range and the sum
    digit[1] <-- (lifted >> 16) & 65535; // constrained by its range and the sum
    component range[2];
    for (var i = 0; i < 2; i++) {
        range[i] = Digits(FIXED == 1 ? 13 : 16);
        range[i].in <== digit[i];
    }
    digit[0] + digit[1] * (1 << 16) === lifted;
}
