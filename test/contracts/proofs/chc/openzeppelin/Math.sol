// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Math
/// @notice Stands for the library's while theorems are proved: that one turns a truth into a number by assembly.
library Math {
    function saturatingSub(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a - b : 0;
    }
}
