pragma circom 2.1.9;

include "bits.circom";

/** Distance in bits between the windows of a packed element. */
function WINDOW() { return 84; }

/**
 * SplitWindows(BITS): the three digits of a packed total, one per window of 84 bits.
 * in        d_0 + d_1·2^84 + d_2·2^168 mod r
 * digit[3]  {maxabs} 0 ≤ d_i < 2^BITS (BITS = 84: d_i < 5/8·2^84)
 *
 * Why the split is unique. Let t_i be the true totals and suppose |t_i| ≤ LIFT ≤ 2^(BITS − 1) before a lift of at most 2^(BITS − 1), so that
 * t_i ≥ −LIFT after it. Two triples with the same sum differ by e_i with Σ e_i·2^(84i) ≡ 0 mod r. While every |e_i| < 2^84 the sum is below
 * 2^253 < r, so it is 0 over the integers; then 2^84 divides e_0, hence e_0 = 0, and so on upwards. A digit that is not the true one would
 * therefore be t_i + 2^84 ≥ 2^84 − LIFT or more, which is above what is checked here: for BITS ≤ 82 because 2^BITS + LIFT < 2^84, and for
 * BITS = 84 (fund-64, LIFT = 68·2^76) because 5/8·2^84 + LIFT < 2^84. This gap is what forbids borrowing from the next window. At the full 84
 * bits there would be none, and a prover could hide a loss in a borrow.
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
