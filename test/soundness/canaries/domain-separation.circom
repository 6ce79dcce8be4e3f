pragma circom 2.1.9;

include "../../../circuits/lib/hash.circom";

/** A tree that may be one or two levels deep, its leaves hashed like its nodes: a node's children pass for a leaf's fields. */
template Canary(FIXED) {
    signal input id;
    signal input value;
    signal input sibling[2];
    signal input isDeep;
    signal input root;
    isDeep * (isDeep - 1) === 0;
    signal leaf <== Sponge(FIXED == 1 ? 1 : 2, 2)([id, value]);
    signal lower <== Sponge(2, 2)([leaf, sibling[0]]);
    signal upper <== Sponge(2, 2)([lower, sibling[1]]);
    root === lower + isDeep * (upper - lower);
}
