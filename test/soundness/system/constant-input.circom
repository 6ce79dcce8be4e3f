pragma circom 2.1.9;

/** An input that is always 0 loses its wire; the next signal, which nothing ties to `on`, must not pass for the last input. */
template ConstantInput(MENDED) {
    signal input zero;
    signal input on;
    signal input in;
    signal output out;
    zero === 0;
    signal gate <-- on; // constrained by its booleanity, and by gate === on where mended
    gate * (1 - gate) === 0;
    if (MENDED) { gate === on; }
    out <== gate * in;
}
