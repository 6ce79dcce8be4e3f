pragma circom 2.1.9;

/** Market factors in a market block. */
function FACTORS() { return 8; }
/** Collateral assets; asset k is factor k. */
function ASSETS() { return 4; }
/** Haircut lines per asset. */
function LINES() { return 4; }
/** Stress scenarios in a risk row. */
function SCENARIOS() { return 32; }
/** Legs of a trade. */
function LEGS() { return 4; }
/** Children of a node of the sheet tree. */
function ARITY() { return 8; }
/** Levels of the sheet tree below its root. */
function SHEET_DEPTH() { return 4; }
/** Packed elements of a risk row: 32 shocks, gamma and vega, three to an element. */
function PACKED() { return 12; }
/** Packed elements of a header row: 32 shocks. */
function HEADER() { return 11; }
/** Basis points in one. */
function BPS() { return 10000; }
/** Denominator of scale, kellyFraction and riskShare. */
function UNIT() { return 256; }

/** Bits of a size or of a collateral balance, in lots. */
function SIZE_BITS() { return 40; }
/** Bits of a price, mark, contingency or ATR, in micro-quote per lot. */
function PRICE_BITS() { return 38; }
/** Bits of the magnitude of a per-lot risk value. */
function RISK_BITS() { return 36; }
/** Bits of the magnitude of cash, in micro-quote. */
function CASH_BITS() { return 84; }
/** Bits of a ratio of the policy. */
function RATIO_BITS() { return 24; }
/** Bits of equity, worst loss and contingency, in micro-quote. */
function TOTAL_BITS() { return 86; }
/** Bits of the magnitude of a covariance or a variance. */
function COV_BITS() { return 60; }
/** Denominator of returns and of the volatility model's weights. */
function NANO() { return 1000000000; }
/** Bits of a weight and of the magnitude of a return: both are at most NANO. */
function WEIGHT_BITS() { return 30; }
