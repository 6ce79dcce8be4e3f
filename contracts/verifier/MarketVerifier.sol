// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarketVerifier} from "../interfaces/IMarketVerifier.sol";
import {SCALAR_ORDER} from "../libraries/Field.sol";
import {Groth16Equation} from "./Groth16Equation.sol";

/// @title MarketVerifier
/// @notice The Groth16 equation for eight public inputs, one proof at a time; a generated child holds the key of one
/// circuit.
abstract contract MarketVerifier is IMarketVerifier, Groth16Equation {
    uint256 private constant _CALLDATA = 4 + 16 * 32;

    /// @inheritdoc IMarketVerifier
    function verify(uint256[8] calldata proof, uint256[8] calldata inputs) external view {
        _checkLength(_CALLDATA);
        _checkProof(proof);
        _checkInputs(inputs);
        uint256[30] memory pairs = _fixedPairs();
        _combineInputs(pairs, inputs);
        _requireProof(pairs, proof);
    }

    /// @dev IC_0 … IC_8.
    function _inputPoints() internal pure virtual returns (uint256[18] memory points);

    /// @dev Writes IC_0 + Σ inputs_i·IC_(i + 1) into the second pair.
    function _combineInputs(uint256[30] memory pairs, uint256[8] calldata inputs) private view {
        uint256[18] memory points = _inputPoints();
        uint256[9] memory scalars;
        scalars[0] = 1;
        uint256 firstPoint;
        uint256 firstScalar;
        assembly ("memory-safe") {
            calldatacopy(add(scalars, 0x20), inputs, 0x100)
            firstPoint := points
            firstScalar := scalars
        }
        _combine(pairs, firstPoint, firstScalar, firstScalar + 9 * 32);
    }

    function _checkInputs(uint256[8] calldata inputs) private pure {
        for (uint256 i = 0; i < 8; ++i) {
            if (inputs[i] >= SCALAR_ORDER) revert Groth16VerifierInputTooLarge(i, inputs[i]);
        }
    }
}
