// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title KeyGhosts
/// @notice Remembers when the newest key may be in force at the earliest. Seconds, notice included, stay below 2^62.
abstract contract KeyGhosts {
    uint256 private _earliest;

    function _proposed(uint256 notice) internal {
        require(block.timestamp < 1 << 62 && notice < 1 << 62);
        _earliest = block.timestamp + notice;
    }

    function _inForce() internal view {
        assert(block.timestamp >= _earliest);
    }
}
