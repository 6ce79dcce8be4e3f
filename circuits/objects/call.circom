pragma circom 2.1.9;

include "../lib/range/bits.circom";
include "../lib/range/signed.circom";
include "../lib/constants.circom";

/**
 * OpenCall(): the fields of the public signal `call` that the statement uses.
 * call = context (180 bits) + 2^180·mode (2) + 2^182·side (1) + 2^183·flowAsset (3) + 2^186·flowSign (1) + 2^187·flowAmount (64).
 * isFull, isReduce, isMaintenance {binary} exactly one is 1 (modes 0, 1, 2)
 * side        {binary} 0 plus, 1 minus
 * flow[1 + ASSETS] {maxabs} signed flow of cash (µ-quote) and of each collateral (lots); positive into the book; at most one is not 0
 * outflow     {binary} the flow leaves the vault
 * @guarantees S-22: mode ≠ 3. Flow assets 5, 6, 7 and a zero amount with a sign or an asset are unsatisfiable.
 * @mirror model/call.ts
 */
template OpenCall() {
    signal input call;
    signal output {binary} isFull;
    signal output {binary} isReduce;
    signal output {binary} isMaintenance;
    signal output {binary} side;
    signal output {maxabs} flow[1 + ASSETS()];
    signal output {binary} outflow;
    flow.maxabs = 64;

    component bits = Bits(251);
    bits.in <== call;

    isReduce <== bits.bit[180];
    isMaintenance <== bits.bit[181];
    isReduce * isMaintenance === 0;
    isFull <== 1 - isReduce - isMaintenance;
    side <== bits.bit[182];

    signal assetLow <== bits.bit[183];
    signal assetMid <== bits.bit[184];
    signal assetHigh <== bits.bit[185];
    assetHigh * (assetLow + assetMid) === 0;
    signal assetBoth <== assetLow * assetMid;
    outflow <== bits.bit[186];

    var sum = 0;
    for (var i = 0; i < 64; i++) { sum += bits.bit[187 + i] * (1 << i); }
    signal amount <== sum;
    signal isZero <== IsZero()(amount);
    isZero * (outflow + assetLow + assetMid + assetHigh) === 0;

    signal signed <== amount - 2 * outflow * amount;
    flow[0] <== signed * (1 - assetLow - assetMid + assetBoth - assetHigh);
    flow[1] <== signed * (assetLow - assetBoth);
    flow[2] <== signed * (assetMid - assetBoth);
    flow[3] <== signed * assetBoth;
    flow[4] <== signed * assetHigh;
}
