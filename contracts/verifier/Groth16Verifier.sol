// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {BASE_MODULUS, SCALAR_ORDER} from "../libraries/Field.sol";

/// @title Groth16Verifier
/// @notice The Groth16 equation over the bn254 precompiles; a generated child holds the key of one circuit.
/// @dev A single proof holds when e(-A, B)·e(α, β)·e(L, γ)·e(C, δ) = 1 with L = IC_0 + Σ x_i·IC_i. Two proofs of one
/// key hold when, for a weight ρ nobody could choose,
/// e(-A_1, B_1)·e(-ρ·A_2, B_2)·e((1 + ρ)·α, β)·e(L_1 + ρ·L_2, γ)·e(C_1 + ρ·C_2, δ) = 1.
/// The sums of scalars are taken before the multiplications, so a pair costs one multi-scalar multiplication.
abstract contract Groth16Verifier is IGroth16Verifier {
    /// @dev α 2 words, β γ δ 4 words each in the order of EIP-197, then IC_0 … IC_5, 2 words each.
    uint256 private constant _KEY_WORDS = 26;
    uint256 private constant _BETA = 2;
    uint256 private constant _GAMMA = 6;
    uint256 private constant _DELTA = 10;
    uint256 private constant _IC = 14;

    /// @dev Room for five pairs of a G1 and a G2 point.
    uint256 private constant _PAIRS_WORDS = 30;

    uint256 private constant _SINGLE_CALLDATA = 4 + 13 * 32;
    uint256 private constant _PAIR_CALLDATA = 4 + 26 * 32;

    /// @inheritdoc IGroth16Verifier
    function verify(uint256[8] calldata proof, uint256[5] calldata inputs) external view {
        _checkLength(_SINGLE_CALLDATA);
        _checkProof(proof);
        _checkInputs(inputs);
        uint256[_KEY_WORDS] memory key = _key();
        uint256[6] memory scalars = [1, inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]];
        uint256[_PAIRS_WORDS] memory pairs;
        _putNegatedA(pairs, 0, proof[0], proof[1], proof);
        (pairs[6], pairs[7]) = (key[0], key[1]);
        _putG2(pairs, 8, key, _BETA);
        (pairs[12], pairs[13]) = _combineInputs(key, scalars);
        _putG2(pairs, 14, key, _GAMMA);
        (pairs[18], pairs[19]) = (proof[6], proof[7]);
        _putG2(pairs, 20, key, _DELTA);
        _requirePairing(pairs, 4);
    }

    /// @inheritdoc IGroth16Verifier
    function verifyPair(
        uint256[8] calldata first,
        uint256[5] calldata firstInputs,
        uint256[8] calldata second,
        uint256[5] calldata secondInputs
    ) external view {
        _checkLength(_PAIR_CALLDATA);
        _checkProof(first);
        _checkInputs(firstInputs);
        _checkProof(second);
        _checkInputs(secondInputs);
        uint256[_PAIRS_WORDS] memory pairs = _batch(first, firstInputs, second, secondInputs);
        _requirePairing(pairs, 5);
    }

    /// @dev The verification key, in the layout stated at `_KEY_WORDS`.
    function _key() internal pure virtual returns (uint256[26] memory key);

    function _batch(
        uint256[8] calldata first,
        uint256[5] calldata firstInputs,
        uint256[8] calldata second,
        uint256[5] calldata secondInputs
    ) private view returns (uint256[_PAIRS_WORDS] memory pairs) {
        uint256[_KEY_WORDS] memory key = _key();
        uint256 weight = _weight();
        _putNegatedA(pairs, 0, first[0], first[1], first);
        (uint256 x, uint256 y) = _multiply(second[0], second[1], weight);
        _putNegatedA(pairs, 6, x, y, second);
        (pairs[12], pairs[13]) = _multiply(key[0], key[1], weight + 1);
        _putG2(pairs, 14, key, _BETA);
        (pairs[18], pairs[19]) = _combineInputs(key, _weigh(firstInputs, secondInputs, weight));
        _putG2(pairs, 20, key, _GAMMA);
        (x, y) = _multiply(second[6], second[7], weight);
        (pairs[24], pairs[25]) = _add(first[6], first[7], x, y);
        _putG2(pairs, 26, key, _DELTA);
    }

    /// @dev A weight in [1, 2^128) from everything the caller chose. One value in 2^128 stands for zero too.
    function _weight() private pure returns (uint256 weight) {
        weight = uint256(keccak256(msg.data)) >> 128;
        if (weight == 0) weight = 1;
    }

    /// @dev Scalars of IC_0 … IC_5 for the weighted sum of both input vectors.
    function _weigh(
        uint256[5] calldata first,
        uint256[5] calldata second,
        uint256 weight
    ) private pure returns (uint256[6] memory scalars) {
        scalars[0] = weight + 1;
        for (uint256 i = 0; i < 5; ++i) {
            scalars[i + 1] = addmod(first[i], mulmod(second[i], weight, SCALAR_ORDER), SCALAR_ORDER);
        }
    }

    function _combineInputs(
        uint256[_KEY_WORDS] memory key,
        uint256[6] memory scalars
    ) private view returns (uint256 x, uint256 y) {
        (x, y) = (key[_IC], key[_IC + 1]);
        if (scalars[0] != 1) (x, y) = _multiply(x, y, scalars[0]);
        for (uint256 i = 1; i < 6; ++i) {
            (uint256 u, uint256 v) = _multiply(key[_IC + 2 * i], key[_IC + 2 * i + 1], scalars[i]);
            (x, y) = _add(x, y, u, v);
        }
    }

    /// @dev Writes -(x, y) and the proof's B as one pair. (x, y) is on the curve, so y ≠ 0: the group has odd order.
    function _putNegatedA(
        uint256[_PAIRS_WORDS] memory pairs,
        uint256 index,
        uint256 x,
        uint256 y,
        uint256[8] calldata proof
    ) private pure {
        (pairs[index], pairs[index + 1]) = (x, BASE_MODULUS - y);
        for (uint256 i = 2; i < 6; ++i) pairs[index + i] = proof[i];
    }

    function _putG2(
        uint256[_PAIRS_WORDS] memory pairs,
        uint256 index,
        uint256[_KEY_WORDS] memory key,
        uint256 source
    ) private pure {
        for (uint256 i = 0; i < 4; ++i) pairs[index + i] = key[source + i];
    }

    function _checkLength(uint256 expected) private pure {
        if (msg.data.length != expected) revert Groth16VerifierWrongLength(expected, msg.data.length);
    }

    function _checkInputs(uint256[5] calldata inputs) private pure {
        for (uint256 i = 0; i < 5; ++i) {
            if (inputs[i] >= SCALAR_ORDER) revert Groth16VerifierInputTooLarge(i, inputs[i]);
        }
    }

    /// @dev B is only checked for range and infinity here: its curve and subgroup are the precompile's to refuse.
    function _checkProof(uint256[8] calldata proof) private pure {
        for (uint256 i = 0; i < 8; ++i) {
            if (proof[i] >= BASE_MODULUS) revert Groth16VerifierCoordinateTooLarge(i, proof[i]);
        }
        _checkOnCurve(proof[0], proof[1], 0);
        if (proof[2] | proof[3] | proof[4] | proof[5] == 0) revert Groth16VerifierPointAtInfinity();
        _checkOnCurve(proof[6], proof[7], 6);
    }

    /// @dev The encoding (0, 0) of infinity fails too, since 0 ≠ 0 + 3.
    function _checkOnCurve(uint256 x, uint256 y, uint256 index) private pure {
        uint256 cube = mulmod(x, mulmod(x, x, BASE_MODULUS), BASE_MODULUS);
        if (mulmod(y, y, BASE_MODULUS) != addmod(cube, 3, BASE_MODULUS)) revert Groth16VerifierPointOffCurve(index);
    }

    /// @dev Scalar multiplication of a point known to be on the curve.
    function _multiply(uint256 x, uint256 y, uint256 scalar) private view returns (uint256 u, uint256 v) {
        bool ok;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, x)
            mstore(add(free, 0x20), y)
            mstore(add(free, 0x40), scalar)
            ok := staticcall(6000, 7, free, 0x60, free, 0x40)
            u := mload(free)
            v := mload(add(free, 0x20))
        }
        if (!ok) revert Groth16VerifierGasTooLow(6000, gasleft());
    }

    /// @dev Sum of two points known to be on the curve; (0, 0) is the neutral element.
    function _add(uint256 x, uint256 y, uint256 a, uint256 b) private view returns (uint256 u, uint256 v) {
        bool ok;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, x)
            mstore(add(free, 0x20), y)
            mstore(add(free, 0x40), a)
            mstore(add(free, 0x60), b)
            ok := staticcall(150, 6, free, 0x80, free, 0x40)
            u := mload(free)
            v := mload(add(free, 0x20))
        }
        if (!ok) revert Groth16VerifierGasTooLow(150, gasleft());
    }

    /// @dev Forwards exactly the price of the pairing: a refused point burns what is forwarded and no more.
    function _requirePairing(uint256[_PAIRS_WORDS] memory pairs, uint256 count) private view {
        uint256 price = 45_000 + 34_000 * count;
        if (gasleft() < price + price / 63 + 1_000) revert Groth16VerifierGasTooLow(price, gasleft());
        bool ok;
        uint256 product;
        assembly ("memory-safe") {
            ok := staticcall(price, 8, pairs, mul(count, 0xc0), 0, 0x20)
            product := mload(0)
        }
        if (!ok) revert Groth16VerifierPairingRefused();
        if (product != 1) revert Groth16VerifierInvalidProof();
    }
}
