// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPoseidonT6} from "../interfaces/IPoseidonT6.sol";

/// @title PoseidonCheck
/// @notice Guards a deployment against being wired to something that is not Poseidon.
library PoseidonCheck {
    /// @dev Poseidon(1, 2, 3, 4, 5), the published test value of circomlib.
    uint256 private constant _EXPECTED = 6183221330272524995739186171720101788151706631170188140075976616310159254464;

    /// @notice The same contract, once it has computed the known value.
    function checked(IPoseidonT6 poseidon) internal pure returns (IPoseidonT6) {
        uint256[5] memory inputs = [uint256(1), 2, 3, 4, 5];
        if (poseidon.hash(inputs) != _EXPECTED) revert IPoseidonT6.PoseidonT6WrongHash(address(poseidon));
        return poseidon;
    }
}
