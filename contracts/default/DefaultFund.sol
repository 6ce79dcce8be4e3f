// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ICollateralVault} from "../interfaces/ICollateralVault.sol";
import {IDefaultFund} from "../interfaces/IDefaultFund.sol";
import {IDefaultKey} from "../interfaces/IDefaultKey.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {ISizingGate} from "../interfaces/ISizingGate.sol";
import {SeizedAuctions} from "./SeizedAuctions.sol";

/// @title DefaultFund
/// @notice Contributions, redemptions after a notice, loans to the vault. Six decimals of virtual shares make it
/// useless to inflate the price of a share by a gift.
contract DefaultFund is ERC4626, SeizedAuctions {
    using SafeERC20 for IERC20;

    uint8 private constant _OFFSET = 6;

    /// @dev A loan makes those before it wait anew from this part of them on.
    uint256 private constant _WEIGHTY = 8;

    /// @inheritdoc IDefaultFund
    ISizingGate public immutable GATE;

    /// @inheritdoc IDefaultFund
    IDefaultKey public immutable KEY;

    uint64 private immutable _NOTICE;
    uint64 private immutable _WINDOW;
    uint64 private immutable _RECOVER_AFTER;

    /// @inheritdoc IDefaultFund
    uint256 public recoverableFrom;

    mapping(address owner => Request request) private _requests;

    /// @param gate the gate, which names this fund
    /// @param vault its vault
    /// @param market its registry
    /// @param key names the key of escrowed openings, or zero
    /// @param given the terms, for good
    constructor(ISizingGate gate, ICollateralVault vault, IMarketRegistry market, IDefaultKey key, Terms memory given)
        ERC4626(_cashOf(vault))
        ERC20("Ballast default fund", "BDF")
        SeizedAuctions(vault, market, given)
    {
        bool wired = gate.DEFAULT_FUND() == address(this) && vault.gate() == address(gate);
        if (!wired) revert DefaultFundNotWired(address(gate), address(vault));
        bool badTimes = given.window == 0 || given.window > given.notice / 4 || given.recoverAfter == 0;
        if (badTimes || given.notice > type(uint32).max || given.recoverAfter > type(uint32).max) {
            revert DefaultFundBadTerms();
        }
        (GATE, KEY) = (gate, key);
        (_NOTICE, _WINDOW, _RECOVER_AFTER) = (given.notice, given.window, given.recoverAfter);
    }

    /// @inheritdoc IDefaultFund
    function requestRedemption(uint256 shares) external {
        if (shares == 0) revert DefaultFundZeroAmount();
        uint256 waiting = _requests[msg.sender].shares;
        if (waiting != 0) revert DefaultFundRequestPending(msg.sender, waiting);
        uint64 from = uint64(block.timestamp) + _NOTICE;
        _requests[msg.sender] = Request(shares, from, from + _WINDOW);
        emit RedemptionRequested(msg.sender, shares, from, from + _WINDOW);
        _transfer(msg.sender, address(this), shares);
    }

    /// @inheritdoc IDefaultFund
    function cancelRedemption() external {
        uint256 shares = _requests[msg.sender].shares;
        if (shares == 0) revert DefaultFundNothingRequested(msg.sender);
        delete _requests[msg.sender];
        emit RedemptionCancelled(msg.sender, shares);
        _transfer(address(this), msg.sender, shares);
    }

    /// @inheritdoc IDefaultFund
    function cover(address account) external nonReentrant {
        if (!GATE.accounts(account).seized) revert DefaultFundNotSeized(account);
        (uint256 missing, uint256 cash) = (VAULT.shortfall(0), totalAssets());
        uint256 amount = Math.min(missing, cash);
        if (amount == 0) revert DefaultFundNothingToCover(missing, cash);
        // Or a loan of one unit, made again and again, would keep all that was lent from ever coming back.
        if (amount >= lent() / _WEIGHTY) recoverableFrom = block.timestamp + _RECOVER_AFTER;
        emit Covered(account, amount);
        IERC20(asset()).forceApprove(address(VAULT), amount);
        VAULT.advance(amount);
    }

    /// @inheritdoc IDefaultFund
    function restore() external nonReentrant {
        if (block.timestamp < recoverableFrom) revert DefaultFundTooEarly(recoverableFrom);
        (uint256 advanced, uint256 left) = (lent(), VAULT.surplus(0));
        uint256 amount = Math.min(advanced, left);
        if (amount == 0) revert DefaultFundNothingToRecover(advanced, left);
        emit Restored(amount);
        VAULT.recover(amount);
    }

    /// @inheritdoc IDefaultFund
    function requestOf(address owner) external view returns (Request memory) {
        return _requests[owner];
    }

    /// @inheritdoc IDefaultFund
    function terms() external view returns (Terms memory) {
        (uint64 duration, uint32 startBps, uint32 floorBps) =
            (uint64(_DURATION), uint32(_START_BPS), uint32(_FLOOR_BPS));
        return Terms(_NOTICE, _WINDOW, duration, _RECOVER_AFTER, startBps, floorBps);
    }

    /// @inheritdoc IDefaultFund
    function lent() public view returns (uint256) {
        return VAULT.advancedBy(address(this));
    }

    /// @inheritdoc IDefaultFund
    function isOpen() public view returns (bool) {
        return lent() == 0 && !_hasCollateral();
    }

    /// @inheritdoc IERC4626
    function maxDeposit(address) public view override(ERC4626, IERC4626) returns (uint256) {
        return isOpen() ? type(uint256).max : 0;
    }

    /// @inheritdoc IERC4626
    function maxMint(address) public view override(ERC4626, IERC4626) returns (uint256) {
        return isOpen() ? type(uint256).max : 0;
    }

    /// @inheritdoc IERC4626
    function maxRedeem(address owner) public view override(ERC4626, IERC4626) returns (uint256) {
        Request storage request = _requests[owner];
        bool inTime = block.timestamp >= request.from && block.timestamp <= request.until;
        return inTime ? request.shares : 0;
    }

    /// @dev Under the lock, so that a token that calls back cannot enter while another call is half done.
    function _deposit(address caller, address receiver, uint256 assets, uint256 shares) internal override nonReentrant {
        super._deposit(caller, receiver, assets, shares);
    }

    /// @dev The shares are locked here; `maxRedeem` or `maxWithdraw` has found them enough and in time.
    function _withdraw(address caller, address receiver, address owner, uint256 assets, uint256 shares)
        internal
        override
        nonReentrant
    {
        if (caller != owner) _spendAllowance(owner, caller, shares);
        _requests[owner].shares -= shares;
        _burn(address(this), shares);
        emit Withdraw(caller, receiver, owner, assets, shares);
        IERC20(asset()).safeTransfer(receiver, assets);
    }

    function _decimalsOffset() internal pure override returns (uint8) {
        return _OFFSET;
    }

    function _cashOf(ICollateralVault vault) private view returns (IERC20 cash) {
        (cash, ) = vault.assetOf(0);
    }
}
