// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// A hidden book: Poseidon(domain(class), slotsHash, cash, collateral, salt), below the bn254 scalar order.
type Commitment is uint256;

/// A trade both sides proved, or zero for an update without a trade.
type TradeCommitment is uint256;

using {sameCommitment as ==} for Commitment global;
using {sameTrade as ==} for TradeCommitment global;

/// Whether two commitments are the same field element.
function sameCommitment(Commitment a, Commitment b) pure returns (bool) {
    return Commitment.unwrap(a) == Commitment.unwrap(b);
}

/// Whether two trade commitments are the same field element.
function sameTrade(TradeCommitment a, TradeCommitment b) pure returns (bool) {
    return TradeCommitment.unwrap(a) == TradeCommitment.unwrap(b);
}
