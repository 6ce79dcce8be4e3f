// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ICollateralVault} from "../interfaces/ICollateralVault.sol";
import {ISizingGate} from "../interfaces/ISizingGate.sol";
import {Guardianship} from "../types/Guardianship.sol";

/// @title WiredPair
/// @notice Deploys a vault and its gate, which name each other for good, in one transaction. A deployment tool that
/// cannot foresee its nonces needs it; it holds nothing and can do nothing afterwards.
/// @dev Assumes: the creation codes are those of `CollateralVault` and `SizingGate`; whoever reads the result compares
/// them, as for any deployment. Liveness: none needed after construction.
contract WiredPair {
    /// @notice The vault.
    ICollateralVault public immutable VAULT;

    /// @notice The gate.
    ISizingGate public immutable GATE;

    /// @notice A creation failed without saying why.
    error WiredPairCreationFailed(uint256 number);

    /// @param codes creation code of the vault and of the gate, without arguments
    /// @param cash the cash token
    /// @param collateral the collateral tokens
    /// @param owner owner of the gate
    /// @param office as the gate takes it
    /// @param wiring as the gate takes it; its vault is filled in here
    /// @param classes as the gate takes them
    constructor(
        bytes[2] memory codes,
        IERC20 cash,
        ICollateralVault.Collateral[4] memory collateral,
        address owner,
        Guardianship memory office,
        ISizingGate.Wiring memory wiring,
        ISizingGate.ClassConfig[] memory classes
    ) {
        bytes memory vaultArguments = abi.encode(_created(2), cash, collateral);
        wiring.vault = ICollateralVault(_create(1, codes[0], vaultArguments));
        GATE = ISizingGate(_create(2, codes[1], abi.encode(owner, office, wiring, classes)));
        VAULT = wiring.vault;
    }

    /// @dev Address of what this contract creates at a nonce below 128. Nonces of contracts start at 1.
    function _created(uint8 nonce) private view returns (address) {
        return address(uint160(uint256(keccak256(abi.encodePacked(hex"d694", address(this), nonce)))));
    }

    /// @dev Passes on the failure of a constructor.
    function _create(uint256 number, bytes memory code, bytes memory arguments) private returns (address created) {
        bytes memory whole = bytes.concat(code, arguments);
        assembly ("memory-safe") {
            created := create(0, add(whole, 0x20), mload(whole))
            if and(iszero(created), gt(returndatasize(), 0)) {
                let answer := mload(0x40)
                returndatacopy(answer, 0, returndatasize())
                revert(answer, returndatasize())
            }
        }
        if (created == address(0)) revert WiredPairCreationFailed(number);
    }
}
