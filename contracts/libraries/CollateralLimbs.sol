// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title CollateralLimbs
/// @notice The lots of four collateral assets in one element of 160 bits, 40 bits each, as a commitment holds them.
library CollateralLimbs {
    uint256 private constant _BITS = 40;

    /// @notice Exclusive bound of one asset's lots.
    uint256 internal constant BOUND = 1 << _BITS;

    /// @notice Lots of collateral `k`, 0 … 3.
    function get(uint160 limbs, uint256 k) internal pure returns (uint256) {
        return (uint256(limbs) >> (k * _BITS)) & (BOUND - 1);
    }

    /// @notice The element with `lots` of collateral `k`. Assumes lots < 2^40.
    function set(uint160 limbs, uint256 k, uint256 lots) internal pure returns (uint160) {
        uint256 cleared = uint256(limbs) & ~((BOUND - 1) << (k * _BITS));
        return uint160(cleared | (lots << (k * _BITS)));
    }
}
