// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAggregatorV3} from "../../../contracts/interfaces/IAggregatorV3.sol";

/// @title PriceFeed
/// @notice A price feed with its whole history, for the demonstration's local chain: whoever deployed it posts the prices.
contract PriceFeed is IAggregatorV3 {
    struct Round {
        int192 answer;
        uint64 updatedAt;
    }

    /// @notice Who posts.
    address public immutable REPORTER;

    /// @inheritdoc IAggregatorV3
    uint8 public immutable decimals;

    /// @dev Round n of the first and only phase stands at place n − 1.
    Round[] private _rounds;

    uint256 private constant _PHASE = 1 << 64;

    /// @notice Somebody else than the reporter posts.
    error PriceFeedNotReporter(address sender);

    /// @notice There is no such round.
    error PriceFeedNoRound(uint80 round);

    /// @param places decimals of every answer
    constructor(uint8 places) {
        REPORTER = msg.sender;
        decimals = places;
    }

    /// @notice Adds a round with the time of this block.
    /// @param answer the price
    function post(int192 answer) external {
        if (msg.sender != REPORTER) revert PriceFeedNotReporter(msg.sender);
        _rounds.push(Round(answer, uint64(block.timestamp)));
    }

    /// @inheritdoc IAggregatorV3
    function getRoundData(uint80 round) external view returns (uint80, int256, uint256, uint256, uint80) {
        return _round(round);
    }

    /// @inheritdoc IAggregatorV3
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return _round(uint80(_PHASE + _rounds.length));
    }

    function _round(uint80 number) private view returns (uint80, int256, uint256, uint256, uint80) {
        if (number <= _PHASE || number > _PHASE + _rounds.length) revert PriceFeedNoRound(number);
        Round memory round = _rounds[number - _PHASE - 1];
        return (number, round.answer, round.updatedAt, round.updatedAt, number);
    }
}
