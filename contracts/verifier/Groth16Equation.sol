// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGroth16Errors} from "../interfaces/IGroth16Errors.sol";
import {BASE_MODULUS} from "../libraries/Field.sol";

/// @title Groth16Equation
/// @notice What verifiers of every number of public inputs share: checks of points, and the bn254 precompiles.
/// @dev With L = IC_0 + Σ x_i·IC_i a proof holds when e(α, β)·e(L, γ)·e(C, δ)·e(-A, B) = 1. Memory of a check: `pairs`
/// in exactly the order above, six words per pair, G1 before G2, as EIP-197 reads it; a fifth pair is for checks of
/// two proofs at once.
abstract contract Groth16Equation is IGroth16Errors {
    uint256 private constant _MULTIPLY_GAS = 6_000;

    /// @dev The pairs with α, β, γ and δ in their places and zeros elsewhere.
    function _fixedPairs() internal pure virtual returns (uint256[30] memory pairs);

    /// @dev Writes Σ scalars_i·IC_i into the second pair, for as many points as there are scalars up to `end`. A first
    /// scalar of 1 saves its multiplication. The arguments are addresses in memory: the length of an array is part of
    /// its type, and this serves every number of inputs.
    function _combine(uint256[30] memory pairs, uint256 points, uint256 scalars, uint256 end) internal view {
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
        internal
        pure
    {
        assembly ("memory-safe") {
            let target := add(pairs, shl(5, word))
            mstore(target, x)
            mstore(add(target, 0x20), sub(BASE_MODULUS, y))
            calldatacopy(add(target, 0x40), add(proof, 0x40), 0x80)
        }
    }

    function _checkLength(uint256 expected) internal pure {
        if (msg.data.length != expected) revert Groth16VerifierWrongLength(expected, msg.data.length);
    }

    /// @dev B is only checked for range and infinity here: its curve and subgroup are the precompile's to refuse.
    function _checkProof(uint256[8] calldata proof) internal pure {
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
    function _multiply(uint256 x, uint256 y, uint256 scalar) internal view returns (uint256 u, uint256 v) {
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
    function _add(uint256 x, uint256 y, uint256 a, uint256 b) internal view returns (uint256 u, uint256 v) {
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

    /// @dev Completes the pairs of one proof with C and (-A, B), and asks for their product.
    function _requireProof(uint256[30] memory pairs, uint256[8] calldata proof) internal view {
        (pairs[12], pairs[13]) = (proof[6], proof[7]);
        _putNegatedPair(pairs, 18, proof[0], proof[1], proof);
        _requirePairing(pairs, 4 * 0xc0, 45_000 + 4 * 34_000);
    }

    /// @dev Forwards exactly the price of the pairing: a refused point burns what is forwarded and no more. A call can
    /// forward 63/64 of what is left, so 5,000 above the price suffice for prices up to 315,000.
    function _requirePairing(uint256[30] memory pairs, uint256 length, uint256 price) internal view {
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
