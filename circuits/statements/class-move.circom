pragma circom 2.1.9;

include "../objects/move-call.circom";
include "../objects/packed-book.circom";

/**
 * ClassMove(FROM_SLOTS, TO_SLOTS, FROM_DOMAIN, TO_DOMAIN): the book behind newCommitment, of a larger class, is the book behind oldCommitment
 * with free slots added and another salt (rules C-01 … C-04 of docs/protocol.md). Nothing is ranged again: every element is the one that an
 * accepted commitment holds, and whatever the larger class proves next ranges it anew.
 * Components carry the id of their rule as a prefix, so that a violated constraint names it.
 * @param FROM_SLOTS, TO_SLOTS    slots of the two classes; the larger one has more elements of three
 * @param FROM_DOMAIN, TO_DOMAIN  the two classes' commitment domains
 * Inputs: docs/encodings.md section 15. Public signals: oldCommitment, newCommitment, fromDomain, toDomain, call.
 * @assumes oldCommitment was accepted for the smaller class: it is that class's C₀, or opens to a well-formed book.
 * @mirror model/class-move.ts (moveBook, buildMoveInput)
 */
template ClassMove(FROM_SLOTS, TO_SLOTS, FROM_DOMAIN, TO_DOMAIN) {
    var FROM = (FROM_SLOTS + 2) \ 3;
    var TO = (TO_SLOTS + 2) \ 3;
    assert(FROM < TO);

    signal input oldCommitment;
    signal input newCommitment;
    signal input fromDomain;
    signal input toDomain;
    signal input call;

    signal input element[FROM];
    signal input cash;
    signal input collateral;
    signal input oldSalt;
    signal input newSalt;

    // 1. The old commitment opens in the smaller class (C-01).
    component c01_old = PackedBook(FROM, FROM_DOMAIN);
    c01_old.element <== element;
    c01_old.cash <== cash;
    c01_old.collateral <== collateral;
    c01_old.salt <== oldSalt;
    c01_old.out === oldCommitment;

    // 2. The new one opens in the larger class to the same numbers; every further element is empty (C-02).
    component c02_new = PackedBook(TO, TO_DOMAIN);
    for (var e = 0; e < FROM; e++) { c02_new.element[e] <== element[e]; }
    for (var e = FROM; e < TO; e++) { c02_new.element[e] <== 0; }
    c02_new.cash <== cash;
    c02_new.collateral <== collateral;
    c02_new.salt <== newSalt;
    c02_new.out === newCommitment;

    // 3. The caller means the two classes of this circuit (C-03).
    fromDomain === FROM_DOMAIN;
    toDomain === TO_DOMAIN;

    // 4. The call is a move's: 180 bits of context, and the mode that no update has (C-04).
    component c04_call = AssertMoveCall();
    c04_call.call <== call;
}
