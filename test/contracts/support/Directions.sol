// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPolicyRegistry} from "../../../contracts/interfaces/IPolicyRegistry.sol";
import {PolicyDirection} from "../../../contracts/libraries/PolicyDirection.sol";
import {Direction} from "../../../contracts/types/Direction.sol";

/// @title Directions
/// @notice Shows what the library says of two policies, which the registry keeps to itself.
contract Directions {
    /// @notice Bit 0: stricter in something; bit 1: looser in something.
    function between(IPolicyRegistry.Policy calldata next, IPolicyRegistry.Policy calldata current)
        external
        pure
        returns (uint8)
    {
        return Direction.unwrap(PolicyDirection.between(next, current));
    }
}
