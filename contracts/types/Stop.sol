// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// A stop of something: in bits 1 to 40 the second it ends, all ones for a stop without end, and in bit 0 whether the
/// guardian's stop is spent. Zero was never stopped, or the owner has served it again.
type Stop is uint48;

Stop constant NEVER_STOPPED = Stop.wrap(0);

using {endOf, isSpent, holds, forGood, spentUntil} for Stop global;

/// The second the stop ends.
function endOf(Stop stop) pure returns (uint40) {
    return uint40(Stop.unwrap(stop) >> 1);
}

/// Whether the guardian has used its stop since the owner last spoke.
function isSpent(Stop stop) pure returns (bool) {
    return Stop.unwrap(stop) & 1 == 1;
}

/// Whether the stop holds now.
function holds(Stop stop) view returns (bool) {
    return block.timestamp < endOf(stop);
}

/// The owner's stop; whether the guardian's is spent stays.
function forGood(Stop stop) pure returns (Stop) {
    return Stop.wrap((uint48(type(uint40).max) << 1) | (Stop.unwrap(stop) & 1));
}

/// The guardian's stop; one that ends later stays.
function spentUntil(Stop stop, uint40 end) pure returns (Stop) {
    uint40 later = endOf(stop) > end ? endOf(stop) : end;
    return Stop.wrap((uint48(later) << 1) | 1);
}
