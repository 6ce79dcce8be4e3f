// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {PRICE_BOUND} from "../types/FactorState.sol";
import {FeedReader} from "./FeedReader.sol";

/// @title FirstRound
/// @notice The price of a feed at a boundary: its first round at or after it. The caller hints which round that is;
/// this library lets no other one pass, and finds out by itself when the feed is at fault.
/// @dev Within a phase the first round is the one whose predecessor is before the boundary. The phase that the feed
/// serves now decides when it covers the boundary; when it began after it, the earlier of its first round and the
/// first round of the phase before counts, the older phase on a tie. So for one state of the chain only one round can
/// pass. That needs a feed which keeps its rounds: one that has nothing before its newest, or answers for numbers that
/// are yet to come, shows nothing, and neither does the first round of all, before which nothing can be shown.
library FirstRound {
    using FeedReader for address;

    /// @dev One search, and the two rounds that most searches need.
    struct Search {
        address feed;
        uint256 factor;
        uint256 boundary;
        FeedReader.Round newest;
        FeedReader.Round beforeNewest;
    }

    /// @notice The price in micro-quote per lot, or 0 when the feed is at fault for this boundary.
    /// @param config the feed
    /// @param factor its place, for the errors
    /// @param boundary the second at which the epoch begins
    /// @param hint the first round at or after the boundary, or 0 for a feed at fault
    function priceAt(
        IMarketRegistry.FeedConfig memory config,
        uint256 factor,
        uint256 boundary,
        IMarketRegistry.RoundHint calldata hint
    ) internal view returns (uint256) {
        Search memory search;
        (search.feed, search.factor, search.boundary) = (config.feed, factor, boundary);
        uint256 until;
        // A boundary is below 2^129.
        unchecked {
            until = boundary + config.heartbeat;
        }
        if (!config.feed.hasDecimals(config.decimals)) return 0;
        search.newest = config.feed.latest();
        if (!search.newest.readable) return 0;
        if (search.newest.updatedAt < boundary) {
            if (block.timestamp <= until) revert IMarketRegistry.MarketRegistryFeedNotYet(factor, until);
            return 0;
        }
        if (!_readsBack(search)) return 0;
        if (hint.round == 0) revert IMarketRegistry.MarketRegistryFeedNotAtFault(factor);
        FeedReader.Round memory first = _find(search, hint);
        return first.updatedAt > until || _opens(first.id) ? 0 : priceOf(config, first);
    }

    /// @notice Whether a feed keeps a history as this library needs it: its newest round is not its first, the one
    /// before can be read, and it answers for none that is yet to come.
    function hasHistory(address feed) internal view returns (bool) {
        Search memory search;
        search.feed = feed;
        search.newest = feed.latest();
        return search.newest.readable && uint64(search.newest.id) != 1 && _readsBack(search);
    }

    /// @notice The price of a round that was read, or 0 when it cannot be used: not positive, incomplete, carried over
    /// from another round, from the future, or outside [1, 2^38 − 1].
    function priceOf(IMarketRegistry.FeedConfig memory config, FeedReader.Round memory round)
        internal
        view
        returns (uint256)
    {
        if (round.answer <= 0 || round.answeredIn < round.id || round.updatedAt > block.timestamp) return 0;
        uint256 answer = uint256(round.answer);
        if (answer >= 1 << 128) return 0;
        uint256 price;
        // Two numbers below 2^128, and a denominator that a constructor found above 0.
        unchecked {
            price = (answer * config.numerator) / config.denominator;
        }
        return price < PRICE_BOUND ? price : 0;
    }

    /// @dev Whether the feed answers for the round before its newest, and not for the one after: without the first
    /// nobody could show which was first, and a feed without the second gives out the newest round under any number.
    function _readsBack(Search memory search) private view returns (bool) {
        uint256 newest = search.newest.id;
        if (_opens(newest) || search.feed.roundAt(newest + 1).readable) return false;
        if (uint64(newest) == 1) return true;
        search.beforeNewest = search.feed.roundAt(newest - 1);
        return search.beforeNewest.readable;
    }

    /// @dev Whether this is the first round that a feed ever had, with phases or without. A feed that keeps none but
    /// the newest gives it this number for ever.
    function _opens(uint256 id) private pure returns (bool) {
        return uint64(id) == 1 && id >> 64 < 2;
    }

    /// @dev The hinted round, once it is shown to be the first.
    function _find(Search memory search, IMarketRegistry.RoundHint calldata hint)
        private
        view
        returns (FeedReader.Round memory first)
    {
        (uint256 factor, uint256 id) = (search.factor, hint.round);
        first = _at(search, id);
        if (id > search.newest.id || uint64(id) == 0 || !first.readable) {
            revert IMarketRegistry.MarketRegistryRoundAbsent(factor, id);
        }
        if (first.updatedAt < search.boundary) {
            revert IMarketRegistry.MarketRegistryRoundBeforeBoundary(factor, id, first.updatedAt);
        }
        if (id >> 64 != search.newest.id >> 64) _checkOlderPhase(search, first);
        if (uint64(id) > 1) _checkPredecessor(search, id);
        else if (id >> 64 > 1) _checkPhaseBefore(search, first, hint.predecessor);
    }

    function _checkPredecessor(Search memory search, uint256 id) private view {
        FeedReader.Round memory previous = _at(search, id - 1);
        if (!previous.readable) revert IMarketRegistry.MarketRegistryRoundAbsent(search.factor, id - 1);
        if (previous.updatedAt >= search.boundary) {
            revert IMarketRegistry.MarketRegistryRoundNotFirst(search.factor, id, id - 1);
        }
    }

    /// @dev A round of the phase before the present one counts unless the present phase has an earlier one.
    function _checkOlderPhase(Search memory search, FeedReader.Round memory first) private view {
        uint256 opening = ((search.newest.id >> 64) << 64) | 1;
        FeedReader.Round memory next = _at(search, opening);
        bool adjacent = (first.id >> 64) + 1 == opening >> 64;
        if (!adjacent || !next.readable || next.updatedAt < first.updatedAt) {
            revert IMarketRegistry.MarketRegistryRoundSuperseded(search.factor, first.id, opening);
        }
    }

    /// @dev The first round of a phase is the first of all when the phase before ended before the boundary, or went on
    /// only with later rounds.
    function _checkPhaseBefore(Search memory search, FeedReader.Round memory first, uint256 last) private view {
        if (last >> 64 != (first.id >> 64) - 1 || uint64(last) == 0) {
            revert IMarketRegistry.MarketRegistryWrongPredecessor(search.factor, first.id, last);
        }
        FeedReader.Round memory previous = _at(search, last);
        if (!previous.readable) revert IMarketRegistry.MarketRegistryRoundAbsent(search.factor, last);
        if (previous.updatedAt >= search.boundary) {
            revert IMarketRegistry.MarketRegistryRoundNotFirst(search.factor, first.id, last);
        }
        FeedReader.Round memory next = _at(search, last + 1);
        if (next.readable && next.updatedAt <= first.updatedAt) {
            revert IMarketRegistry.MarketRegistryRoundNotFirst(search.factor, first.id, last + 1);
        }
    }

    function _at(Search memory search, uint256 id) private view returns (FeedReader.Round memory) {
        if (id == search.newest.id) return search.newest;
        if (id == search.beforeNewest.id) return search.beforeNewest;
        return search.feed.roundAt(id);
    }
}
