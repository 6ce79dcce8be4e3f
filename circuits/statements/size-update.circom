pragma circom 2.1.9;

include "../lib/constants.circom";
include "../lib/range/signed.circom";
include "../lib/range/compare.circom";
include "../objects/book.circom";
include "../objects/call.circom";
include "../objects/market.circom";
include "../objects/policy.circom";
include "../objects/sheet.circom";
include "../objects/trade.circom";
include "../rules/slot.circom";
include "../rules/trade-legs.circom";
include "../rules/market-values.circom";
include "../rules/worst-loss.circom";
include "../rules/exposure.circom";
include "../rules/contingency.circom";
include "../rules/margin.circom";
include "../rules/portfolio.circom";
include "../rules/reduce-only.circom";

/**
 * SizeUpdate(N, DOMAIN): one account's change from the book behind oldCommitment to the book behind newCommitment,
 * under the policy and market behind riskRoot (rules S-01 … S-22 of docs/protocol.md).
 * Components carry the id of their rule as a prefix, so that a violated constraint names it.
 * @param N       slots of the class; N + 4 ≤ 68
 * @param DOMAIN  the class's commitment domain
 * Inputs: docs/encodings.md section 9. The public signals are documented in docs/protocol.md.
 * @mirror model/transition.ts (transition), model/explain.ts (explain), model/witness.ts (buildCircuitInput)
 */
