pragma circom 2.1.9;

include "../lib/range/arithmetic.circom";
include "../lib/range/bits.circom";
include "../lib/range/less-eq.circom";
include "../lib/range/zero.circom";
include "../lib/constants.circom";
include "../lib/tree.circom";
include "../objects/linear-grid.circom";
include "../objects/market.circom";
include "../objects/row-terms.circom";
include "../objects/sheet.circom";
include "../rules/implied-contingency.circom";
include "../rules/implied-mark.circom";
include "../rules/implied-shock.circom";

/** What a row can be wrong in: 16 elements, its depth, and that no row can be right. */
function REASONS() { return 18; }

/**
 * RowVoid(): the row that `terms` speak of, opened from sheetRoot, is not the one that market block, grid and terms imply (rules V-01 … V-09
 * of docs/protocol.md). A collateral asset's row is its part of the header: shocks alone.
 * Everything is public; what the prover chooses is where the row stands and which of its differences it points at.
 * Components carry the id of their rule as a prefix, so that a violated constraint names it.
 * Inputs: docs/encodings.md section 16. Public signals: marketRoot, sheetRoot, gridRoot, terms, prover.
 * @guarantees no witness exists for a row that equals the implied one in every element, with a depth up to the terms'; one exists for each
 *   other row that a size-update could open.
 * @mirror model/row-void.ts (buildVoidInput, rowDifferences)
 */
