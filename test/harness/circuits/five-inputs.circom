pragma circom 2.1.9;

include "circomlib/circuits/comparators.circom";

/* Five public inputs, as the statements have, tied to two private ones; small enough for keys in a second. */
template FiveInputs() {
    signal input first;
    signal input second;
    signal input third;
    signal input fourth;
    signal input fifth;
    signal input left;
    signal input right;

    signal product <== left * right;
    component s01Product = IsEqual();
    s01Product.in[0] <== product;
    s01Product.in[1] <== first;
    s01Product.out === 1;

    component s02Square = Num2Bits(20);
    s02Square.in <== left;
    signal square <== left * left;
    square === second;

    signal cube <== square * left;
    cube === third;
    signal mixed <== square * right;
    mixed === fourth;
    signal last <== product * product;
    last === fifth;
}

component main {public [first, second, third, fourth, fifth]} = FiveInputs();
