// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGroth16Verifier} from "../../interfaces/IGroth16Verifier.sol";
import {LocalChainOnly} from "./LocalChainOnly.sol";

/// @title MockSizeVerifier
/// @notice Stands for the verifier of `size-update` in an integrator's tests: accepts every proof until it is told to
/// refuse. It proves nothing.
contract MockSizeVerifier is IGroth16Verifier, LocalChainOnly {
    /// @notice Whether it refuses every proof now.
    bool public refuses;

    /// @notice Switches between accepting and refusing every proof.
    function setRefuses(bool refuse) external {
        refuses = refuse;
    }

    /// @inheritdoc IGroth16Verifier
    function verify(uint256[8] calldata, uint256[5] calldata) external view returns (bytes4) {
        if (refuses) revert Groth16VerifierInvalidProof();
        return this.verify.selector;
    }

    /// @inheritdoc IGroth16Verifier
    function verifyPair(uint256[8] calldata, uint256[5] calldata, uint256[8] calldata, uint256[5] calldata)
        external
        view
        returns (bytes4)
    {
        if (refuses) revert Groth16VerifierInvalidProof();
        return this.verifyPair.selector;
    }
}
