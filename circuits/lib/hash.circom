pragma circom 2.1.9;

include "circomlib/circuits/poseidon.circom";

/** The width of the last block of a sponge over n inputs at rate 16. */
function lastBlock(n) {
    var rest = n % 16;
    if (rest == 0) { return 16; }
    return rest;
}

/**
 * Sponge(DOMAIN, N): Poseidon sponge in overwrite mode, capacity one element, rate at most 16.
 * The capacity starts as the domain; blocks are full except the last. N is fixed per domain, so no padding is needed.
 * @param DOMAIN  the object's tag (lib/domains.circom)
 * @param N       number of inputs, ≥ 1
 * in[N]  field elements
 * out    the hash
 * @mirror model/poseidon.ts (H)
 */
template Sponge(DOMAIN, N) {
    signal input in[N];
    signal output out;

    var BLOCKS = (N + 15) \ 16;
    var LAST = lastBlock(N);
    signal state[BLOCKS + 1];
    state[0] <== DOMAIN;
    component block[BLOCKS];
    for (var b = 0; b < BLOCKS; b++) {
        var WIDTH = b == BLOCKS - 1 ? LAST : 16;
        block[b] = PoseidonEx(WIDTH, 1);
        block[b].initialState <== state[b];
        for (var i = 0; i < WIDTH; i++) { block[b].inputs[i] <== in[16 * b + i]; }
        state[b + 1] <== block[b].out[0];
    }
    out <== state[BLOCKS];
}

/**
 * Hash5(): Poseidon of five inputs, capacity 0: what a contract can recompute. The first input is the domain or a previous hash.
 * @mirror model/poseidon.ts (P5)
 */
template Hash5() {
    signal input in[5];
    signal output out;
    out <== Poseidon(5)(in);
}
