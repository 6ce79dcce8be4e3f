// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ICollateralVault} from "../interfaces/ICollateralVault.sol";
import {IDefaultFund} from "../interfaces/IDefaultFund.sol";
import {IDefaultKey} from "../interfaces/IDefaultKey.sol";
import {ISizingGate} from "../interfaces/ISizingGate.sol";
import {Guardianship} from "../types/Guardianship.sol";

/// @title WiredPair
/// @notice Deploys a vault and its gate, which name each other for good, in one transaction, and the gate's default
/// fund in a second one: a transaction's data cannot hold all three. A deployment tool that cannot foresee its nonces
/// needs it; it holds nothing and can do nothing afterwards.
/// @dev Assumes: the creation codes are those of `CollateralVault`, `SizingGate` and `DefaultFund`; whoever reads the
/// result compares them, as for any deployment. Liveness: anyone may create the fund, from the one code that was named.
contract WiredPair {
    /// @notice The fund that follows, unless the wiring names another.
    struct FundPlan {
        /// keccak256 of its creation code, without arguments.
        bytes32 codeHash;
        IDefaultKey key;
        IDefaultFund.Terms terms;
    }

    /// @notice The vault.
    ICollateralVault public immutable VAULT;

    /// @notice The gate.
    ISizingGate public immutable GATE;

    /// @notice The default fund: named by the wiring, or to be created here.
    address public immutable FUND;

    bytes32 private immutable _FUND_CODE_HASH;
    bytes private _fundArguments;

    /// @notice A creation failed without saying why.
    error WiredPairCreationFailed(uint256 number);

    /// @notice The code is not the one that was named.
    error WiredPairWrongCode(bytes32 expected, bytes32 actual);

    /// @param codes creation code of the vault and of the gate, without arguments
    /// @param cash the cash token
    /// @param collateral the collateral tokens
    /// @param owner owner of the gate
    /// @param office as the gate takes it
    /// @param wiring as the gate takes it; its vault is filled in here, and a fund of zero
    /// @param classes as the gate takes them
    /// @param plan the fund to create
    constructor(
        bytes[2] memory codes,
        IERC20 cash,
        ICollateralVault.Collateral[4] memory collateral,
        address owner,
        Guardianship memory office,
        ISizingGate.Wiring memory wiring,
        ISizingGate.ClassConfig[] memory classes,
        FundPlan memory plan
    ) {
        if (wiring.defaultFund == address(0)) wiring.defaultFund = _created(3);
        bytes memory vaultArguments = abi.encode(_created(2), cash, collateral);
        wiring.vault = ICollateralVault(_create(1, codes[0], vaultArguments));
        GATE = ISizingGate(_create(2, codes[1], abi.encode(owner, office, wiring, classes)));
        VAULT = wiring.vault;
        FUND = wiring.defaultFund;
        _FUND_CODE_HASH = plan.codeHash;
        _fundArguments = abi.encode(_created(2), wiring.vault, wiring.market, plan.key, plan.terms);
    }

    /// @notice Creates the fund that the gate names, once; does nothing where the wiring named another or it is there.
    /// @param code creation code of `DefaultFund`, without arguments
    function createFund(bytes calldata code) external {
        if (FUND != _created(3) || FUND.code.length != 0) return;
        if (keccak256(code) != _FUND_CODE_HASH) revert WiredPairWrongCode(_FUND_CODE_HASH, keccak256(code));
        _create(3, code, _fundArguments);
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
