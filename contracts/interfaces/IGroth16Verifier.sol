// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGroth16Errors} from "./IGroth16Errors.sol";

/// @title IGroth16Verifier
/// @notice Checks Groth16 proofs over bn254 for one circuit with five public inputs.
/// @dev A proof is eight words in the order of EIP-197: A.x, A.y, B.x imaginary, B.x real, B.y imaginary, B.y real,
/// C.x, C.y. Both functions answer with their own selector when the proof is valid and revert otherwise: no caller can
/// forget to look at a result, and no contract that answers anything or nothing passes for a verifier. Points at
/// infinity are refused: no honest proof holds one.
interface IGroth16Verifier is IGroth16Errors {
    /// @notice Reverts unless `proof` proves `inputs` under this contract's key.
    /// @dev Assumes: the precompiles 6, 7 and 8 at the prices of EIP-1108.
    /// Liveness: a malformed proof never costs more than a valid one.
    /// @param proof the proof, in the order above
    /// @param inputs the public inputs, in the order of the circuit
    /// @return answer the selector of this function
    function verify(uint256[8] calldata proof, uint256[5] calldata inputs) external view returns (bytes4 answer);

    /// @notice Reverts unless both proofs prove their inputs under this contract's key, in one pairing of five pairs.
    /// @dev The second proof is weighted by 128 bits of the hash of all arguments, so that two wrong proofs cancel
    /// with probability 2^-128 at most.
    /// @param first the first proof
    /// @param firstInputs its public inputs
    /// @param second the second proof
    /// @param secondInputs its public inputs
    /// @return answer the selector of this function
    function verifyPair(
        uint256[8] calldata first,
        uint256[5] calldata firstInputs,
        uint256[8] calldata second,
        uint256[5] calldata secondInputs
    ) external view returns (bytes4 answer);
}
