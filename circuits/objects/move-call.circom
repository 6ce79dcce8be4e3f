pragma circom 2.1.9;

include "../lib/range/bits.circom";

/**
 * AssertMoveCall(): the public signal `call` is that of a move between classes.
 * call = context (180 bits) + 2^180·3, where an update has its mode: 0, 1 or 2.
 * @guarantees 3·2^180 ≤ call < 2^182, which OpenCall refuses for every update. Unsatisfiable for the call of any update.
 * @mirror model/call.ts (packMoveCall)
 */
template AssertMoveCall() {
    signal input call;
    component context = Unsigned(180);
    context.in <== call - 3 * (1 << 180);
}
