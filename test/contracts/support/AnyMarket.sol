// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarketVerifier} from "../../../contracts/interfaces/IMarketVerifier.sol";

/// @title AnyMarket
/// @notice Accepts every market proof, for tests that are not about proofs of markets.
contract AnyMarket is IMarketVerifier {
    /// @inheritdoc IMarketVerifier
    function verify(uint256[8] calldata, uint256[8] calldata) external pure {} // solhint-disable-line no-empty-blocks
}
