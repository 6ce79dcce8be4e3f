// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {MarketFeeds} from "./MarketFeeds.sol";
import {PendingChanges} from "./PendingChanges.sol";

/// @title FeedChanges
/// @notice How the owner replaces a factor's feed. A feed says what a price was, so another one always waits for the
/// longer notice; it must be sound when it is proposed and again when it is put in force.
abstract contract FeedChanges is MarketFeeds, PendingChanges {
    /// @inheritdoc IMarketRegistry
    function proposeFeed(uint256 factor, FeedConfig memory config) external onlyOwner {
        if (factor >= _FEED_COUNT) revert MarketRegistryUnusedFactor(factor);
        _checkSound(factor, config);
        _wait(factor, abi.encode(config), uint64(block.timestamp) + LOOSEN_NOTICE, 0);
    }
}
