pragma circom 2.1.9;

include "../lib/range/bits.circom";
include "../lib/range/signed.circom";
include "../lib/hash.circom";
include "../lib/grid-domain.circom";
include "../lib/constants.circom";

/** Bits of a coefficient's magnitude, in 1e-12. */
function COEFFICIENT_BITS() { return 47; }
/** Bits of a factor's move, in basis points. */
function MOVE_BITS() { return 17; }

/**
 * OpenLinearGrid(): what a stress grid does to linear values, and its root.
 * coefficientSign[32], coefficientMag[32]  spot move times dampening of each scenario, 1e-12; range-checked, because three share an element
 * moves[8]          basis points in which each factor follows; range-checked, because all share one element
 * negative[32]      {binary}, safeMag[32] {maxabs = 47}, safeMoves[8] {maxabs = 17}
 * root              H(grid; 11 elements of coefficients, one of moves)
 * @mirror model/linear-grid.ts (gridElements, gridRoot)
 */
template OpenLinearGrid() {
    var S = SCENARIOS();
    signal input coefficientSign[S];
    signal input coefficientMag[S];
    signal input moves[FACTORS()];
    signal output {binary, maxabs} negative[S];
    signal output {maxabs} safeMag[S];
    signal output {maxabs} safeMoves[FACTORS()] <== UnsignedArray(FACTORS(), MOVE_BITS())(moves);
    signal output root;

    component coefficient = SignedArray(S, COEFFICIENT_BITS());
    coefficient.sign <== coefficientSign;
    coefficient.mag <== coefficientMag;
    negative <== coefficient.negative;
    safeMag <== coefficient.abs;

    component hash = Sponge(DOMAIN_GRID(), HEADER() + 1);
    for (var e = 0; e < HEADER(); e++) {
        var element = 0;
        for (var j = 0; j < 3 && 3 * e + j < S; j++) { element += coefficient.value[3 * e + j] * (1 << (84 * j)); }
        hash.in[e] <== element;
    }
    var last = 0;
    for (var f = 0; f < FACTORS(); f++) { last += safeMoves[f] * (1 << (MOVE_BITS() * f)); }
    hash.in[HEADER()] <== last;
    root <== hash.out;
}
