// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AgeLimits} from "./AgeLimits.sol";

/// Which epochs serve, in one word, because the gate pays for every read of it. From the low end: the latest epoch (40
/// bits), its tick 40, its effective tier 2, the newest market's tier 2, whether there is an epoch 1; the predecessor
/// 40, its tick 40, the second the latest was published 40. Epochs, ticks and seconds stay below 2^40 for as long as
/// seconds since 1970 do.
type ServingHead is uint256;

using {
    epochOf,
    tickOf,
    tierOf,
    alarmOf,
    hasEpoch,
    predecessorOf,
    predecessorTickOf,
    publishedAtOf,
    limitsOf,
    withLimits,
    withMarketTier,
    withAlarm,
    withVoid,
    isVoid,
    follow
} for ServingHead global;

uint256 constant _WIDE = (1 << 40) - 1;
uint256 constant _TICK = 40;
uint256 constant _TIER = 80;
uint256 constant _MARKET_TIER = 82;
uint256 constant _ANY = 84;
uint256 constant _PREDECESSOR = 85;
uint256 constant _PREDECESSOR_TICK = 125;
uint256 constant _TIME = 165;
uint256 constant _LIMITS = 205;

/// Number of the latest epoch.
function epochOf(ServingHead head) pure returns (uint64) {
    return uint64(ServingHead.unwrap(head) & _WIDE);
}

/// Tick of the latest epoch.
function tickOf(ServingHead head) pure returns (uint64) {
    return uint64((ServingHead.unwrap(head) >> _TICK) & _WIDE);
}

/// Effective tier of the latest epoch.
function tierOf(ServingHead head) pure returns (uint256) {
    return (ServingHead.unwrap(head) >> _TIER) & 3;
}

/// The higher of the latest epoch's tier and the newest market's: what an epoch needs to serve more than reductions.
function alarmOf(ServingHead head) pure returns (uint256) {
    uint256 market = (ServingHead.unwrap(head) >> _MARKET_TIER) & 3;
    uint256 tier = tierOf(head);
    return tier > market ? tier : market;
}

/// Whether an epoch was published at all.
function hasEpoch(ServingHead head) pure returns (bool) {
    return (ServingHead.unwrap(head) >> _ANY) & 1 == 1;
}

/// The epoch before the latest one.
function predecessorOf(ServingHead head) pure returns (uint64) {
    return uint64((ServingHead.unwrap(head) >> _PREDECESSOR) & _WIDE);
}

/// Its tick.
function predecessorTickOf(ServingHead head) pure returns (uint64) {
    return uint64((ServingHead.unwrap(head) >> _PREDECESSOR_TICK) & _WIDE);
}

/// The second at which the latest epoch was published.
function publishedAtOf(ServingHead head) pure returns (uint64) {
    return uint64((ServingHead.unwrap(head) >> _TIME) & _WIDE);
}

/// How long accounts live on their last proofs.
function limitsOf(ServingHead head) pure returns (AgeLimits) {
    return AgeLimits.wrap(ServingHead.unwrap(head) >> _LIMITS);
}

/// The head after the limits changed.
function withLimits(ServingHead head, AgeLimits limits) pure returns (ServingHead) {
    uint256 rest = ServingHead.unwrap(head) & ((1 << _LIMITS) - 1);
    return ServingHead.wrap(rest | (AgeLimits.unwrap(limits) << _LIMITS));
}

/// The head after a market of this tier.
function withMarketTier(ServingHead head, uint8 tier) pure returns (ServingHead) {
    uint256 rest = ServingHead.unwrap(head) & ~(uint256(3) << _MARKET_TIER);
    return ServingHead.wrap(rest | (uint256(tier) << _MARKET_TIER));
}

/// The head after a price beyond its feed's deviation was seen between two markets: the newest market counts as
/// stressed at least, until the next one says anew.
function withAlarm(ServingHead head) pure returns (ServingHead) {
    uint256 market = (ServingHead.unwrap(head) >> _MARKET_TIER) & 3;
    return market < 2 ? withMarketTier(head, 2) : head;
}

/// The head after its latest epoch was voided: the last right one before it takes its place, at the same tick, and the
/// void epoch that of the predecessor. Later epochs are never predecessors otherwise, so the order tells.
/// @param before the last right epoch; the void one itself when there is none before it
/// @param tier its effective tier
function withVoid(ServingHead head, uint64 before, uint8 tier) pure returns (ServingHead) {
    uint256 word = ServingHead.unwrap(head) & ~(_WIDE | (_WIDE << _PREDECESSOR) | (uint256(3) << _TIER));
    word |= before | (uint256(epochOf(head)) << _PREDECESSOR) | (uint256(tier & 3) << _TIER);
    return ServingHead.wrap(word);
}

/// Whether the newest sheet's epoch was voided, and the one before it serves in its place.
function isVoid(ServingHead head) pure returns (bool) {
    return predecessorOf(head) > epochOf(head);
}

/// The head after an epoch of the newest market was published. The limits stay, and so does the market's tier: it was
/// set with the market, and may have been raised since.
/// @param epoch its number, below 2^40
/// @param tick its tick
/// @param tier its effective tier
/// @param time the second of publication
function follow(ServingHead head, uint64 epoch, uint64 tick, uint8 tier, uint256 time) pure returns (ServingHead) {
    uint256 before = hasEpoch(head) ? epochOf(head) : epoch;
    uint256 word = ServingHead.unwrap(head) & ((type(uint256).max << _LIMITS) | (3 << _MARKET_TIER));
    word |= epoch | (uint256(tick) << _TICK) | (uint256(tier) << _TIER);
    word |= (1 << _ANY) | (before << _PREDECESSOR);
    word |= (uint256(tickOf(head)) << _PREDECESSOR_TICK) | ((time & _WIDE) << _TIME);
    return ServingHead.wrap(word);
}
