pragma circom 2.1.9;

// A toy statement with as many public inputs as market-update. Any values satisfy it, so that tests of the contracts can
// hold true proofs of arbitrary inputs; every input is multiplied, so that each one changes the proof.
template EightInputs() {
    signal input inputs[8];
    signal input witness;

    signal product[8];
    product[0] <== inputs[0] * witness;
    for (var i = 1; i < 8; i++) {
        product[i] <== inputs[i] * product[i - 1];
    }
}

component main {public [inputs]} = EightInputs();