template RowVoid() {
    var F = FACTORS();
    var K = ASSETS();
    var S = SCENARIOS();
    var COVS = F * (F + 1) / 2;

    signal input marketRoot;
    signal input sheetRoot;
    signal input gridRoot;
    signal input terms;
    signal input prover;

    signal input price[F];
    signal input atr[F];
    signal input cov[COVS];
    signal input coefficientSign[S];
    signal input coefficientMag[S];
    signal input moves[F];
    signal input header[K][HEADER()];
    signal input top[ARITY()];
    signal input path[SHEET_DEPTH() - 1][ARITY()];
    signal input rowPacked[PACKED()];
    signal input rowFactor;
    signal input rowSettled;
    signal input rowDepth;
    signal input rowMark;
    signal input rowDelta;
    signal input rowContLong;
    signal input rowContShort;
    signal input choice[REASONS()];

    // 1. Market block and grid open to their roots; the terms to their fields (V-01, V-02, V-03).
    component v01_market = OpenMarket();
    v01_market.price <== price;
    v01_market.atr <== atr;
    v01_market.cov <== cov;
    v01_market.root === marketRoot;
    component v02_grid = OpenLinearGrid();
    v02_grid.coefficientSign <== coefficientSign;
    v02_grid.coefficientMag <== coefficientMag;
    v02_grid.moves <== moves;
    v02_grid.root === gridRoot;
    component v03_terms = OpenTerms();
    v03_terms.terms <== terms;

    // 2. The sheet opens to its header and to the row of the terms' instrument; collateral has no row in the tree (V-04).
    component v04_top = Node();
    v04_top.child <== top;
    component v04_sheet = SheetRoot();
    v04_sheet.header <== header;
    v04_sheet.treeRoot <== v04_top.out;
    v04_sheet.out === sheetRoot;
    component v04_ofTree = Not();
    v04_ofTree.in <== v03_terms.isCollateral;
    component v04_instrument = Gate();
    v04_instrument.on <== v04_ofTree.out;
    v04_instrument.in <== v03_terms.instrument;
    component v04_row = OpenRow();
    v04_row.instrument <== v04_instrument.out;
    v04_row.packed <== rowPacked;
    v04_row.factor <== rowFactor;
    v04_row.settled <== rowSettled;
    v04_row.depth <== rowDepth;
    v04_row.mark <== rowMark;
    v04_row.delta <== rowDelta;
    v04_row.contingencyLong <== rowContLong;
    v04_row.contingencyShort <== rowContShort;
    component v04_climb = ClimbTo(SHEET_DEPTH() - 1);
    v04_climb.leaf <== v04_row.leaf;
    v04_climb.children <== path;
    component v04_inTop = NoneOf(ARITY());
    v04_inTop.value <== v04_climb.out;
    v04_inTop.candidate <== top;
    v04_ofTree.out * v04_inTop.out === 0;

    // 3. What one lot is worth and may lose (V-05, V-06, V-07).
    component v05_price[F];
    component v06_move[F];
    signal {maxabs} v05_prices[F];
    signal {maxabs} v06_moves[F];
    for (var f = 0; f < F; f++) {
        v05_price[f] = Gate();
        v05_price[f].on <== v03_terms.isFactor[f];
        v05_price[f].in <== v01_market.safePrice[f];
        v05_prices[f] <== v05_price[f].out;
        v06_move[f] = Gate();
        v06_move[f].on <== v03_terms.isFactor[f];
        v06_move[f].in <== v02_grid.safeMoves[f];
        v06_moves[f] <== v06_move[f].out;
    }
    component v05_mark = ImpliedMark();
    v05_mark.price <== Sum(F)(v05_prices);
    v05_mark.numerator <== v03_terms.numerator;
    v05_mark.denominator <== v03_terms.denominator;
    v05_mark.share <== v03_terms.share;
    v05_mark.isCollateral <== v03_terms.isCollateral;
    signal {maxabs} v06_moved <== Mul()(v05_mark.mark, Sum(F)(v06_moves));
    component v06_shock[S];
    var beyond = v05_mark.beyond;
    for (var s = 0; s < S; s++) {
        v06_shock[s] = ImpliedShock();
        v06_shock[s].moved <== v06_moved;
        v06_shock[s].mag <== v02_grid.safeMag[s];
        v06_shock[s].negative <== v02_grid.negative[s];
        v06_shock[s].isCollateral <== v03_terms.isCollateral;
        beyond += v06_shock[s].beyond;
    }
    component v07_long = ImpliedContingency();
    v07_long.mark <== v05_mark.mark;
    v07_long.bps <== v03_terms.contingencyLong;
    component v07_short = ImpliedContingency();
    v07_short.mark <== v05_mark.mark;
    v07_short.bps <== v03_terms.contingencyShort;

    // 4. The differences, element by element: shocks are collateral's own or the row's, the rest is a row's alone (V-08).
    signal v08_header[K][HEADER()];
    signal v08_actual[HEADER()];
    signal v08_difference[REASONS()];
    for (var i = 0; i < HEADER(); i++) {
        var ofAsset = 0;
        for (var k = 0; k < K; k++) {
            v08_header[k][i] <== v03_terms.isFactor[k] * header[k][i];
            ofAsset += v08_header[k][i];
        }
        v08_actual[i] <== rowPacked[i] + v03_terms.isCollateral * (ofAsset - rowPacked[i]);
        var element = 0;
        for (var j = 0; j < 3 && 3 * i + j < S; j++) { element += v06_shock[3 * i + j].shock * (1 << (84 * j)); }
        v08_difference[i] <== v08_actual[i] - element;
    }
    component v08_within = IsLessEq();
    v08_within.a <== v04_row.safeDepth;
    v08_within.b <== v03_terms.depth;
    v08_difference[11] <== rowPacked[11];
    v08_difference[12] <== rowFactor + F * v04_row.safeSettled - v03_terms.factor;
    v08_difference[13] <== rowMark - v05_mark.mark;
    v08_difference[14] <== rowDelta - v05_mark.mark;
    v08_difference[15] <== v04_row.safeLong - v07_long.charge + (1 << PRICE_BITS()) * (v04_row.safeShort - v07_short.charge);
    v08_difference[16] <== 1 - v08_within.out;
    // Sums of numbers that are not negative, far below the field's order: 0 exactly when each of them is.
    v08_difference[17] <== beyond;

    // 5. The prover points at one that is not 0; for collateral at no element that only a row has.
    component v08_choice = OneHotOrNone(REASONS());
    v08_choice.in <== choice;
    signal v08_chosen[REASONS()];
    var total = 0;
    var ofRow = 0;
    for (var i = 0; i < REASONS(); i++) {
        v08_chosen[i] <== v08_choice.choice[i] * v08_difference[i];
        total += v08_chosen[i];
        if (i >= HEADER() && i < REASONS() - 1) { ofRow += v08_choice.choice[i]; }
    }
    v03_terms.isCollateral * ofRow === 0;
    component v08_differs = AssertNonZero();
    v08_differs.in <== total;

    // 6. Who made the proof: an address, so that nobody else's transaction can carry it (V-09).
    component v09_prover = Unsigned(160);
    v09_prover.in <== prover;
}
