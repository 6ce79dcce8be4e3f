// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ICollateralVault} from "../interfaces/ICollateralVault.sol";
import {IDefaultFund} from "../interfaces/IDefaultFund.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";

/// @title SeizedAuctions
/// @notice Takes seized collateral out of the vault and sells it for cash, each asset by itself: the price follows the
/// market, times a share that falls from above it to a floor. What comes in during an auction waits for the next one,
/// so that nobody starts fresh lots at a price that has fallen already.
abstract contract SeizedAuctions is IDefaultFund, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 internal constant _COLLATERALS = 4;
    uint256 private constant _BPS = 10_000;
    uint256 private constant _BPS_MAX = 100_000;

    /// @inheritdoc IDefaultFund
    ICollateralVault public immutable VAULT;

    /// @inheritdoc IDefaultFund
    IMarketRegistry public immutable MARKET;

    /// @dev Seconds from the first to the last price.
    uint256 internal immutable _DURATION;
    uint256 internal immutable _START_BPS;
    uint256 internal immutable _FLOOR_BPS;

    IERC20 private immutable _CASH_TOKEN;

    mapping(uint256 asset => Stock stock) private _stock;

    constructor(ICollateralVault vault, IMarketRegistry market, Terms memory given) {
        bool badPrices = given.startBps < _BPS || given.startBps > _BPS_MAX || given.floorBps > _BPS;
        if (badPrices || given.floorBps == 0 || given.duration == 0) revert DefaultFundBadTerms();
        VAULT = vault;
        MARKET = market;
        (_CASH_TOKEN, ) = vault.assetOf(0);
        (_DURATION, _START_BPS, _FLOOR_BPS) = (given.duration, given.startBps, given.floorBps);
    }

    /// @inheritdoc IDefaultFund
    function gather(uint256 asset) external nonReentrant {
        uint256 amount = Math.min(VAULT.claimable(address(this), asset), VAULT.held(asset));
        if (amount == 0) revert DefaultFundNothingToGather(asset);
        if (asset != 0) _stock[asset].waiting += amount;
        emit Gathered(asset, amount);
        VAULT.withdraw(asset, amount);
    }

    /// @inheritdoc IDefaultFund
    function startAuction(uint256 asset) external {
        Stock storage stock = _stock[asset];
        uint256 over = stock.startedAt + 2 * _DURATION;
        if (stock.offered != 0 && block.timestamp <= over) revert DefaultFundAuctionRuns(asset, over);
        uint256 lots = stock.offered + stock.waiting;
        if (lots == 0) revert DefaultFundNothingToOffer(asset);
        _stock[asset] = Stock(lots, 0, uint64(block.timestamp));
        emit AuctionStarted(asset, lots);
    }

    /// @inheritdoc IDefaultFund
    function buy(uint256 asset, uint256 lots, uint256 maxCost, address receiver) external nonReentrant {
        if (lots == 0) revert DefaultFundZeroAmount();
        Stock storage stock = _stock[asset];
        if (lots > stock.offered) revert DefaultFundOfferTooSmall(asset, stock.offered, lots);
        uint256 cost = costOf(asset, lots);
        if (cost > maxCost) revert DefaultFundTooDear(cost, maxCost);
        stock.offered -= lots;
        emit Sold(asset, msg.sender, receiver, lots, cost);
        _takeCash(cost);
        (IERC20 token, uint256 unit) = VAULT.assetOf(asset);
        token.safeTransfer(receiver, lots * unit);
    }

    /// @inheritdoc IDefaultFund
    function stockOf(uint256 asset) external view returns (Stock memory) {
        return _stock[asset];
    }

    /// @inheritdoc IDefaultFund
    function costOf(uint256 asset, uint256 lots) public view returns (uint256) {
        if (asset == 0 || asset > MARKET.feedCount()) revert DefaultFundNoPrice(asset);
        if (MARKET.stale()) revert DefaultFundStalePrice();
        uint256 elapsed = Math.min(block.timestamp - _stock[asset].startedAt, _DURATION);
        uint256 share = _START_BPS * _DURATION - (_START_BPS - _FLOOR_BPS) * elapsed;
        return Math.ceilDiv(lots * MARKET.lastPrices()[asset - 1] * share, _BPS * _DURATION);
    }

    /// @dev Whether collateral waits to be gathered, offered or sold.
    function _hasCollateral() internal view returns (bool) {
        for (uint256 asset = 1; asset <= _COLLATERALS; ++asset) {
            Stock storage stock = _stock[asset];
            if (stock.offered + stock.waiting + VAULT.claimable(address(this), asset) != 0) return true;
        }
        return false;
    }

    /// @dev The buyer's cash in full, or nothing happened.
    function _takeCash(uint256 cost) private {
        uint256 before = _CASH_TOKEN.balanceOf(address(this));
        _CASH_TOKEN.safeTransferFrom(msg.sender, address(this), cost);
        uint256 present = _CASH_TOKEN.balanceOf(address(this));
        uint256 moved = Math.saturatingSub(present, before);
        if (moved < cost) revert DefaultFundInexactTransfer(address(_CASH_TOKEN), cost, moved);
    }
}
