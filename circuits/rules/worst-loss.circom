pragma circom 2.1.9;

include "../lib/range/signed.circom";
include "../lib/range/arithmetic.circom";
include "../lib/constants.circom";

/**
 * SplitWindows(BITS): the three digits of a packed total, one per window of 84 bits.
 * in        d_0 + d_1·2^84 + d_2·2^168 mod r
 * digit[3]  {maxabs} 0 ≤ d_i < 2^BITS (BITS = 84: d_i < 5/8·2^84)
 *
 * Why the split is unique. Let t_i be the true totals and suppose −2^82.1 < t_i, t_i ≤ 2^BITS − 1. Two triples with the same sum
 * differ by e_i with Σ e_i·2^(84i) ≡ 0 mod r. If |e_i| < 2^84 the sum is below 2^253 < r, so it is 0 over the integers; then 2^84 divides
 * e_0, hence e_0 = 0, and so on upwards. |e_i| < 2^84 holds because a digit that is not the true one would have to be t_i + 2^84 or
 * more, above the range checked here: the gap between 2^BITS and 2^84 − |min t_i| is what forbids borrowing from the next window.
 * At the full 84 bits there would be no gap, and a prover could hide a loss in a borrow; hence the tighter top for BITS = 84.
 */
template SplitWindows(BITS) {
    assert(BITS <= 82 || BITS == WINDOW());
    signal input in;
    signal output {maxabs} digit[3];
    digit.maxabs = BITS;
    signal hint[3];
    var mask = (1 << WINDOW()) - 1;
    var sum = 0;
    component bits[3];
    for (var i = 0; i < 3; i++) {
        hint[i] <-- (in >> (WINDOW() * i)) & mask; // constrained by its bits and by sum === in
        bits[i] = Bits(BITS);
        bits[i].in <== hint[i];
        if (BITS == WINDOW()) { bits[i].bit[BITS - 1] * (bits[i].bit[BITS - 2] + bits[i].bit[BITS - 3]) === 0; }
        digit[i] <== hint[i];
        sum += digit[i] * (1 << (WINDOW() * i));
    }
    sum === in;
}

/** PackedTotal(N): Σ size_j·row_j + Σ collateral_k·header_k of one packed element. */
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
 * @mirror model/rules/worst-loss.ts
 */
template WorstLoss(N) {
    var K = ASSETS();
    var LOSS = SIZE_BITS() + RISK_BITS() + log2ceil(N + K);
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
        // Scenarios are lifted by W; gamma, in the last window, by the constant 2^LOSS.
        if (i < HEADER() - 1) {
            split[i].in <== total[i].out + out * (1 + base + base * base);
        } else {
            split[i].in <== total[i].out + out * (1 + base) + (1 << LOSS) * base * base;
        }
    }
    component gammaSigned = SplitSigned(LOSS);
    gammaSigned.in <== split[HEADER() - 1].digit[2] - (1 << LOSS);
    gamma <== gammaSigned.abs;
    component vegaSigned = SplitSigned(LOSS);
    vegaSigned.in <== total[PACKED() - 1].out;
    vega <== vegaSigned.abs;
}

/**
 * SelectedLoss(N): W₀ of S-20, the loss of the given sizes in one scenario that the prover selects, or 0 when it selects none.
 * Choosing a smaller loss only hurts the prover.
 * element[11], window[3]  one-hot, or all 0 for none; the window of gamma is refused
 * @guarantees out = −total of the selected scenario, or 0.
 * @mirror model/rules/reduce-only.ts
 */
template SelectedLoss(N) {
    var K = ASSETS();
    var H = HEADER();
    var LOSS = SIZE_BITS() + RISK_BITS() + log2ceil(N + K);
    signal input element[H];
    signal input window[3];
    signal input {maxabs} size[N];
    signal input {maxabs} collateral[K];
    signal input packed[N][PACKED()];
    signal input header[K][H];
    signal output {maxabs} out;
    out.maxabs = LOSS + 1;

    AssertOneHotOrNone(H)(element);
    AssertOneHotOrNone(3)(window);
    element[H - 1] * window[2] === 0;

    component row[N];
    component head[K];
    component total = PackedTotal(N);
    total.size <== size;
    total.collateral <== collateral;
    for (var j = 0; j < N; j++) {
        row[j] = Pick(H);
        row[j].choice <== element;
        for (var i = 0; i < H; i++) { row[j].value[i] <== packed[j][i]; }
        total.row[j] <== row[j].out;
    }
    for (var k = 0; k < K; k++) {
        head[k] = Pick(H);
        head[k].choice <== element;
        head[k].value <== header[k];
        total.header[k] <== head[k].out;
    }
    var base = 1 << WINDOW();
    component split = SplitWindows(LOSS + 1);
    split.in <== total.out + (1 << LOSS) * (1 + base + base * base);
    signal shifted[3];
    for (var w = 0; w < 3; w++) { shifted[w] <== window[w] * (split.digit[w] - (1 << LOSS)); }
    out <== -(shifted[0] + shifted[1] + shifted[2]);
}

/** AssertOneHotOrNone(N): every in[i] ∈ {0, 1} and at most one is 1. */
template AssertOneHotOrNone(N) {
    signal input in[N];
    var sum = 0;
    for (var i = 0; i < N; i++) {
        in[i] * (in[i] - 1) === 0;
        sum += in[i];
    }
    sum * (sum - 1) === 0;
}

/** Pick(N): Σ choice[i]·value[i], for a one-hot choice. */
template Pick(N) {
    signal input choice[N];
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
