// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title LocalChainOnly
/// @notice What must never stand between anybody and their money: it can be created on chains 31337 and 1337 only.
abstract contract LocalChainOnly {
    /// @notice The chain is not a local one.
    error LocalChainOnlyElsewhere(uint256 chainId);

    constructor() {
        if (block.chainid != 31337 && block.chainid != 1337) revert LocalChainOnlyElsewhere(block.chainid);
    }
}
