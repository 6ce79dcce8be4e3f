// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Commitment} from "../types/Commitment.sol";
import {Epoch} from "../types/Units.sol";

/// @title IUpdateListener
/// @notice A venue contract that is told of every accepted update. It gets a fixed amount of gas, its answer is
/// ignored and its failure changes nothing.
interface IUpdateListener {
    /// @notice An account's commitment changed.
    /// @param account the account
    /// @param epoch the epoch its proof was judged against
    /// @param mode 0 full, 1 reduce-only, 2 maintenance
    /// @param commitment the new commitment
    function onUpdate(address account, Epoch epoch, uint8 mode, Commitment commitment) external;
}
