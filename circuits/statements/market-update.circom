pragma circom 2.1.9;

include "../lib/constants.circom";
include "../objects/bars.circom";
include "../objects/market.circom";
include "../objects/market-model.circom";
include "../objects/market-root.circom";
include "../rules/next-covariance.circom";
include "../rules/range-step.circom";
include "../rules/return-step.circom";
include "../rules/tier-level.circom";

/**
 * MarketUpdate(): the market block behind nextRoot follows from the one behind previousRoot and the feeds' bars by the volatility model
 * behind modelRoot (rules M-01 … M-06 of docs/protocol.md), and the model's own tier is `tier`.
 * Components carry the id of their rule as a prefix, so that a violated constraint names it.
 * Inputs: docs/encodings.md section 12. Public signals: tier (the output, first), previousRoot, nextRoot, modelRoot, bars[4].
 * @assumes the previous block's covariances are below 2^60 in magnitude: it was proven by this statement, or stated at deployment.
 * @mirror model/market-update.ts (stepMarket), model/market-witness.ts (buildMarketInput)
 */
template MarketUpdate() {
    var F = FACTORS();
    var COVS = F * (F + 1) / 2;

    signal input previousRoot;
    signal input nextRoot;
    signal input modelRoot;
    signal input bars[F / 2];

    signal input price[F];
    signal input atr[F];
    signal input cov[COVS];
    signal input alpha;
    signal input beta;
    signal input used[F];
    signal input varianceRatio[3];
    signal input move[3];
    signal input longRun[F];
    signal input omega[COVS];
    signal input level;
    signal input tierFactor;
    signal input tierByMove;
    signal output tier;

    // 1. The previous block and the model open to their roots (M-01).
    component m01_previous = OpenMarket();
    m01_previous.price <== price;
    m01_previous.atr <== atr;
    m01_previous.cov <== cov;
    m01_previous.root === previousRoot;
    component m01_model = OpenModel();
    m01_model.alpha <== alpha;
    m01_model.beta <== beta;
    m01_model.used <== used;
    m01_model.varianceRatio <== varianceRatio;
    m01_model.move <== move;
    m01_model.longRun <== longRun;
    m01_model.omega <== omega;
    m01_model.root === modelRoot;

    // 2. The feeds' bars (M-06).
    component m06_bars = OpenBars();
    m06_bars.bars <== bars;
    m06_bars.used <== m01_model.safeUsed;

    // 3. Each factor's return and price (M-02) and average true range (M-04).
    component m02_return[F];
    component m04_range[F];
    signal {maxabs} m02_change[F];
    signal {maxabs} m02_changeAbs[F];
    signal {binary} m02_forces[F];
    signal {maxabs} m02_price[F];
    signal {maxabs} m04_atr[F];
    for (var f = 0; f < F; f++) {
        m02_return[f] = ReturnStep();
        m02_return[f].price <== m06_bars.price[f];
        m02_return[f].previous <== m01_previous.safePrice[f];
        m02_return[f].flagged <== m06_bars.flagged[f];
        m02_change[f] <== m02_return[f].change;
        m02_changeAbs[f] <== m02_return[f].changeAbs;
        m02_forces[f] <== m02_return[f].forces;
        m02_price[f] <== m02_return[f].nextPrice;

        m04_range[f] = RangeStep();
        m04_range[f].high <== m06_bars.high[f];
        m04_range[f].low <== m06_bars.low[f];
        m04_range[f].previous <== m01_previous.safePrice[f];
        m04_range[f].atr <== m01_previous.safeAtr[f];
        m04_range[f].flagged <== m06_bars.flagged[f];
        m04_atr[f] <== m04_range[f].next;
    }

    // 4. The covariance (M-03).
    component m03_cov = NextCovariance();
    m03_cov.change <== m02_change;
    m03_cov.alpha <== m01_model.safeAlpha;
    m03_cov.beta <== m01_model.safeBeta;
    m03_cov.previous <== m01_previous.safeCov;
    m03_cov.omega <== m01_model.safeOmega;
    m03_cov.used <== m01_model.safeUsed;

    // 5. The tier (M-05).
    component m05_tier = TierLevel();
    m05_tier.variance <== m03_cov.variance;
    m05_tier.longRun <== m01_model.safeLongRun;
    m05_tier.changeAbs <== m02_changeAbs;
    m05_tier.varianceRatio <== m01_model.safeVarianceRatio;
    m05_tier.move <== m01_model.safeMove;
    m05_tier.forces <== m02_forces;
    m05_tier.level <== level;
    m05_tier.tierFactor <== tierFactor;
    m05_tier.tierByMove <== tierByMove;
    tier <== m05_tier.tier;

    // 6. The next block opens to its root (M-01).
    component m01_next = MarketRoot();
    m01_next.price <== m02_price;
    m01_next.atr <== m04_atr;
    m01_next.cov <== m03_cov.next;
    m01_next.root === nextRoot;
}
