pragma circom 2.1.9;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/comparators.circom";

/* Quotient of two 16-bit numbers. The check remainder < divisor is forgotten on purpose: the quotient is not unique. */
template UnsoundDivision() {
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
    component isExact = IsZero();
    isExact.in <== remainder;
    exact <== isExact.out;
}

component main {public [dividend, divisor]} = UnsoundDivision();
