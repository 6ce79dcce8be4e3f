pragma circom 2.1.9;

include "../lib/hash.circom";
include "../lib/domains.circom";

/**
 * PackedBook(ELEMENTS, DOMAIN): the commitment of a book whose slots and collateral are packed already.
 * element[ELEMENTS]  field elements of three slots each, as docs/encodings.md section 2 packs them
 * cash, collateral   field elements: signed micro-quote; four balances of 40 bits
 * salt               field element
 * @assumes nothing: no range is checked, so this shows that two books are made of the same numbers, never that a book is well-formed.
 * @guarantees out = Hash5(DOMAIN, Sponge(element), cash, collateral, salt), the commitment of BookCommitment for the same elements.
 * @mirror model/book.ts (commit, slotElements)
 */
template PackedBook(ELEMENTS, DOMAIN) {
    signal input element[ELEMENTS];
    signal input cash;
    signal input collateral;
    signal input salt;
    signal output out;

    component slots = Sponge(DOMAIN_SLOTS(), ELEMENTS);
    slots.in <== element;
    out <== Hash5()([DOMAIN, slots.out, cash, collateral, salt]);
}
