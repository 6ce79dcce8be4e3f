pragma circom 2.1.9;

include "../../../circuits/lib/hash.circom";

/** A padded list whose length is not in its hash: (5) and (5, 0) have one commitment. */
template Canary(FIXED) {
    signal input count;
    signal input item[2];
    signal input commitment;
    (count - 1) * (count - 2) === 0;
    (2 - count) * item[1] === 0;
    signal hash <== Sponge(3, 3)([item[0], item[1], FIXED == 1 ? count : 0]);
    commitment === hash;
}
