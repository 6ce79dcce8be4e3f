// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAggregatorV3} from "../interfaces/IAggregatorV3.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";

/// @title FeedReader
/// @notice Asks a feed without trusting it: a capped amount of gas, and never more than five words of its answer.
/// @dev A feed that reverts, burns its gas or answers anything but exactly the words of its type is unreadable. Gas is
/// demanded before each call, so a caller who sends too little makes the whole transaction revert and no feed look
/// bad.
library FeedReader {
    /// @dev Raw values of a round. `readable` is false when there is no such round, or nothing that can be taken for
    /// one.
    struct Round {
        bool readable;
        uint256 id;
        int256 answer;
        uint256 startedAt;
        uint256 updatedAt;
        uint256 answeredIn;
    }

    /// @dev What a call may use. A proxy in front of an aggregator needs about a quarter of it.
    uint256 private constant _CALL_GAS = 100_000;

    /// @dev A call forwards at most 63/64 of what is left, so this much must be left for the cap to be the limit.
    uint256 private constant _NEEDED_GAS = 105_000;

    /// @notice The newest round; unreadable also when it is of no aggregator round, incomplete or from the future.
    function latest(address feed) internal view returns (Round memory round) {
        round = _round(feed, abi.encodeCall(IAggregatorV3.latestRoundData, ()));
        bool numbered = round.id < 1 << 80 && uint64(round.id) != 0;
        if (!numbered || round.updatedAt == 0 || round.updatedAt > block.timestamp) round.readable = false;
    }

    /// @notice One round by its number; unreadable also when the feed answers for another, or the round is not
    /// complete.
    function roundAt(address feed, uint256 id) internal view returns (Round memory round) {
        round = _round(feed, abi.encodeCall(IAggregatorV3.getRoundData, (uint80(id))));
        if (round.id != id || round.updatedAt == 0) round.readable = false;
    }

    /// @notice Whether the feed still states these decimals.
    function hasDecimals(address feed, uint8 decimals) internal view returns (bool) {
        (bool ok, uint256[5] memory words) = _ask(feed, abi.encodeCall(IAggregatorV3.decimals, ()), 1);
        return ok && words[0] == decimals;
    }

    function _round(address feed, bytes memory request) private view returns (Round memory) {
        (bool ok, uint256[5] memory words) = _ask(feed, request, 5);
        return Round(ok, words[0], int256(words[1]), words[2], words[3], words[4]);
    }

    function _ask(address feed, bytes memory request, uint256 count)
        private
        view
        returns (bool ok, uint256[5] memory words)
    {
        if (gasleft() < _NEEDED_GAS) revert IMarketRegistry.MarketRegistryGasTooLow(_NEEDED_GAS, gasleft());
        assembly ("memory-safe") {
            let size := shl(5, count)
            // Yul evaluates the last argument first, so the size is that of this call.
            ok := and(
                eq(returndatasize(), size),
                staticcall(_CALL_GAS, feed, add(request, 0x20), mload(request), words, size)
            )
        }
    }
}
