pragma circom 2.1.9;

include "../lib/range/bits.circom";
include "../lib/range/zero.circom";
include "../lib/range/arithmetic.circom";
include "../lib/constants.circom";

/**
 * OpenCall(): the fields of the public signal `call` that the statement uses.
 * call = context (180 bits) + 2^180·mode (2) + 2^182·side (1) + 2^183·flowAsset (3) + 2^186·flowSign (1) + 2^187·flowAmount (64).
 * isFull, isReduce, isMaintenance {binary} exactly one is 1 (modes 0, 1, 2)
 * side        {binary} 0 plus, 1 minus
 * flow[1 + ASSETS] {maxabs} signed flow of cash (µ-quote) and of each collateral (lots); positive into the book; at most one is not 0
 * outflow     {binary} the flow leaves the vault
 * @guarantees S-22: mode ≠ 3. Flow assets 5, 6, 7 and a zero amount with a sign or an asset are unsatisfiable.
 * @mirror model/call.ts (unpackCall)
 */
template OpenCall() {
    signal input call;
    signal output {binary} isFull;
    signal output {binary} isReduce;
    signal output {binary} isMaintenance;
    signal output {binary} side;
    signal output {maxabs} flow[1 + ASSETS()];
    signal output {binary} outflow;

    component bits = Bits(251);
    bits.in <== call;

    isReduce <== bits.bit[180];
    isMaintenance <== bits.bit[181];
    AssertNotBoth()(isReduce, isMaintenance);
    isFull <== AndNot()(Not()(isReduce), isMaintenance);
    side <== bits.bit[182];

    // Assets 0 … 4 are flows; the one-hot digits of 5, 6 and 7 must be 0.
    component asset = OneHot8();
    for (var i = 0; i < 3; i++) { asset.bit[i] <== bits.bit[183 + i]; }
    asset.out[5] + asset.out[6] + asset.out[7] === 0;
    outflow <== bits.bit[186];

    component amount = FromBits(64);
    for (var i = 0; i < 64; i++) { amount.bit[i] <== bits.bit[187 + i]; }
    signal {binary} isZero <== IsZero()(amount.out);
    AssertNotBoth()(isZero, outflow);
    AssertNotBoth()(isZero, Not()(asset.out[0]));

    signal {maxabs} signed <== Select()(outflow, Neg()(amount.out), amount.out);
    for (var a = 0; a < 1 + ASSETS(); a++) { flow[a] <== Gate()(asset.out[a], signed); }
}
