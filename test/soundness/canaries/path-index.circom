pragma circom 2.1.9;

/** A leaf and its sibling put in order by an index that may be anything: every number is a leaf of every node. */
template Canary(FIXED) {
    signal input leaf;
    signal input sibling;
    signal input index;
    signal input left;
    signal input right;
    if (FIXED == 1) { index * (index - 1) === 0; }
    left === leaf + index * (sibling - leaf);
    right === sibling + index * (leaf - sibling);
}
