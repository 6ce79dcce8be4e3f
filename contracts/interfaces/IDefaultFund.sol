// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";

import {ICollateralVault} from "./ICollateralVault.sol";
import {IDefaultKey} from "./IDefaultKey.sol";
import {IMarketRegistry} from "./IMarketRegistry.sol";
import {ISizingGate} from "./ISizingGate.sol";

/// @title IDefaultFund
/// @notice Stands between a defaulted account's own collateral and the holders of cash claims. Whoever contributes cash
/// holds shares. Seized collateral is auctioned for cash; while the vault is short of cash for its open claims, the
/// cash is lent to the vault. A share is worth its part of the cash that is here: neither loans nor collateral count,
/// so whoever redeems meanwhile leaves them to the others. Nobody owns the fund, and nothing of it can be set.
interface IDefaultFund is IERC4626 {
    /// @notice What a fund is deployed with, for good. Times in seconds.
    struct Terms {
        /// Between asking to redeem and redeeming: longer than an account takes from its last proof to its default.
        uint64 notice;
        /// Within which shares can be redeemed after that; at most a quarter of the notice.
        uint64 window;
        /// From the first to the last price of an auction.
        uint64 duration;
        /// After the last loan of weight, before any comes back: time for those who hold claims or books to leave.
        uint64 recoverAfter;
        /// First price of an auction in basis points of the market's: 10^4 … 10^5.
        uint32 startBps;
        /// Last price of an auction, in basis points: 1 … 10^4.
        uint32 floorBps;
    }

    /// @notice Shares that wait to be redeemed.
    struct Request {
        uint256 shares;
        /// First second in which they can be redeemed.
        uint64 from;
        /// Last second in which they can.
        uint64 until;
    }

    /// @notice Lots of one collateral asset.
    struct Stock {
        /// Offered now.
        uint256 offered;
        /// Gathered since the auction began; they join the next one.
        uint256 waiting;
        /// When the auction began; 0 before the first.
        uint64 startedAt;
    }

    /// @notice `shares` wait to be redeemed from `from` to `until`.
    event RedemptionRequested(address indexed owner, uint256 shares, uint64 from, uint64 until);

    /// @notice `shares` are their owner's again.
    event RedemptionCancelled(address indexed owner, uint256 shares);

    /// @notice The fund's claim of `amount` units of an asset came in.
    event Gathered(uint256 indexed asset, uint256 amount);

    /// @notice `lots` of a collateral asset are offered.
    event AuctionStarted(uint256 indexed asset, uint256 lots);

    /// @notice `lots` of a collateral asset were sold for `cost`.
    event Sold(uint256 indexed asset, address indexed buyer, address receiver, uint256 lots, uint256 cost);

    /// @notice `amount` was lent to the vault; `account` is the default that allowed it.
    event Covered(address indexed account, uint256 amount);

    /// @notice `amount` of what was lent came back.
    event Restored(uint256 amount);

    /// @notice A term is out of its range.
    error DefaultFundBadTerms();

    /// @notice The gate credits another fund, or the vault serves another gate.
    error DefaultFundNotWired(address gate, address vault);

    /// @notice Shares of the owner wait already.
    error DefaultFundRequestPending(address owner, uint256 shares);

    /// @notice No shares of the owner wait.
    error DefaultFundNothingRequested(address owner);

    /// @notice An amount of zero does nothing.
    error DefaultFundZeroAmount();

    /// @notice The fund has no claim on the asset.
    error DefaultFundNothingToGather(uint256 asset);

    /// @notice There is no such collateral asset, or none of it to offer.
    error DefaultFundNothingToOffer(uint256 asset);

    /// @notice An auction is not over.
    error DefaultFundAuctionRuns(uint256 asset, uint256 until);

    /// @notice Fewer lots are offered than asked.
    error DefaultFundOfferTooSmall(uint256 asset, uint256 offered, uint256 asked);

    /// @notice The asset's factor has no feed, so it has no price.
    error DefaultFundNoPrice(uint256 asset);

    /// @notice The latest epoch is past its expiry: nothing is sold at its prices.
    error DefaultFundStalePrice();

    /// @notice The cost is above what the buyer would pay.
    error DefaultFundTooDear(uint256 cost, uint256 maxCost);

