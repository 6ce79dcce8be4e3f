// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// How long an account lives on its last proof, in 51 bits. From the low end: the age in ticks above which it is stale
/// (22 bits), the age above which it is frozen (22), maintenance refreshes in a row (7).
type AgeLimits is uint256;

using {staleAbove, frozenAbove, maxMaintenance} for AgeLimits global;

uint256 constant AGE_LIMITS_BITS = 51;

// Ages stay below this.
uint256 constant AGE_BOUND = 1 << 22;

// Maintenance refreshes in a row stay below this.
uint256 constant MAINTENANCE_BOUND = 1 << 7;

uint256 constant _FROZEN_AT = 22;
uint256 constant _MAINTENANCE_AT = 44;

/// The limits in one word. Assumes stale < frozen < AGE_BOUND and maintenance < MAINTENANCE_BOUND.
function ageLimits(uint256 stale, uint256 frozen, uint256 maintenance) pure returns (AgeLimits) {
    return AgeLimits.wrap(stale | (frozen << _FROZEN_AT) | (maintenance << _MAINTENANCE_AT));
}

/// The largest age, in ticks, at which an account is not stale.
function staleAbove(AgeLimits limits) pure returns (uint256) {
    return AgeLimits.unwrap(limits) & (AGE_BOUND - 1);
}

/// The largest age, in ticks, at which an account is not frozen.
function frozenAbove(AgeLimits limits) pure returns (uint256) {
    return (AgeLimits.unwrap(limits) >> _FROZEN_AT) & (AGE_BOUND - 1);
}

/// Maintenance refreshes in a row.
function maxMaintenance(AgeLimits limits) pure returns (uint8) {
    return uint8(AgeLimits.unwrap(limits) >> _MAINTENANCE_AT);
}
