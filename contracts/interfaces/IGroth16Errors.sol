// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IGroth16Errors
/// @notice Why a verifier refuses a proof; the same for every number of public inputs.
interface IGroth16Errors {
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

    /// @notice The pairing precompile refused a point (B is off the curve or outside the subgroup), or answered with
    /// no word, as on a chain that lacks it.
    error Groth16VerifierPairingRefused();

    /// @notice The caller sent too little gas to tell a bad proof from an exhausted call.
    error Groth16VerifierGasTooLow(uint256 needed, uint256 available);

    /// @notice The proof is well formed and does not prove these inputs.
    error Groth16VerifierInvalidProof();
}
