pragma circom 2.1.9;

// A toy statement with the five public inputs of size-update. Any values satisfy it, so that tests of the contracts can
// hold true proofs of arbitrary inputs; every input is multiplied, so that each one changes the proof.
template FiveInputs() {
    signal input oldCommitment;
    signal input newCommitment;
    signal input riskRoot;
    signal input trade;
    signal input call;
    signal input witness;

    signal product[5];
    product[0] <== oldCommitment * witness;
    product[1] <== newCommitment * product[0];
    product[2] <== riskRoot * product[1];
    product[3] <== trade * product[2];
    product[4] <== call * product[3];
}

component main {public [oldCommitment, newCommitment, riskRoot, trade, call]} = FiveInputs();
