// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ICollateralVault} from "./interfaces/ICollateralVault.sol";

/// @title CollateralVault
/// @notice Tokens and claims of a venue, and cash lent for the claims. No owner and no admin: the gate is fixed at
/// deployment.
contract CollateralVault is ICollateralVault, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 private constant _ASSETS = 5;
    uint256 private constant _CASH = 0;
    uint256 private constant _LOT_MAX = 1 << 128;

    /// @inheritdoc ICollateralVault
    address public immutable gate; // solhint-disable-line immutable-vars-naming

    mapping(uint256 asset => Collateral token) private _assets;

    /// @inheritdoc ICollateralVault
    mapping(uint256 asset => uint256 units) public held;

    /// @inheritdoc ICollateralVault
    mapping(address recipient => mapping(uint256 asset => uint256 units)) public claimable;

    /// @inheritdoc ICollateralVault
    mapping(uint256 asset => uint256 units) public totalClaimable;

    /// @inheritdoc ICollateralVault
    mapping(address advancer => uint256 units) public advancedBy;

    modifier onlyGate() {
        if (msg.sender != gate) revert CollateralVaultNotGate(msg.sender);
        _;
    }

    /// @param theGate the gate's address, computed before it is deployed
    /// @param cash the cash token; one base unit is one µ-quote
    /// @param collateral tokens and lots of the four collateral assets
    constructor(address theGate, IERC20 cash, Collateral[4] memory collateral) {
        if (theGate == address(0)) revert CollateralVaultNoGate();
        if (address(cash) == address(0)) revert CollateralVaultNoCashToken();
        gate = theGate;
        _assets[0] = Collateral(cash, 1);
        for (uint256 k = 0; k < 4; ++k) {
            if (address(collateral[k].token) != address(0)) _addCollateral(k + 1, collateral[k]);
        }
    }

    /// @inheritdoc ICollateralVault
    function collect(address from, uint256 asset, uint256 amount) external onlyGate nonReentrant {
        emit Collected(from, asset, amount);
        _pull(from, asset, amount);
    }

    /// @inheritdoc ICollateralVault
    function credit(address recipient, uint256 asset, uint256 amount) external onlyGate {
        claimable[recipient][asset] += amount;
        totalClaimable[asset] += amount;
        emit Credited(recipient, asset, amount);
    }

    /// @inheritdoc ICollateralVault
    function withdraw(uint256 asset, uint256 amount) external nonReentrant {
        assetOf(asset); // Says first that there is no such asset.
        if (amount == 0) revert CollateralVaultZeroAmount(asset);
        uint256 claim = claimable[msg.sender][asset];
        if (claim < amount) revert CollateralVaultClaimTooSmall(asset, claim, amount);
        claimable[msg.sender][asset] = claim - amount;
        totalClaimable[asset] -= amount;
        emit Withdrawn(msg.sender, asset, amount);
        _push(msg.sender, asset, amount);
    }

    /// @inheritdoc ICollateralVault
    function advance(uint256 amount) external nonReentrant {
        if (amount == 0) revert CollateralVaultZeroAmount(_CASH);
        advancedBy[msg.sender] += amount;
        emit Advanced(msg.sender, amount);
        _pull(msg.sender, _CASH, amount);
    }

    /// @inheritdoc ICollateralVault
    function recover(uint256 amount) external nonReentrant {
        if (amount == 0) revert CollateralVaultZeroAmount(_CASH);
        uint256 advanced = advancedBy[msg.sender];
        if (advanced < amount) revert CollateralVaultAdvanceTooSmall(msg.sender, advanced, amount);
        uint256 left = surplus(_CASH);
        if (left < amount) revert CollateralVaultSurplusTooSmall(left, amount);
        advancedBy[msg.sender] = advanced - amount;
        emit Recovered(msg.sender, amount);
        _push(msg.sender, _CASH, amount);
    }

    /// @inheritdoc ICollateralVault
    function shortfall(uint256 asset) external view returns (uint256) {
        return Math.saturatingSub(totalClaimable[asset], held[asset]);
    }

    /// @inheritdoc ICollateralVault
    function surplus(uint256 asset) public view returns (uint256) {
        return Math.saturatingSub(held[asset], totalClaimable[asset]);
    }

    /// @inheritdoc ICollateralVault
    function assetOf(uint256 asset) public view returns (IERC20 token, uint256 unit) {
        (token, unit) = (_assets[asset].token, _assets[asset].lot);
        if (address(token) == address(0)) revert CollateralVaultUnknownAsset(asset);
    }

    /// @dev Units come in, or nothing changes: tokens that take a fee, rebase or lie are refused.
    function _pull(address from, uint256 asset, uint256 amount) private {
        (IERC20 token, uint256 unit) = assetOf(asset);
        uint256 accounted = held[asset] * unit;
        held[asset] += amount;
        uint256 before = token.balanceOf(address(this));
        if (before < accounted) revert CollateralVaultUnderfunded(asset, accounted, before);
        token.safeTransferFrom(from, address(this), amount * unit);
        uint256 present = token.balanceOf(address(this));
        _requireExact(asset, amount * unit, present < before ? 0 : present - before);
    }

    /// @dev Units leave as far as they are here, or nothing changes.
    function _push(address to, uint256 asset, uint256 amount) private {
        (IERC20 token, uint256 unit) = assetOf(asset);
        if (held[asset] < amount) revert CollateralVaultShort(asset, held[asset], amount);
        held[asset] -= amount;
        uint256 before = token.balanceOf(address(this));
        token.safeTransfer(to, amount * unit);
        uint256 present = token.balanceOf(address(this));
        _requireExact(asset, amount * unit, present > before ? 0 : before - present);
    }

    function _addCollateral(uint256 asset, Collateral memory added) private {
        if (added.lot == 0 || added.lot > _LOT_MAX) revert CollateralVaultLotOutOfRange(asset, added.lot);
        for (uint256 other = 0; other < _ASSETS; ++other) {
            if (address(_assets[other].token) == address(added.token)) {
                revert CollateralVaultDuplicateToken(asset, address(added.token));
            }
        }
        _assets[asset] = added;
    }

    function _requireExact(uint256 asset, uint256 expected, uint256 moved) private pure {
        if (moved != expected) revert CollateralVaultInexactTransfer(asset, expected, moved);
    }
}
