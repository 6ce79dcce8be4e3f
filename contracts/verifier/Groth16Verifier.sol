// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {SCALAR_ORDER} from "../libraries/Field.sol";
import {Groth16Equation} from "./Groth16Equation.sol";

/// @title Groth16Verifier
/// @notice The Groth16 equation over the bn254 precompiles; a generated child holds the key of one circuit.
/// @dev With L = IC_0 + Σ x_i·IC_i a proof holds when e(α, β)·e(L, γ)·e(C, δ)·e(-A, B) = 1. Two proofs of one key hold
/// when, for a weight ρ nobody could choose,
/// e((1 + ρ)·α, β)·e(L_1 + ρ·L_2, γ)·e(C_1 + ρ·C_2, δ)·e(-A_1, B_1)·e(-ρ·A_2, B_2) = 1.
/// The scalars of L_1 + ρ·L_2 are summed before the multiplications, so a pair costs one of them per input, not two.
abstract contract Groth16Verifier is IGroth16Verifier, Groth16Equation {
    uint256 private constant _SINGLE_CALLDATA = 4 + 13 * 32;
    uint256 private constant _PAIR_CALLDATA = 4 + 26 * 32;

    /// @inheritdoc IGroth16Verifier
    function verify(uint256[8] calldata proof, uint256[5] calldata inputs) external view returns (bytes4) {
        _checkLength(_SINGLE_CALLDATA);
        _checkProof(proof);
        _checkInputs(inputs);
        uint256[30] memory pairs = _fixedPairs();
        _combineInputs(pairs, [1, inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]]);
        _requireProof(pairs, proof);
        return this.verify.selector;
    }

    /// @inheritdoc IGroth16Verifier
    function verifyPair(
        uint256[8] calldata first,
        uint256[5] calldata firstInputs,
        uint256[8] calldata second,
        uint256[5] calldata secondInputs
    ) external view returns (bytes4) {
        _checkLength(_PAIR_CALLDATA);
        _checkProof(first);
        _checkInputs(firstInputs);
        _checkProof(second);
        _checkInputs(secondInputs);
        uint256 weight = _weight();
        uint256[30] memory pairs = _fixedPairs();
        (pairs[0], pairs[1]) = _multiply(pairs[0], pairs[1], weight + 1);
        _combineInputs(pairs, _weigh(firstInputs, secondInputs, weight));
        (uint256 x, uint256 y) = _multiply(second[6], second[7], weight);
        (pairs[12], pairs[13]) = _add(first[6], first[7], x, y);
        _putNegatedPair(pairs, 18, first[0], first[1], first);
        (x, y) = _multiply(second[0], second[1], weight);
        _putNegatedPair(pairs, 24, x, y, second);
        _requirePairing(pairs, 5 * 0xc0, 45_000 + 5 * 34_000);
        return this.verifyPair.selector;
    }

    /// @dev IC_0 … IC_5.
    function _inputPoints() internal pure virtual returns (uint256[12] memory points);

    /// @dev A weight in [1, 2^128) from everything the caller chose. One value in 2^128 stands for zero too.
    function _weight() private pure returns (uint256 weight) {
        weight = uint256(keccak256(msg.data)) >> 128;
        if (weight == 0) weight = 1;
    }

    /// @dev Scalars of IC_0 … IC_5 for the weighted sum of both input vectors.
    function _weigh(uint256[5] calldata first, uint256[5] calldata second, uint256 weight)
        private
        pure
        returns (uint256[6] memory scalars)
    {
        scalars[0] = weight + 1;
        for (uint256 i = 0; i < 5; ++i) {
            scalars[i + 1] = addmod(first[i], mulmod(second[i], weight, SCALAR_ORDER), SCALAR_ORDER);
        }
    }

    /// @dev Writes Σ scalars_i·IC_i into the second pair.
    function _combineInputs(uint256[30] memory pairs, uint256[6] memory scalars) private view {
        uint256[12] memory points = _inputPoints();
        uint256 firstPoint;
        uint256 firstScalar;
        assembly ("memory-safe") {
            firstPoint := points
            firstScalar := scalars
        }
        _combine(pairs, firstPoint, firstScalar, firstScalar + 6 * 32);
    }

    function _checkInputs(uint256[5] calldata inputs) private pure {
        bool good;
        assembly ("memory-safe") {
            good := and(lt(calldataload(inputs), SCALAR_ORDER), lt(calldataload(add(inputs, 0x20)), SCALAR_ORDER))
            good := and(good, lt(calldataload(add(inputs, 0x40)), SCALAR_ORDER))
            good := and(good, lt(calldataload(add(inputs, 0x60)), SCALAR_ORDER))
            good := and(good, lt(calldataload(add(inputs, 0x80)), SCALAR_ORDER))
        }
        if (good) return;
        for (uint256 i = 0; i < 5; ++i) {
            if (inputs[i] >= SCALAR_ORDER) revert Groth16VerifierInputTooLarge(i, inputs[i]);
        }
    }
}
