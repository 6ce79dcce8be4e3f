pragma circom 2.1.9;

include "../lib/range/signed.circom";
include "../lib/range/arithmetic.circom";
include "../lib/range/windows.circom";
include "../lib/range/zero.circom";
include "../lib/range/compare.circom";
include "../lib/constants.circom";

/**
 * PackedTotal(N): Σ size_j·row_j + Σ collateral_k·header_k of one packed element.
 * @mirror model/sheet.ts (packTriple), model/rules/totals.ts (collateralTotals, addPosition)
 */
template PackedTotal(N) {
    signal input {maxabs} size[N];
    signal input {maxabs} collateral[ASSETS()];
    signal input row[N];
    signal input header[ASSETS()];
    signal output out;
    signal rowPart[N];
    signal headerPart[ASSETS()];
    var total = 0;
    for (var j = 0; j < N; j++) {
        rowPart[j] <== size[j] * row[j];
        total += rowPart[j];
    }
    for (var k = 0; k < ASSETS(); k++) {
        headerPart[k] <== collateral[k] * header[k];
        total += headerPart[k];
    }
    out <== total;
}

/**
 * WorstLoss(N): S-08, W ≥ 0 and W ≥ −total_s for every scenario s; and the totals of gamma and vega.
 * worstLoss is the prover's choice: any value at least the largest loss; more only hurts the prover.
 * With LOSS bits bounding every |total|, the digits of total + W·(1 + 2^84 + 2^168) are total_s + W: they are below 2^(LOSS+1) for an
 * honest W, and for W < −total_s the true digit is negative, which SplitWindows refuses.
 * @guarantees out = worstLoss ≥ max(0, max_s −total_s); gamma, vega are the book's totals.
 * @mirror model/rules/worst-loss.ts (worstLoss)
 */
template WorstLoss(N) {
    var K = ASSETS();
    var LOSS = SIZE_BITS() + RISK_BITS() + log2ceil(N + K);
    // No total can be larger in magnitude; 2·LIFT stays below the top that SplitWindows allows.
    var LIFT = (N + K) << (SIZE_BITS() + RISK_BITS());
    signal input worstLoss;
    signal input {maxabs} size[N];
    signal input {maxabs} collateral[K];
    signal input packed[N][PACKED()];
    signal input header[K][HEADER()];
    signal output {maxabs} out <== Unsigned(LOSS)(worstLoss);
    signal output {maxabs} gamma;
    signal output {maxabs} vega;

    var base = 1 << WINDOW();
    component total[PACKED()];
    component split[HEADER()];
    for (var i = 0; i < PACKED(); i++) {
        total[i] = PackedTotal(N);
        total[i].size <== size;
        total[i].collateral <== collateral;
        for (var j = 0; j < N; j++) { total[i].row[j] <== packed[j][i]; }
        for (var k = 0; k < K; k++) { total[i].header[k] <== i < HEADER() ? header[k][i] : 0; }
    }
    for (var i = 0; i < HEADER(); i++) {
        split[i] = SplitWindows(LOSS + 1);
        // Scenarios are lifted by W; gamma, in the last window, by LIFT.
        if (i < HEADER() - 1) {
            split[i].in <== total[i].out + out * (1 + base + base * base);
        } else {
            split[i].in <== total[i].out + out * (1 + base) + LIFT * base * base;
        }
    }
    component gammaSigned = SplitSigned(LOSS);
    gammaSigned.in <== split[HEADER() - 1].digit[2] - LIFT;
    gamma <== gammaSigned.abs;
    component vegaSigned = SplitSigned(LOSS);
    vegaSigned.in <== total[PACKED() - 1].out;
    vega <== vegaSigned.abs;
}

/**
 * SelectedLoss(N): W₀ of S-20, the loss of the given sizes in one scenario that the prover selects, or 0 when it selects none.
 * Choosing a smaller loss only hurts the prover.
 * element[11], windowHint[3]  one-hot, or all 0 for none; the window of gamma is refused
 * @guarantees out = −total of the selected scenario, or 0.
 * @mirror model/rules/worst-loss.ts (worstScenario)
 */
template SelectedLoss(N) {
    var K = ASSETS();
    var H = HEADER();
    var LOSS = SIZE_BITS() + RISK_BITS() + log2ceil(N + K);
    // No total can be larger in magnitude; 2·LIFT stays below the top that SplitWindows allows.
    var LIFT = (N + K) << (SIZE_BITS() + RISK_BITS());
    signal input element[H];
    signal input windowHint[3];
    signal input {maxabs} size[N];
    signal input {maxabs} collateral[K];
    signal input packed[N][PACKED()];
    signal input header[K][H];
    signal output {maxabs} out;

    component chosen = OneHotOrNone(H);
    chosen.in <== element;
    component window = OneHotOrNone(3);
    window.in <== windowHint;
    AssertNotBoth()(chosen.choice[H - 1], window.choice[2]);

    component row[N];
    component head[K];
    component total = PackedTotal(N);
    total.size <== size;
    total.collateral <== collateral;
    for (var j = 0; j < N; j++) {
        row[j] = Pick(H);
        row[j].choice <== chosen.choice;
        for (var i = 0; i < H; i++) { row[j].value[i] <== packed[j][i]; }
        total.row[j] <== row[j].out;
    }
    for (var k = 0; k < K; k++) {
        head[k] = Pick(H);
        head[k].choice <== chosen.choice;
        head[k].value <== header[k];
        total.header[k] <== head[k].out;
    }
    var base = 1 << WINDOW();
    component split = SplitWindows(LOSS + 1);
    split.in <== total.out + LIFT * (1 + base + base * base);
    signal {maxabs} shifted[3];
    for (var w = 0; w < 3; w++) { shifted[w] <== Gate()(window.choice[w], Sub()(Constant(LIFT)(), split.digit[w])); }
    out <== Sum(3)(shifted);
}

/** Pick(N): Σ choice[i]·value[i], for a one-hot choice. */
template Pick(N) {
    signal input {binary} choice[N];
    signal input value[N];
    signal output out;
    signal part[N];
    var total = 0;
    for (var i = 0; i < N; i++) {
        part[i] <== choice[i] * value[i];
        total += part[i];
    }
    out <== total;
}
