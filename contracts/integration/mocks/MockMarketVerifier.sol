// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarketVerifier} from "../../interfaces/IMarketVerifier.sol";
import {LocalChainOnly} from "./LocalChainOnly.sol";

/// @title MockMarketVerifier
/// @notice Stands for the verifier of `market-update` in an integrator's tests: accepts every proof until it is told to
/// refuse. It proves nothing.
contract MockMarketVerifier is IMarketVerifier, LocalChainOnly {
    /// @notice Whether it refuses every proof now.
    bool public refuses;

    /// @notice Switches between accepting and refusing every proof.
    function setRefuses(bool refuse) external {
        refuses = refuse;
    }

    /// @inheritdoc IMarketVerifier
    function verify(uint256[8] calldata, uint256[8] calldata) external view {
        if (refuses) revert Groth16VerifierInvalidProof();
    }
}
