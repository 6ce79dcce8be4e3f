// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "./Ownable.sol";

/// @title Ownable2Step
/// @notice Stands for the library's, as `Ownable` does.
abstract contract Ownable2Step is Ownable {}
