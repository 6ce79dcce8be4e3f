// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGroth16Errors} from "./IGroth16Errors.sol";

/// @title IMarketVerifier
/// @notice Checks Groth16 proofs over bn254 of the statement `market-update`, which has eight public inputs.
/// @dev A proof is eight words in the order of EIP-197, as in `IGroth16Verifier`; the inputs are tier, previous market
/// root, next market root, model root and four packed pairs of bars.
interface IMarketVerifier is IGroth16Errors {
    /// @notice Reverts unless `proof` proves `inputs` under this contract's key.
    /// @dev Assumes: the precompiles 6, 7 and 8 at the prices of EIP-1108.
    /// Liveness: a malformed proof never costs more than a valid one.
    /// @param proof the proof, A, B with imaginary parts first, C
    /// @param inputs the public inputs, in the order of the circuit
    function verify(uint256[8] calldata proof, uint256[8] calldata inputs) external view;
}
