// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAggregatorV3} from "../../interfaces/IAggregatorV3.sol";
import {LocalChainOnly} from "./LocalChainOnly.sol";

/// @title MockFeed
/// @notice A price feed whose rounds anybody writes, in one phase, without gaps, as a sound feed has them.
contract MockFeed is IAggregatorV3, LocalChainOnly {
    struct Round {
        int256 answer;
        uint256 updatedAt;
    }

    uint80 private constant _PHASE = 1 << 64;

    /// @inheritdoc IAggregatorV3
    uint8 public immutable decimals; // solhint-disable-line immutable-vars-naming

    Round[] private _rounds;

    /// @notice There is no such round.
    error MockFeedNoRound(uint80 round);

    /// @notice A round cannot be older than the one before it, nor of the future.
    error MockFeedTimeOutOfOrder(uint256 updatedAt, uint256 notBefore, uint256 notAfter);

    /// @param stated decimals of every answer
    /// @param first answer of its first two rounds, complete in second 1: before any boundary, so that every epoch
    /// finds its first round and the one before it, and a registry the history that it asks of a feed
    constructor(uint8 stated, int256 first) {
        decimals = stated;
        for (uint256 i = 0; i < 2; ++i) _rounds.push(Round(first, 1));
    }

    /// @notice Adds a round that is complete now.
    function push(int256 answer) external {
        _rounds.push(Round(answer, block.timestamp));
    }

    /// @notice Adds a round that was complete at a second between the newest round's and now.
    function pushAt(int256 answer, uint256 updatedAt) external {
        uint256 newest = _rounds[_rounds.length - 1].updatedAt;
        if (updatedAt < newest || updatedAt > block.timestamp) {
            revert MockFeedTimeOutOfOrder(updatedAt, newest, block.timestamp);
        }
        _rounds.push(Round(answer, updatedAt));
    }

    /// @inheritdoc IAggregatorV3
    function getRoundData(uint80 round) public view returns (uint80, int256, uint256, uint256, uint80) {
        if (round <= _PHASE || round > _PHASE + _rounds.length) revert MockFeedNoRound(round);
        Round storage found = _rounds[round - _PHASE - 1];
        return (round, found.answer, found.updatedAt, found.updatedAt, round);
    }

    /// @inheritdoc IAggregatorV3
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return getRoundData(uint80(_PHASE + _rounds.length));
    }
}
