pragma circom 2.1.9;

include "parts.circom";

/** Division by a signal whose remainder may equal the divisor: 6 = 2·3 + 0 = 1·3 + 3. */
template Canary(FIXED) {
    signal input in;
    signal input divisor;
    signal output quotient;
    signal rest;
    component divisorRange = Digits(16);
    divisorRange.in <== divisor;
    quotient <-- divisor == 0 ? 0 : in \ divisor; // constrained by the product, its range and that of the rest
    rest <-- divisor == 0 ? 0 : in % divisor; // constrained by the product, its range and the headroom
    component quotientRange = Digits(16);
    quotientRange.in <== quotient;
    component restRange = Digits(16);
    restRange.in <== rest;
    component headroom = Digits(16);
    headroom.in <== divisor - rest - FIXED;
    quotient * divisor === in - rest;
}
