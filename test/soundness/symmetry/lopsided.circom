pragma circom 2.1.9;

template Product() {
    signal input a;
    signal input b;
    signal output out;
    out <== a * b;
}

/** Four slots. `whole` is held alike in all of them; `short` is asserted for all but the last one, and `few` stands for the first two alone. */
template Slots() {
    signal input a[4];
    signal input b[4];
    signal input on;
    component whole[4];
    component short[4];
    component few[4];
    for (var j = 0; j < 4; j++) {
        whole[j] = Product();
        whole[j].a <== a[j];
        whole[j].b <== b[j];
        whole[j].out * on === 0;
        short[j] = Product();
        short[j].a <== a[j];
        short[j].b <== on;
    }
    for (var j = 0; j < 3; j++) { short[j].out * b[j] === 0; }
    for (var j = 0; j < 2; j++) {
        few[j] = Product();
        few[j].a <== b[j];
        few[j].b <== on;
    }
    // Held once, so that nothing says of its neighbours that they should be.
    a[0] * a[0] === b[0];
}

component main = Slots();
