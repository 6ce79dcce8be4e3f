// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title ICollateralVault
/// @notice Holds the venue's tokens. Asset 0 is cash, asset k + 1 is collateral k. Amounts count µ-quote for cash and
/// lots for collateral; one lot is a fixed number of token base units, one µ-quote is one base unit of the cash token.
/// Tokens come in by a pull from the account and leave by a pull of whoever holds a claim, asset by asset, so that one
/// frozen token never blocks another.
interface ICollateralVault {
    /// @notice A collateral token and the base units of one lot; the zero token marks an unused place.
    struct Collateral {
        IERC20 token;
        uint256 lot;
    }

    /// @notice `amount` units of an asset came in from `from`.
    event Collected(address indexed from, uint256 indexed asset, uint256 amount);

    /// @notice `recipient` may withdraw `amount` more units of an asset.
    event Credited(address indexed recipient, uint256 indexed asset, uint256 amount);

    /// @notice `recipient` took `amount` units of an asset.
    event Withdrawn(address indexed recipient, uint256 indexed asset, uint256 amount);

    /// @notice `advancer` lent `amount` of cash for the claims on it.
    event Advanced(address indexed advancer, uint256 amount);

    /// @notice `advancer` took `amount` of what it had lent back out of the surplus.
    event Recovered(address indexed advancer, uint256 amount);

    /// @notice Only the gate moves the accounting.
    error CollateralVaultNotGate(address caller);

    /// @notice There is no such asset.
    error CollateralVaultUnknownAsset(uint256 asset);

    /// @notice The token moved another amount than asked: it takes fees, rebases or lies.
    error CollateralVaultInexactTransfer(uint256 asset, uint256 expected, uint256 moved);

    /// @notice The vault holds less of the token than its accounts say: deposits of it are refused.
    error CollateralVaultUnderfunded(uint256 asset, uint256 accounted, uint256 balance);

    /// @notice The recipient has no claim of that size.
    error CollateralVaultClaimTooSmall(uint256 asset, uint256 claim, uint256 asked);

    /// @notice Less of the token is here than asked: take what is here now and the rest later.
    error CollateralVaultShort(uint256 asset, uint256 held, uint256 asked);

    /// @notice An amount of zero does nothing.
    error CollateralVaultZeroAmount(uint256 asset);

    /// @notice The caller lent less than it asks for.
    error CollateralVaultAdvanceTooSmall(address advancer, uint256 advanced, uint256 asked);

    /// @notice Less cash is here beyond the open claims than asked.
    error CollateralVaultSurplusTooSmall(uint256 surplus, uint256 asked);

    /// @notice The gate's address is zero.
    error CollateralVaultNoGate();

    /// @notice The cash token is missing.
    error CollateralVaultNoCashToken();

    /// @notice A collateral's lot is zero or above 2^128 base units.
    error CollateralVaultLotOutOfRange(uint256 asset, uint256 lot);

    /// @notice Two assets name the same token.
    error CollateralVaultDuplicateToken(uint256 asset, address token);

    /// @notice Pulls tokens from an account into the vault.
    /// @dev Assumes: the gate has the account's consent. Liveness: the account's balance and allowance.
    /// @param from the account
    /// @param asset 0 cash, k + 1 collateral k
    /// @param amount µ-quote or lots
    function collect(address from, uint256 asset, uint256 amount) external;

    /// @notice Gives a recipient a claim. Moves no token, so no token can block it.
    /// @dev Assumes: the gate has proof, opening or default behind it. Liveness: always.
    /// @param recipient who may withdraw
    /// @param asset 0 cash, k + 1 collateral k
    /// @param amount µ-quote or lots
    function credit(address recipient, uint256 asset, uint256 amount) external;

    /// @notice Sends part or all of the caller's claim on one asset to the caller.
    /// @dev Assumes: nothing. Liveness: the token itself, and for cash the tokens present: books may hold claims on
    /// each other's collateral before it is turned into cash.
    /// @param asset 0 cash, k + 1 collateral k
    /// @param amount µ-quote or lots, at most the claim
    function withdraw(uint256 asset, uint256 amount) external;

    /// @notice Lends cash to the vault, junior to every claim: it pays claims like any cash, and comes back only out of
    /// what the open claims leave. Anyone may call it.
    /// @dev Assumes: nothing. Liveness: the caller's balance and allowance.
    /// @param amount µ-quote
    function advance(uint256 amount) external;

    /// @notice Returns cash that the caller lent, out of what the vault holds beyond all open claims. It protects
    /// claims, not books: cash that stands in a book and is no claim yet counts as surplus.
    /// @dev Assumes: nothing. Liveness: a surplus, and the cash token.
    /// @param amount µ-quote, at most what the caller lent and at most the surplus
    function recover(uint256 amount) external;

    /// @notice What is missing to pay all open claims on an asset now, µ-quote or lots.
    /// @param asset 0 cash, k + 1 collateral k
    function shortfall(uint256 asset) external view returns (uint256);

    /// @notice What is here beyond all open claims on an asset, µ-quote or lots.
    /// @param asset 0 cash, k + 1 collateral k
    function surplus(uint256 asset) external view returns (uint256);

    /// @notice Sum of the open claims on an asset, µ-quote or lots.
    /// @param asset 0 cash, k + 1 collateral k
    function totalClaimable(uint256 asset) external view returns (uint256);

    /// @notice Cash that an address lent and did not get back, µ-quote.
    /// @param advancer the lender
    function advancedBy(address advancer) external view returns (uint256);

    /// @notice What a recipient may withdraw of an asset, µ-quote or lots.
    /// @param recipient the holder of the claim
    /// @param asset 0 cash, k + 1 collateral k
    function claimable(address recipient, uint256 asset) external view returns (uint256);

    /// @notice Units of an asset that came in and did not leave.
    /// @param asset 0 cash, k + 1 collateral k
    function held(uint256 asset) external view returns (uint256);

    /// @notice Token of an asset and base units of one of its units.
    /// @param asset 0 cash, k + 1 collateral k
    function assetOf(uint256 asset) external view returns (IERC20 token, uint256 unit);

    /// @notice The only contract that may collect and credit.
    function gate() external view returns (address);
}
