pragma circom 2.1.9;

include "hash.circom";
include "domains.circom";
include "constants.circom";

/**
 * Node(): the hash of the eight children of a node of the sheet tree.
 * @mirror model/sheet-tree.ts (nodeHash)
 */
template Node() {
    signal input child[ARITY()];
    signal output out <== Sponge(DOMAIN_NODE(), ARITY())(child);
}

/**
 * NoneOf(COUNT): the product of the differences between a value and COUNT candidates.
 * out  0 exactly when value equals a candidate (a field has no zero divisors)
 * The place of the value among the candidates needs no witness, so it stays private and costs no selector.
 */
template NoneOf(COUNT) {
    signal input value;
    signal input candidate[COUNT];
    signal product[COUNT];
    signal output out;
    product[0] <== value - candidate[0];
    for (var i = 1; i < COUNT; i++) { product[i] <== product[i - 1] * (value - candidate[i]); }
    out <== product[COUNT - 1];
}

/**
 * ClimbTo(LEVELS): from a leaf through LEVELS nodes whose children are given.
 * leaf                  field element
 * children[LEVELS][8]   the leaf is among children[0], the hash of children[i] among children[i + 1]
 * out                   the hash of children[LEVELS − 1]
 * @guarantees the leaf stands LEVELS levels below a node with hash out. Unsatisfiable for a leaf that is not a child of its node.
 * @mirror model/sheet-tree.ts (buildTree)
 */
template ClimbTo(LEVELS) {
    signal input leaf;
    signal input children[LEVELS][ARITY()];
    signal output out;
    signal node[LEVELS + 1];
    node[0] <== leaf;
    component none[LEVELS];
    for (var l = 0; l < LEVELS; l++) {
        none[l] = NoneOf(ARITY());
        none[l].value <== node[l];
        none[l].candidate <== children[l];
        none[l].out === 0;
        node[l + 1] <== Node()(children[l]);
    }
    out <== node[LEVELS];
}
