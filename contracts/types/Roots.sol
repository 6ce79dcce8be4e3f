// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// Root of a market block: prices, covariances and ATRs of one epoch.
type MarketRoot is uint256;

/// Root of a risk sheet: header and tree of risk rows.
type SheetRoot is uint256;

/// Root of a risk policy.
type PolicyRoot is uint256;

/// Everything public a proof is judged against: market, sheet, policy and effective tier of one epoch.
type RiskRoot is uint256;

using {isPublished} for RiskRoot global;
using {sameMarket as ==} for MarketRoot global;
using {samePolicy as ==} for PolicyRoot global;

/// Whether a risk root was ever written; zero marks an epoch without one.
function isPublished(RiskRoot root) pure returns (bool) {
    return RiskRoot.unwrap(root) != 0;
}

/// Whether two market roots are the same.
function sameMarket(MarketRoot a, MarketRoot b) pure returns (bool) {
    return MarketRoot.unwrap(a) == MarketRoot.unwrap(b);
}

/// Whether two policy roots are the same.
function samePolicy(PolicyRoot a, PolicyRoot b) pure returns (bool) {
    return PolicyRoot.unwrap(a) == PolicyRoot.unwrap(b);
}
