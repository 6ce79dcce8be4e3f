// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The newest market epoch and the memory of the cool-down, in one word.
struct MarketHead {
    /// Number of the newest epoch.
    uint40 epoch;
    /// How many were published.
    uint40 count;
    /// For tiers 1, 2, 3 from the low end, 40 bits each: the count at the last epoch at or above the tier, 0 for
    /// never.
    uint120 alarms;
    /// Effective tier.
    uint8 tier;
    bool any;
}

using {advance} for MarketHead global;

/// The head after one more epoch: a tier rises at once, and falls with the coolDown-th publication in a row below it.
/// Counting publications and not time, silence cools nothing.
/// @param reported the epoch's own tier, 0 … 3
function advance(MarketHead memory head, uint64 epoch, uint8 reported, uint64 coolDown)
    pure
    returns (MarketHead memory next)
{
    // Tiers are 1 to 3; a count is below 2^40, and above every count that was kept.
    unchecked {
        uint40 count = head.count + 1;
        next = MarketHead(uint40(epoch), count, head.alarms, reported, true);
        for (uint8 tier = 1; tier < 4; ++tier) {
            uint256 shift = 40 * (tier - 1);
            uint256 mask = uint256(type(uint40).max) << shift;
            uint256 seen = (head.alarms & mask) >> shift;
            if (tier <= reported) next.alarms = uint120((next.alarms & ~mask) | (uint256(count) << shift));
            else if (seen != 0 && count - seen < coolDown) next.tier = tier;
        }
    }
}
