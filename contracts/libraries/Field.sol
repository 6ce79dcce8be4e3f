// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Order of the bn254 scalar field: every hash and every public input is below it.
uint256 constant SCALAR_ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617;

/// @dev Modulus of the bn254 base field: every coordinate of a point is below it.
uint256 constant BASE_MODULUS = 21888242871839275222246405745257275088696311157297823662689037894645226208583;

/// @title Domains
/// @notice First inputs of the hashes that contracts compute: the big-endian integer of an ASCII text.
library Domains {
    /// @dev ballast/policy/1
    uint256 internal constant POLICY = 0x62616c6c6173742f706f6c6963792f31;

    /// @dev ballast/risk/1
    uint256 internal constant RISK = 0x62616c6c6173742f7269736b2f31;
}
