pragma circom 2.1.9;

/** A bit checked twice: either check may go, and the laboratory has to see that. */
template Twice() {
    signal input in;
    in * (in - 1) === 0;
    (in - 1) * (2 * in) === 0;
}
