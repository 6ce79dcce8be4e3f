// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {BASE_MODULUS, SCALAR_ORDER} from "../libraries/Field.sol";

/// @title Groth16Verifier
/// @notice The Groth16 equation over the bn254 precompiles; a generated child holds the key of one circuit.
/// @dev With L = IC_0 + Σ x_i·IC_i a proof holds when e(α, β)·e(L, γ)·e(C, δ)·e(-A, B) = 1. Two proofs of one key hold
/// when, for a weight ρ nobody could choose,
/// e((1 + ρ)·α, β)·e(L_1 + ρ·L_2, γ)·e(C_1 + ρ·C_2, δ)·e(-A_1, B_1)·e(-ρ·A_2, B_2) = 1.
/// The scalars of L_1 + ρ·L_2 are summed before the multiplications, so a pair costs one of them per input, not two.
/// Memory of a check: `pairs` in exactly the order above, six words per pair, G1 before G2, as EIP-197 reads it.
abstract contract Groth16Verifier is IGroth16Verifier {
    uint256 private constant _SINGLE_CALLDATA = 4 + 13 * 32;
    uint256 private constant _PAIR_CALLDATA = 4 + 26 * 32;
    uint256 private constant _MULTIPLY_GAS = 6_000;

    /// @inheritdoc IGroth16Verifier
    function verify(uint256[8] calldata proof, uint256[5] calldata inputs) external view {
        _checkLength(_SINGLE_CALLDATA);
        _checkProof(proof);
        _checkInputs(inputs);
        uint256[30] memory pairs = _fixedPairs();
        _combineInputs(pairs, [1, inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]]);
        (pairs[12], pairs[13]) = (proof[6], proof[7]);
        _putNegatedPair(pairs, 18, proof[0], proof[1], proof);
        _requirePairing(pairs, 4 * 0xc0, 45_000 + 4 * 34_000);
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
    }

    /// @dev The pairs with α, β, γ and δ in their places and zeros elsewhere.
    function _fixedPairs() internal pure virtual returns (uint256[30] memory pairs);

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

    /// @dev Writes Σ scalars_i·IC_i into the second pair. A first scalar of 1 saves its multiplication.
    function _combineInputs(uint256[30] memory pairs, uint256[6] memory scalars) private view {
        uint256[12] memory points = _inputPoints();
        bool ok = true;
        assembly ("memory-safe") {
            // The running sum lies before the term, so that both together are the input of an addition.
            let sum := mload(0x40)
            let term := add(sum, 0x40)
            mcopy(sum, points, 0x40)
            if iszero(eq(mload(scalars), 1)) {
                mstore(term, mload(scalars))
                ok := staticcall(_MULTIPLY_GAS, 7, sum, 0x60, sum, 0x40)
            }
            let end := add(scalars, 0xc0)
            for { scalars := add(scalars, 0x20) } lt(scalars, end) { scalars := add(scalars, 0x20) } {
                points := add(points, 0x40)
                mcopy(term, points, 0x40)
                mstore(add(term, 0x40), mload(scalars))
                ok := and(ok, staticcall(_MULTIPLY_GAS, 7, term, 0x60, term, 0x40))
                ok := and(ok, staticcall(150, 6, sum, 0x80, sum, 0x40))
            }
            mcopy(add(pairs, 0xc0), sum, 0x40)
        }
        if (!ok) revert Groth16VerifierGasTooLow(_MULTIPLY_GAS, gasleft());
    }

    /// @dev Writes -(x, y) and the proof's B at a word. (x, y) is a curve point other than infinity, so 0 < y < q: the
    /// group has odd order, no point has y = 0.
    function _putNegatedPair(uint256[30] memory pairs, uint256 word, uint256 x, uint256 y, uint256[8] calldata proof)
        private
        pure
    {
        assembly ("memory-safe") {
            let target := add(pairs, shl(5, word))
            mstore(target, x)
            mstore(add(target, 0x20), sub(BASE_MODULUS, y))
            calldatacopy(add(target, 0x40), add(proof, 0x40), 0x80)
        }
    }

    function _checkLength(uint256 expected) private pure {
        if (msg.data.length != expected) revert Groth16VerifierWrongLength(expected, msg.data.length);
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

    /// @dev B is only checked for range and infinity here: its curve and subgroup are the precompile's to refuse.
    function _checkProof(uint256[8] calldata proof) private pure {
        _checkCoordinates(proof);
        _checkOnCurve(proof[0], proof[1], 0);
        if (proof[2] | proof[3] | proof[4] | proof[5] == 0) revert Groth16VerifierPointAtInfinity();
        _checkOnCurve(proof[6], proof[7], 6);
    }

    function _checkCoordinates(uint256[8] calldata proof) private pure {
        bool good;
        assembly ("memory-safe") {
            good := and(lt(calldataload(proof), BASE_MODULUS), lt(calldataload(add(proof, 0x20)), BASE_MODULUS))
            good := and(good, lt(calldataload(add(proof, 0x40)), BASE_MODULUS))
            good := and(good, lt(calldataload(add(proof, 0x60)), BASE_MODULUS))
            good := and(good, lt(calldataload(add(proof, 0x80)), BASE_MODULUS))
            good := and(good, lt(calldataload(add(proof, 0xa0)), BASE_MODULUS))
            good := and(good, lt(calldataload(add(proof, 0xc0)), BASE_MODULUS))
            good := and(good, lt(calldataload(add(proof, 0xe0)), BASE_MODULUS))
        }
        if (good) return;
        for (uint256 i = 0; i < 8; ++i) {
            if (proof[i] >= BASE_MODULUS) revert Groth16VerifierCoordinateTooLarge(i, proof[i]);
        }
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
            ok := staticcall(_MULTIPLY_GAS, 7, free, 0x60, free, 0x40)
            u := mload(free)
            v := mload(add(free, 0x20))
        }
        if (!ok) revert Groth16VerifierGasTooLow(_MULTIPLY_GAS, gasleft());
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

    /// @dev Forwards exactly the price of the pairing: a refused point burns what is forwarded and no more. A call can
    /// forward 63/64 of what is left, so 5,000 above the price suffice for prices up to 315,000.
    function _requirePairing(uint256[30] memory pairs, uint256 length, uint256 price) private view {
        uint256 needed = price + 5_000;
        if (gasleft() < needed) revert Groth16VerifierGasTooLow(needed, gasleft());
        bool ok;
        uint256 product;
        assembly ("memory-safe") {
            // A chain without the precompile answers with success and no words; what lies at 0 is no result then.
            // Yul evaluates the last argument first, so the size is that of this call.
            ok := and(eq(returndatasize(), 0x20), staticcall(price, 8, pairs, length, 0, 0x20))
            product := mload(0)
        }
        if (!ok) revert Groth16VerifierPairingRefused();
        if (product != 1) revert Groth16VerifierInvalidProof();
    }
}