template SizeUpdate(N, DOMAIN) {
    var F = FACTORS();
    var K = ASSETS();
    var L = LEGS();
    var T = LINES();
    // Cash, N positions and K haircut values at their largest.
    var EQUITY_BITS = log2ceil((1 << CASH_BITS()) + ((N + K) << (SIZE_BITS() + PRICE_BITS())));

    signal input oldCommitment;
    signal input newCommitment;
    signal input riskRoot;
    signal input trade;
    signal input call;

    signal input instrument[N];
    signal input oldSign[N];
    signal input oldMag[N];
    signal input newSign[N];
    signal input newMag[N];
    signal input oldCash;
    signal input oldCollateral[K];
    signal input oldSalt;
    signal input newSalt;
    signal input legInstrument[L];
    signal input legSign[L];
    signal input legMag[L];
    signal input tradeCash;
    signal input tradeSalt;
    signal input price[F];
    signal input atr[F];
    signal input cov[F * (F + 1) / 2];
    signal input ratios[10];
    signal input atrRisk;
    signal input participation;
    signal input horizon;
    signal input kellyFraction;
    signal input riskShare;
    signal input scale[4];
    signal input volTarget;
    signal input driftSign[F];
    signal input driftMag[F];
    signal input slope[K][T];
    signal input intercept[K][T];
    signal input tier;
    signal input header[K][HEADER()];
    signal input top[ARITY()];
    signal input path[N][SHEET_DEPTH() - 1][ARITY()];
    signal input rowPacked[N][PACKED()];
    signal input rowFactor[N];
    signal input rowSettled[N];
    signal input rowDepth[N];
    signal input rowMark[N];
    signal input rowDelta[N];
    signal input rowContLong[N];
    signal input rowContShort[N];
    signal input haircut[K];
    signal input worstLoss;
    signal input nettingCharge;
    signal input oldElement[HEADER()];
    signal input oldWindow[3];

    // 1. What is asked: mode, side and flow (S-22).
    component s22_call = OpenCall();
    s22_call.call <== call;
    signal {binary} s22_isFull <== s22_call.isFull;
    signal {binary} s22_isReduce <== s22_call.isReduce;
    signal {binary} s22_isMaintenance <== s22_call.isMaintenance;
    signal {binary} s04_outflow <== s22_call.outflow;

    // 2. The market, the policy and the sheet open to the risk root (S-03).
    component s03_market = OpenMarket();
    s03_market.price <== price;
    s03_market.atr <== atr;
    s03_market.cov <== cov;
    component s03_policy = OpenPolicy();
    s03_policy.ratios <== ratios;
    s03_policy.atrRisk <== atrRisk;
    s03_policy.participation <== participation;
    s03_policy.horizon <== horizon;
    s03_policy.kellyFraction <== kellyFraction;
    s03_policy.riskShare <== riskShare;
    s03_policy.scale <== scale;
    s03_policy.volTarget <== volTarget;
    s03_policy.driftSign <== driftSign;
    s03_policy.driftMag <== driftMag;
    s03_policy.slope <== slope;
    s03_policy.intercept <== intercept;
    component s03_top = Node();
    s03_top.child <== top;
    component s03_sheet = SheetRoot();
    s03_sheet.header <== header;
    s03_sheet.treeRoot <== s03_top.out;
    component s03_root = Hash5();
    s03_root.in <== [DOMAIN_RISK(), s03_market.root, s03_sheet.out, s03_policy.root, tier];
    s03_root.out === riskRoot;

    // 3. The slots before and after (S-01, S-02), and the row each used slot opens (S-03).
    component s02_slot[N];
    component s03_row[N];
    component s03_climb[N];
    component s03_inTop[N];
    signal {maxabs} s02_instruments[N];
    signal {binary} s02_used[N];
    signal {binary} s02_newUsed[N];
    signal {maxabs} s02_oldSize[N];
    signal {maxabs} s02_newSize[N];
    signal {maxabs} s02_change[N];
    signal {binary} s05_settledFlag[N];
    for (var j = 0; j < N; j++) {
        s02_slot[j] = Slot();
        s02_slot[j].instrument <== instrument[j];
        s02_slot[j].oldSign <== oldSign[j];
        s02_slot[j].oldMag <== oldMag[j];
        s02_slot[j].newSign <== newSign[j];
        s02_slot[j].newMag <== newMag[j];
        s02_instruments[j] <== s02_slot[j].safeInstrument;
        s02_used[j] <== s02_slot[j].used;
        s02_newUsed[j] <== s02_slot[j].newUsed;
        s02_oldSize[j] <== s02_slot[j].oldSize;
        s02_newSize[j] <== s02_slot[j].newSize;
        s02_change[j] <== s02_slot[j].change;

        s03_row[j] = OpenRow();
        s03_row[j].instrument <== s02_slot[j].safeInstrument;
        s03_row[j].packed <== rowPacked[j];
        s03_row[j].factor <== rowFactor[j];
        s03_row[j].settled <== rowSettled[j];
        s03_row[j].depth <== rowDepth[j];
        s03_row[j].mark <== rowMark[j];
        s03_row[j].delta <== rowDelta[j];
        s03_row[j].contingencyLong <== rowContLong[j];
        s03_row[j].contingencyShort <== rowContShort[j];
        s05_settledFlag[j] <== s03_row[j].safeSettled;

        s03_climb[j] = ClimbTo(SHEET_DEPTH() - 1);
        s03_climb[j].leaf <== s03_row[j].leaf;
        s03_climb[j].children <== path[j];
        s03_inTop[j] = NoneOf(ARITY());
        s03_inTop[j].value <== s03_climb[j].out;
        s03_inTop[j].candidate <== top;
        // An empty slot opens no row: its sizes are 0, so whatever row it carries contributes exactly 0.
        s02_used[j] * s03_inTop[j].out === 0;
    }
    component s01_distinct = AssertDistinct(N);
    s01_distinct.instrument <== s02_instruments;
    s01_distinct.used <== s02_used;

    // 4. The trade and its legs (S-05); a maintenance refresh has none (S-21).
    component s05_trade = OpenTrade();
    s05_trade.trade <== trade;
    s05_trade.instrument <== legInstrument;
    s05_trade.sign <== legSign;
    s05_trade.mag <== legMag;
    s05_trade.cash <== tradeCash;
    s05_trade.salt <== tradeSalt;
    component s05_side = AssertImplies();
    s05_side.a <== s22_call.side;
    s05_side.b <== s05_trade.hasTrade;
    component s05_legs = AssertLegs(N);
    s05_legs.instrument <== s02_instruments;
    s05_legs.change <== s02_change;
    s05_legs.settled <== s05_settledFlag;
    s05_legs.side <== s22_call.side;
    s05_legs.legInstrument <== s05_trade.safeInstrument;
    s05_legs.legLots <== s05_trade.lots;
    s05_legs.legUsed <== s05_trade.used;
    component s05_settled = AssertSettled(N);
    s05_settled.settled <== s05_settledFlag;
    s05_settled.newSize <== s02_newSize;
    s05_settled.change <== s02_change;
    s05_settled.isReduce <== s22_isReduce;
    component s21_noTrade = AssertNotBoth();
    s21_noTrade.a <== s22_isMaintenance;
    s21_noTrade.b <== s05_trade.hasTrade;

    // 5. Values of the slots; cash and collateral after the change (S-04, S-05). Outflows only in mode 0 (S-20, S-21).
    component s07_value[N];
    signal {maxabs} s07_values[N];
    signal {maxabs} s14_grossValues[N];
    signal {maxabs} s20_tradedValues[N];
    signal {maxabs} s20_grossTradedValues[N];
    signal {maxabs} s05_settlements[N];
    signal {maxabs} s20_oldContingencies[N];
    signal {maxabs} s09_newContingencies[N];
    signal {maxabs} s12_cashDelta[N];
    for (var j = 0; j < N; j++) {
        s07_value[j] = SlotValues();
        s07_value[j].mark <== s03_row[j].safeMark;
        s07_value[j].settled <== s05_settledFlag[j];
        s07_value[j].newSize <== s02_newSize[j];
        s07_value[j].newAbs <== s02_slot[j].newAbs;
        s07_value[j].oldAbs <== s02_slot[j].oldAbs;
        s07_value[j].newNegative <== s02_slot[j].newNegative;
        s07_value[j].oldNegative <== s02_slot[j].oldNegative;
        s07_value[j].change <== s02_change[j];
        s07_value[j].changeAbs <== s02_slot[j].changeAbs;
        s07_value[j].contingencyLong <== s03_row[j].safeLong;
        s07_value[j].contingencyShort <== s03_row[j].safeShort;
        s07_values[j] <== s07_value[j].value;
        s14_grossValues[j] <== s07_value[j].grossValue;
        s20_tradedValues[j] <== s07_value[j].traded;
        s20_grossTradedValues[j] <== s07_value[j].grossTraded;
        s05_settlements[j] <== s07_value[j].settlement;
        s20_oldContingencies[j] <== s07_value[j].contingencyOld;
        s09_newContingencies[j] <== s07_value[j].contingencyNew;
        s12_cashDelta[j] <== Mul()(s02_newSize[j], s03_row[j].safeDelta);
    }
    component s05_payer = Select();
    s05_payer.choice <== s22_call.side;
    s05_payer.yes <== Neg()(s05_trade.safeCash);
    s05_payer.no <== s05_trade.safeCash;
    signal {maxabs} s05_cost <== s05_payer.out;
    signal {maxabs} s05_settlement <== Sum(N)(s05_settlements);
    component s01_oldCash = SplitSigned(CASH_BITS());
    s01_oldCash.in <== oldCash;
    component s05_newCash = SplitSigned(CASH_BITS());
    s05_newCash.in <== oldCash + s22_call.flow[0] - s05_cost + s05_settlement;
    component s20_outflow = AssertNotBoth();
    s20_outflow.a <== s22_isReduce;
    s20_outflow.b <== s04_outflow;
    component s21_outflow = AssertNotBoth();
    s21_outflow.a <== s22_isMaintenance;
    s21_outflow.b <== s04_outflow;
    component s01_oldCollateral[K];
    component s04_newCollateral[K];
    signal {maxabs} s01_oldHeld[K];
    signal {maxabs} s04_newHeld[K];
    for (var k = 0; k < K; k++) {
        s01_oldCollateral[k] = Unsigned(SIZE_BITS());
        s01_oldCollateral[k].in <== oldCollateral[k];
        s01_oldHeld[k] <== s01_oldCollateral[k].out;
        s04_newCollateral[k] = Unsigned(SIZE_BITS());
        s04_newCollateral[k].in <== s01_oldHeld[k] + s22_call.flow[k + 1];
        s04_newHeld[k] <== s04_newCollateral[k].out;
    }

    // 6. Both commitments open to these books (S-01).
    component s01_old = BookCommitment(N, DOMAIN);
    component s01_new = BookCommitment(N, DOMAIN);
    for (var j = 0; j < N; j++) {
        s01_old.instrument[j] <== s02_slot[j].oldInstrument;
        s01_old.sign[j] <== s02_slot[j].oldNegative;
        s01_old.mag[j] <== s02_slot[j].oldAbs;
        s01_new.instrument[j] <== s02_slot[j].newInstrument;
        s01_new.sign[j] <== s02_slot[j].newNegative;
        s01_new.mag[j] <== s02_slot[j].newAbs;
    }
    s01_old.cash <== s01_oldCash.value;
    s01_old.collateral <== s01_oldHeld;
    s01_old.salt <== oldSalt;
    s01_old.out === oldCommitment;
    s01_new.cash <== s05_newCash.value;
    s01_new.collateral <== s04_newHeld;
    s01_new.salt <== newSalt;
    s01_new.out === newCommitment;

    // 7. Equity: cash, positions at mark, collateral after haircuts (S-06, S-07).
    component s06_haircut[K];
    signal {maxabs} s06_collateralValue[K];
    signal {maxabs} s06_haircutValue[K];
    for (var k = 0; k < K; k++) { s06_collateralValue[k] <== Mul()(s04_newHeld[k], s03_market.safePrice[k]); }
    for (var k = 0; k < K; k++) {
        s06_haircut[k] = Haircut();
        s06_haircut[k].haircut <== haircut[k];
        s06_haircut[k].value <== s06_collateralValue[k];
        s06_haircut[k].slope <== s03_policy.safeSlope[k];
        s06_haircut[k].intercept <== s03_policy.safeIntercept[k];
        s06_haircutValue[k] <== s06_haircut[k].out;
    }
    signal {maxabs} s07_equity <== Add()(Add()(Sum(N)(s07_values), Sum(K)(s06_haircutValue)), s05_newCash.value);

    // 8. Worst loss over the scenarios (S-08), exposures (S-12), contingency (S-09).
    component s08_worstLoss = WorstLoss(N);
    s08_worstLoss.worstLoss <== worstLoss;
    s08_worstLoss.size <== s02_newSize;
    s08_worstLoss.collateral <== s04_newHeld;
    s08_worstLoss.packed <== rowPacked;
    s08_worstLoss.header <== header;
    component s12_exposure = Exposure(N);
    s12_exposure.cashDelta <== s12_cashDelta;
    s12_exposure.collateralValue <== s06_collateralValue;
    for (var j = 0; j < N; j++) { s12_exposure.isFactor[j] <== s03_row[j].isFactor; }
    signal {maxabs} s09_newContingency <== Sum(N)(s09_newContingencies);
    component s09_contingency = Contingency();
    s09_contingency.nettingCharge <== nettingCharge;
    s09_contingency.sizes <== s09_newContingency;
    s09_contingency.basis <== s03_policy.safeRatios[5];
    s09_contingency.gross <== s12_exposure.gross;
    s09_contingency.netAbs <== s12_exposure.netAbs;

    // 9. Margin (S-10), equity and risk capacity (S-11), cash after an outflow (S-04).
    component s10_margin = Margin();
    s10_margin.isReduce <== s22_isReduce;
    s10_margin.isMaintenance <== s22_isMaintenance;
    s10_margin.equity <== s07_equity;
    s10_margin.worstLoss <== s08_worstLoss.out;
    s10_margin.contingency <== s09_contingency.out;
    s10_margin.imFactor <== s03_policy.safeRatios[0];
    s10_margin.mmFactor <== s03_policy.safeRatios[1];
    s10_margin.mmShare <== s03_policy.safeRatios[2];
    component s11_capacity = Capacity(EQUITY_BITS);
    s11_capacity.isReduce <== s22_isReduce;
    s11_capacity.equity <== s07_equity;
    s11_capacity.scale <== s03_policy.safeScale;
    s11_capacity.tier <== tier;
    component s04_borrow = Borrow();
    s04_borrow.outflow <== s04_outflow;
    s04_borrow.cash <== s05_newCash.value;
    s04_borrow.borrow <== s03_policy.safeRatios[4];
    s04_borrow.capacity <== s11_capacity.capacity;

    // 10. Growth (S-20, S-22), then the rules of mode 0: volatility target, leverage, Greeks (S-13 … S-15).
    component s22_growth = Growth(N);
    for (var j = 0; j < N; j++) { s22_growth.grows[j] <== s02_slot[j].grows; }
    s22_growth.isFull <== s22_isFull;
    s22_growth.isReduce <== s22_isReduce;
    s22_growth.stressed <== s11_capacity.stressed;
    component s13_variance = Variance();
    s13_variance.exposure <== s12_exposure.exposure;
    s13_variance.cov <== s03_market.safeCov;
    component s13_volTarget = VolatilityTarget();
    s13_volTarget.on <== s22_isFull;
    s13_volTarget.variance <== s13_variance.out;
    s13_volTarget.volTarget <== s03_policy.safeVolTarget;
    s13_volTarget.capacity <== s11_capacity.capacity;
    component s14_leverage = RatioLimit();
    s14_leverage.on <== s22_isFull;
    s14_leverage.value <== Sum(N)(s14_grossValues);
    s14_leverage.limit <== s03_policy.safeRatios[6];
    s14_leverage.capacity <== s11_capacity.capacity;
    component s15_delta = RatioLimit();
    s15_delta.on <== s22_isFull;
    s15_delta.value <== s12_exposure.netAbs;
    s15_delta.limit <== s03_policy.safeRatios[7];
    s15_delta.capacity <== s11_capacity.capacity;
    component s15_gamma = RatioLimit();
    s15_gamma.on <== s22_isFull;
    s15_gamma.value <== s08_worstLoss.gamma;
    s15_gamma.limit <== s03_policy.safeRatios[8];
    s15_gamma.capacity <== s11_capacity.capacity;
    component s15_vega = RatioLimit();
    s15_vega.on <== s22_isFull;
    s15_vega.value <== s08_worstLoss.vega;
    s15_vega.limit <== s03_policy.safeRatios[9];
    s15_vega.capacity <== s11_capacity.capacity;

    // 11. The rules of growth: Kelly, risk parity, ATR, liquidity (S-16 … S-19).
    component s16_kelly = Kelly();
    s16_kelly.grows <== s22_growth.fullGrowth;
    s16_kelly.variance <== s13_variance.out;
    s16_kelly.kellyFraction <== s03_policy.safeKellyFraction;
    s16_kelly.capacity <== s11_capacity.capacity;
    s16_kelly.exposure <== s12_exposure.exposure;
    s16_kelly.drift <== s03_policy.drift;
    component s17_riskParity = RiskParity();
    s17_riskParity.grows <== s22_growth.fullGrowth;
    s17_riskParity.variance <== s13_variance.out;
    s17_riskParity.riskShare <== s03_policy.safeRiskShare;
    s17_riskParity.contribution <== s13_variance.contribution;
    component s18_atr = AtrLimit();
    s18_atr.on <== s22_growth.fullGrowth;
    s18_atr.exposureAbs <== s12_exposure.exposureAbs;
    s18_atr.atr <== s03_market.safeAtr;
    s18_atr.price <== s03_market.safePrice;
    s18_atr.atrRisk <== s03_policy.safeAtrRisk;
    s18_atr.capacity <== s11_capacity.capacity;
    component s19_liquidity[N];
    for (var j = 0; j < N; j++) {
        s19_liquidity[j] = Liquidity();
        s19_liquidity[j].isFull <== s22_isFull;
        s19_liquidity[j].grows <== s02_slot[j].grows;
        s19_liquidity[j].changeAbs <== s02_slot[j].changeAbs;
        s19_liquidity[j].newAbs <== s02_slot[j].newAbs;
        s19_liquidity[j].depth <== s03_row[j].safeDepth;
        s19_liquidity[j].participation <== s03_policy.safeParticipation;
        s19_liquidity[j].horizon <== s03_policy.safeHorizon;
    }

    // 12. Reduce-only: fair cash, and risk that does not rise (S-20).
    component s20_slippage = Slippage();
    s20_slippage.isReduce <== s22_isReduce;
    s20_slippage.cost <== s05_cost;
    s20_slippage.traded <== Sum(N)(s20_tradedValues);
    s20_slippage.grossTraded <== Sum(N)(s20_grossTradedValues);
    s20_slippage.slippage <== s03_policy.safeRatios[3];
    component s20_oldLoss = SelectedLoss(N);
    s20_oldLoss.element <== oldElement;
    s20_oldLoss.windowHint <== oldWindow;
    s20_oldLoss.size <== s02_oldSize;
    s20_oldLoss.collateral <== s04_newHeld;
    s20_oldLoss.packed <== rowPacked;
    s20_oldLoss.header <== header;
    component s20_risk = RiskDoesNotRise(N);
    s20_risk.isReduce <== s22_isReduce;
    s20_risk.newUsed <== s02_newUsed;
    s20_risk.imFactor <== s03_policy.safeRatios[0];
    s20_risk.newLoss <== s08_worstLoss.out;
    s20_risk.oldLoss <== s20_oldLoss.out;
    s20_risk.newContingency <== s09_newContingency;
    s20_risk.oldContingency <== Sum(N)(s20_oldContingencies);
}