    /// @notice A token moved another amount than asked.
    error DefaultFundInexactTransfer(address token, uint256 expected, uint256 moved);

    /// @notice The gate has not seized this account.
    error DefaultFundNotSeized(address account);

    /// @notice The vault is short of no cash, or the fund has none.
    error DefaultFundNothingToCover(uint256 shortfall, uint256 cash);

    /// @notice What was lent stays until this second.
    error DefaultFundTooEarly(uint256 from);

    /// @notice Nothing was lent, or the vault has no surplus.
    error DefaultFundNothingToRecover(uint256 advanced, uint256 surplus);

    /// @notice Locks shares of the caller until they can be redeemed.
    /// @dev Assumes: nothing. Liveness: always, one request at a time.
    /// @param shares how many
    function requestRedemption(uint256 shares) external;

    /// @notice Unlocks what the caller asked to redeem, or what is left of it.
    /// @dev Assumes: nothing. Liveness: always.
    function cancelRedemption() external;

    /// @notice Takes the fund's claim on an asset out of the vault, as far as the vault can pay. Anyone may call it.
    /// @dev Assumes: nothing. Liveness: the token.
    /// @param asset 0 cash, k + 1 collateral k
    function gather(uint256 asset) external;

    /// @notice Offers everything gathered of an asset from the first price on. Anyone may call it once nothing is
    /// offered, or once the last price has stood as long as the auction took to reach it.
    /// @dev Assumes: nothing. Liveness: always.
    /// @param asset k + 1 for collateral k
    function startAuction(uint256 asset) external;

    /// @notice Buys lots at the auction's price now.
    /// @dev Assumes: the feeds. Liveness: an epoch that is not past its expiry, and both tokens.
    /// @param asset k + 1 for collateral k
    /// @param lots how many, at most what is offered
    /// @param maxCost what the caller pays at most, µ-quote
    /// @param receiver who gets the tokens
    function buy(uint256 asset, uint256 lots, uint256 maxCost, address receiver) external;

    /// @notice Lends the vault what it is short of for its open cash claims, as far as there is cash. Anyone may call
    /// it, with any account that the gate has seized: hidden books show no loss, so the shortage is the measure. A loan
    /// below an eighth of those before it does not make them wait anew.
    /// @dev Assumes: nothing. Liveness: the cash token.
    /// @param account a seized account
    function cover(address account) external;

    /// @notice Takes back what was lent, as far as the vault has a surplus. Anyone may call it.
    /// @dev Assumes: nothing. Liveness: some time after the last loan, and the cash token.
    function restore() external;

    /// @notice Whether contributions are taken: nothing is lent, and no seized collateral waits here or in the vault.
    function isOpen() external view returns (bool);

    /// @notice What lots of an asset cost now, rounded up, µ-quote; reverts without a fresh price.
    /// @param asset k + 1 for collateral k
    /// @param lots how many
    function costOf(uint256 asset, uint256 lots) external view returns (uint256);

    /// @notice Cash that is lent to the vault, µ-quote.
    function lent() external view returns (uint256);

    /// @notice First second in which what was lent may come back.
    function recoverableFrom() external view returns (uint256);

    /// @notice What waits to be redeemed.
    /// @param owner the holder of the shares
    function requestOf(address owner) external view returns (Request memory);

    /// @notice What was gathered of a collateral asset.
    /// @param asset k + 1 for collateral k
    function stockOf(uint256 asset) external view returns (Stock memory);

    /// @notice What the fund was deployed with.
    function terms() external view returns (Terms memory);

    /// @notice The gate that seizes for this fund.
    // solhint-disable-next-line func-name-mixedcase
    function GATE() external view returns (ISizingGate);

    /// @notice The vault that it lends to.
    // solhint-disable-next-line func-name-mixedcase
    function VAULT() external view returns (ICollateralVault);

    /// @notice Where prices come from.
    // solhint-disable-next-line func-name-mixedcase
    function MARKET() external view returns (IMarketRegistry);

    /// @notice Names the key for which openings are escrowed; zero where the venue has none. Here, because provers find
    /// the fund through the gate.
    // solhint-disable-next-line func-name-mixedcase
    function KEY() external view returns (IDefaultKey);
}
