// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IGroth16Verifier
/// @notice Checks Groth16 proofs over bn254 for one circuit with five public inputs.
/// @dev A proof is eight words in the order of EIP-197: A.x, A.y, B.x imaginary, B.x real, B.y imaginary, B.y real,
/// C.x, C.y. Both functions return without a value when the proof is valid and revert otherwise, so that no caller can
/// forget to look at a result. Points at infinity are refused: no honest proof holds one.
interface IGroth16Verifier {
    /// @notice The calldata is longer or shorter than the arguments: some count is wrong.
    error Groth16VerifierWrongLength(uint256 expected, uint256 actual);

    /// @notice A coordinate of a proof is not below the base modulus.
    error Groth16VerifierCoordinateTooLarge(uint256 index, uint256 value);

    /// @notice A public input is not below the scalar order.
    error Groth16VerifierInputTooLarge(uint256 index, uint256 value);

    /// @notice The G1 point that starts at this word of the proof does not satisfy y² = x³ + 3.
    error Groth16VerifierPointOffCurve(uint256 index);

    /// @notice B is the point at infinity.
    error Groth16VerifierPointAtInfinity();

    /// @notice The pairing precompile refused a point (B is off the curve or outside the subgroup), or answered with no
    /// word, as on a chain that lacks it.
    error Groth16VerifierPairingRefused();

    /// @notice The caller sent too little gas to tell a bad proof from an exhausted call.
    error Groth16VerifierGasTooLow(uint256 needed, uint256 available);

    /// @notice The proof is well formed and does not prove these inputs.
    error Groth16VerifierInvalidProof();

    /// @notice Reverts unless `proof` proves `inputs` under this contract's key.
    /// @dev Assumes: the precompiles 6, 7 and 8 at the prices of EIP-1108.
    /// Liveness: a malformed proof never costs more than a valid one.
    /// @param proof the proof, in the order above
    /// @param inputs the public inputs, in the order of the circuit
    function verify(uint256[8] calldata proof, uint256[5] calldata inputs) external view;

    /// @notice Reverts unless both proofs prove their inputs under this contract's key, in one pairing of five pairs.
    /// @dev The second proof is weighted by 128 bits of the hash of all arguments, so that two wrong proofs cancel with
    /// probability 2^-128 at most.
    /// @param first the first proof
    /// @param firstInputs its public inputs
    /// @param second the second proof
    /// @param secondInputs its public inputs
    function verifyPair(
        uint256[8] calldata first,
        uint256[5] calldata firstInputs,
        uint256[8] calldata second,
        uint256[5] calldata secondInputs
    ) external view;
}
