pragma circom 2.1.9;

// A stand-in with the public inputs of `size-update`, in their order: any five values satisfy it, but each is bound.
template FivePublic() {
    signal input oldCommitment;
    signal input newCommitment;
    signal input riskRoot;
    signal input trade;
    signal input call;

    signal square[5];
    square[0] <== oldCommitment * oldCommitment;
    square[1] <== newCommitment * newCommitment;
    square[2] <== riskRoot * riskRoot;
    square[3] <== trade * trade;
    square[4] <== call * call;
}

component main {public [oldCommitment, newCommitment, riskRoot, trade, call]} = FivePublic();
