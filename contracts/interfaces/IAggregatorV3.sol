// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IAggregatorV3
/// @notice What Ballast asks of a price feed, and of an L2's uptime feed.
/// @dev A round's number is the phase (bits 64 and up) and the aggregator's own round (the low 64 bits, from 1).
/// Within a phase rounds follow each other without gaps and never go back in time.
interface IAggregatorV3 {
    /// @notice Decimals of every answer.
    function decimals() external view returns (uint8);

    /// @notice One round by its number.
    /// @param round the number
    /// @return roundId the same number
    /// @return answer the price; of an uptime feed 0 for up and 1 for down
    /// @return startedAt second at which the round began; of an uptime feed, since when the answer holds
    /// @return updatedAt second at which the round was complete; 0 while it is not
    /// @return answeredInRound the round whose answer this is; below `roundId` when an old answer was carried over
    function getRoundData(uint80 round)
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);

    /// @notice The newest round, with the same values.
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}
