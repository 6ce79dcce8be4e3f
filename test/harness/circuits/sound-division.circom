pragma circom 2.1.9;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/comparators.circom";

/* Quotient of two 16-bit numbers. Both range checks are there: the quotient is unique. */
template SoundDivision() {
    signal input dividend;
    signal input divisor;
    signal output quotient;
    signal output exact;

    signal remainder;
    quotient <-- divisor == 0 ? 0 : dividend \ divisor; // constrained by the product below
    remainder <-- divisor == 0 ? 0 : dividend % divisor; // constrained by the product below
    dividend === quotient * divisor + remainder;

    component s02Quotient = Num2Bits(16);
    s02Quotient.in <== quotient;
    component s03Remainder = Num2Bits(16);
    s03Remainder.in <== remainder;
    component s04Below = Num2Bits(16);
    s04Below.in <== divisor - remainder - 1;
    component isExact = IsZero();
    isExact.in <== remainder;
    exact <== isExact.out;
}

component main {public [dividend, divisor]} = SoundDivision();
