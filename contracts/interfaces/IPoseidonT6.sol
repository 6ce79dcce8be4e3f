// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IPoseidonT6
/// @notice The deployed poseidon-solidity library for five inputs. It is called, not linked: the caller's code stays
/// independent of its address and the hash can be checked against a known value at deployment.
interface IPoseidonT6 {
    /// @notice The deployed code does not compute Poseidon over five inputs.
    error PoseidonT6WrongHash(address poseidon);

    /// @notice Poseidon of five field elements with the circomlib parameters, capacity zero.
    /// @param inputs five elements, each below the scalar order
    function hash(uint256[5] calldata inputs) external pure returns (uint256);
}
