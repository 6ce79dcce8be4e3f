pragma circom 2.1.9;

/** A quotient in the field by a divisor that may be 0: then any quotient of 0 will do. */
template Canary(FIXED) {
    signal input in;
    signal input divisor;
    signal output quotient;
    quotient <-- divisor == 0 ? 0 : in / divisor; // constrained by the product
    quotient * divisor === in;
    if (FIXED == 1) {
        signal inverse;
        inverse <-- divisor == 0 ? 0 : 1 / divisor; // constrained by the line below
        inverse * divisor === 1;
    }
}
