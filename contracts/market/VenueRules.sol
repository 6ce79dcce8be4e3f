// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {AGE_BOUND, AgeLimits, ageLimits, MAINTENANCE_BOUND} from "../types/AgeLimits.sol";
import {Direction, ofLimit, UNCHANGED} from "../types/Direction.sol";
import {PendingChanges} from "./PendingChanges.sol";

/// @title VenueRules
/// @notice How long accounts live on their proofs and how often they trade, and how the owner changes that: what
/// tightens after the shorter notice, what loosens after the longer one.
/// @dev Rules that shorten an age count from their proposal: they bind once as many ticks have passed since as they
/// leave an account. An account that is too old when they bind has therefore had, since the announcement, every epoch
/// that they grant anybody, and an outage of the publishers within the notice shortens nobody's time.
abstract contract VenueRules is PendingChanges {
    /// @dev Subject of pending rules; feeds have the numbers of their factors.
    uint256 internal constant RULES = 8;

    /// @dev Places of the two ages among a rule's numbers.
    uint256 private constant _STALE = 1;
    uint256 private constant _FROZEN = 2;

    Rules private _rules;

    constructor(Rules memory first) {
        _setRules(first);
    }

    /// @inheritdoc IMarketRegistry
    function proposeRules(Rules memory next) external onlyOwner {
        uint256[5] memory nexts = _checked(next);
        uint256[5] memory currents = _checked(_rules);
        Direction direction = UNCHANGED;
        for (uint256 i = 0; i < 5; ++i) direction = direction | ofLimit(nexts[i], currents[i]);
        if (direction.isNone()) revert MarketRegistryNoChange();
        bool shortens = nexts[_STALE] < currents[_STALE] || nexts[_FROZEN] < currents[_FROZEN];
        uint64 fromTick = shortens ? _ticks() + uint64(nexts[_FROZEN]) : 0;
        _wait(RULES, abi.encode(next), _bindsFrom(direction), fromTick);
    }

    /// @inheritdoc IMarketRegistry
    function rules() external view returns (Rules memory) {
        return _rules;
    }

    /// @dev Keeps the limits where an update reads them.
    function _setLimits(AgeLimits limits) internal virtual;

    function _setRules(Rules memory next) internal {
        uint256[5] memory numbers = _checked(next);
        _rules = next;
        _setLimits(ageLimits(numbers[_STALE], numbers[_FROZEN], next.maxMaintenance));
    }

    /// @dev The five numbers that rules in range come to, each the stricter the lower it is: when to refresh, the ages
    /// above which an account is stale and frozen, maintenance in a row, trades per epoch. Sums are of 256 bits.
    function _checked(Rules memory given) private pure returns (uint256[5] memory numbers) {
        // Three numbers below 2^64.
        unchecked {
            uint256 stale = uint256(given.refreshEvery) + given.grace;
            uint256 frozen = stale + given.defaultAfter;
            numbers = [given.refreshEvery, stale, frozen, given.maxMaintenance, given.tradesPerEpoch];
        }
        bool zero = given.refreshEvery == 0 || given.defaultAfter == 0 || given.tradesPerEpoch == 0;
        if (zero || numbers[_FROZEN] >= AGE_BOUND || given.maxMaintenance >= MAINTENANCE_BOUND) {
            revert MarketRegistryRulesOutOfRange();
        }
    }
}
