// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {factorAt, FactorState, PRICE_BITS, PRICE_BOUND} from "../types/FactorState.sol";
import {Epoch} from "../types/Units.sol";
import {FeedReader} from "./FeedReader.sol";
import {FirstRound} from "./FirstRound.sol";

/// @title MarketFeeds
/// @notice The feeds of the factors in use, what was seen of them since the last epoch, and the bars of an epoch.
abstract contract MarketFeeds is IMarketRegistry {
    using FeedReader for address;
    using FirstRound for address;
    using FirstRound for FeedConfig;

    /// @dev The bars of an epoch as the statement takes them, and what the registry keeps when it is published.
    struct Reading {
        uint256[4] bars;
        uint8 flagged;
        bool deviates;
        FactorState[8] next;
    }

    /// @dev A bar is price, high and low, and a flag above them; two make an element of the statement.
    uint256 private constant _FLAG = 1 << (3 * PRICE_BITS);
    uint256 private constant _BAR_BITS = 3 * PRICE_BITS + 1;

    uint256 private constant _BASIS_POINTS = 10_000;

    /// @inheritdoc IMarketRegistry
    uint64 public immutable START;

    /// @inheritdoc IMarketRegistry
    uint64 public immutable LENGTH;

    /// @notice The uptime feed of an L2's sequencer, or zero.
    address public immutable SEQUENCER;

    /// @notice Seconds after the sequencer came back in which no feed is read.
    uint64 public immutable SEQUENCER_GRACE;

    uint256 internal immutable _FEED_COUNT;

    FeedConfig[8] private _feeds;
    FactorState[8] private _factors;

    constructor(Setup memory setup) {
        uint256 count = setup.feeds.length;
        if (count > 8) revert MarketRegistryTooManyFeeds(count);
        START = setup.timing.start;
        LENGTH = setup.timing.length;
        SEQUENCER = setup.sequencer;
        SEQUENCER_GRACE = setup.timing.sequencerGrace;
        _FEED_COUNT = count;
        for (uint256 factor = 0; factor < 8; ++factor) {
            _checkFirstPrice(factor, setup.firstPrices[factor], factor < count);
            _factors[factor] = factorAt(setup.firstPrices[factor]);
            if (factor >= count) continue;
            _setFeed(factor, setup.feeds[factor]);
            emit FirstFeed(factor, setup.feeds[factor]);
        }
    }

    /// @inheritdoc IMarketRegistry
    function poke() external {
        _checkSequencer();
        uint256 window = block.timestamp < START ? 0 : (block.timestamp - START) / LENGTH + 1;
        uint256 ends = _boundary(Epoch.wrap(uint64(window)));
        uint256 begins = ends < LENGTH ? 0 : ends - LENGTH;
        uint8 deviating = 0;
        for (uint256 factor = 0; factor < _FEED_COUNT; ++factor) {
            FeedConfig memory config = _feeds[factor];
            uint256 price = _observed(config, begins);
            if (price == 0) continue;
            FactorState before = _factors[factor];
            if (_deviates(config, price, before.priceOf())) deviating |= uint8(1 << factor);
            FactorState widened = before.widen(window, price);
            if (FactorState.unwrap(widened) != FactorState.unwrap(before)) _factors[factor] = widened;
        }
        if (deviating != 0) _raiseAlarm(deviating);
    }

    /// @inheritdoc IMarketRegistry
    function feedCount() external view returns (uint256) {
        return _FEED_COUNT;
    }

    /// @inheritdoc IMarketRegistry
    function feedOf(uint256 factor) external view returns (FeedConfig memory) {
        return _feeds[factor];
    }

    /// @inheritdoc IMarketRegistry
    function lastPrices() external view returns (uint256[8] memory prices) {
        for (uint256 factor = 0; factor < 8; ++factor) prices[factor] = _factors[factor].priceOf();
    }

    /// @dev The bars of an epoch whose boundary has passed. A place without a feed holds price 1 for ever.
    function _read(Epoch epoch, RoundHint[8] calldata hints) internal view returns (Reading memory reading) {
        for (uint256 factor = 0; factor < 8; ++factor) {
            uint256 bar = factor < _FEED_COUNT ? _readFactor(reading, epoch, factor, hints[factor]) : _bar(1, 1, 1);
            reading.bars[factor / 2] |= bar << (factor % 2 == 0 ? 0 : _BAR_BITS);
        }
    }

    /// @dev Keeps what was read, when its epoch is published.
    function _settle(Reading memory reading) internal {
        for (uint256 factor = 0; factor < _FEED_COUNT; ++factor) {
            if (reading.flagged & (1 << factor) == 0) _factors[factor] = reading.next[factor];
        }
    }

    /// @dev Makes epochs calmer than tier 2 serve reductions only, until the next market says anew.
    /// @param deviating a bit for each factor whose price left its deviation
    function _raiseAlarm(uint8 deviating) internal virtual;

    /// @dev Nothing is read while the sequencer is down, nor right after: feeds are then late for everyone.
    function _checkSequencer() internal view {
        if (SEQUENCER == address(0)) return;
        FeedReader.Round memory status = SEQUENCER.latest();
        if (!status.readable || status.startedAt == 0 || status.startedAt > block.timestamp) {
            revert MarketRegistrySequencerUnknown();
        }
        if (status.answer != 0) revert MarketRegistrySequencerDown(status.startedAt);
        uint256 until = status.startedAt + SEQUENCER_GRACE;
        if (block.timestamp < until) revert MarketRegistrySequencerInGrace(until);
    }

    /// @dev In 256 bits, so that no epoch number overflows: a product of two numbers below 2^64, and one more.
    function _boundary(Epoch epoch) internal view returns (uint256) {
        unchecked {
            return uint256(START) + uint256(Epoch.unwrap(epoch)) * LENGTH;
        }
    }

    /// @dev A feed at fault carries its last price and keeps what was seen of it for the next sound epoch.
    function _readFactor(Reading memory reading, Epoch epoch, uint256 factor, RoundHint calldata hint)
        private
        view
        returns (uint256)
    {
        FactorState state = _factors[factor];
        uint256 last = state.priceOf();
        FeedConfig memory config = _feeds[factor];
        uint256 price = config.priceAt(factor, _boundary(epoch), hint);
        if (price == 0) {
            reading.flagged |= uint8(1 << factor);
            return _bar(last, last, last) | _FLAG;
        }
        if (_deviates(config, price, last)) reading.deviates = true;
        uint64 number = Epoch.unwrap(epoch);
        reading.next[factor] = state.settle(number, price);
        (uint256 high, uint256 low) = state.rangeUpTo(number, price);
        return _bar(price, high, low);
    }

    function _bar(uint256 price, uint256 high, uint256 low) private pure returns (uint256) {
        return price | (high << PRICE_BITS) | (low << (2 * PRICE_BITS));
    }

    /// @dev Whether a price is farther from the last one than its feed's deviation.
    function _deviates(FeedConfig memory config, uint256 price, uint256 last) private pure returns (bool) {
        // Prices are below 2^38, basis points below 2^16.
        unchecked {
            uint256 moved = price > last ? price - last : last - price;
            return config.deviation != 0 && moved * _BASIS_POINTS > config.deviation * last;
        }
    }

    /// @dev The price of the newest round when it lies in the present window; 0 when it cannot be used.
    function _observed(FeedConfig memory config, uint256 begins) private view returns (uint256) {
        if (!config.feed.hasDecimals(config.decimals)) return 0;
        FeedReader.Round memory newest = config.feed.latest();
        if (!newest.readable || newest.updatedAt < begins) return 0;
        return config.priceOf(newest);
    }

    /// @dev Takes a feed for a factor if it is sound. The factor's last price and ranges stay.
    function _setFeed(uint256 factor, FeedConfig memory config) internal {
        _checkSound(factor, config);
        _feeds[factor] = config;
    }

    /// @dev Refuses a feed that no epoch could be read from.
    function _checkSound(uint256 factor, FeedConfig memory config) internal view {
        if (config.feed.code.length == 0) revert MarketRegistryFeedWithoutCode(factor, config.feed);
        if (config.heartbeat == 0) revert MarketRegistryZeroHeartbeat(factor);
        if (config.heartbeat >= LENGTH) revert MarketRegistryHeartbeatNotBelowLength(factor, config.heartbeat, LENGTH);
        if (config.numerator == 0 || config.denominator == 0) revert MarketRegistryZeroRatio(factor);
        if (!config.feed.hasDecimals(config.decimals)) revert MarketRegistryWrongDecimals(factor, config.decimals);
        if (!config.feed.hasHistory()) revert MarketRegistryFeedWithoutHistory(factor, config.feed);
    }

    function _checkFirstPrice(uint256 factor, uint256 price, bool used) private pure {
        bool good = used ? price != 0 && price < PRICE_BOUND : price == 1;
        if (!good) revert MarketRegistryFirstPriceOutOfRange(factor, price);
    }
}
