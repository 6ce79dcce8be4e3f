// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {BallastGated} from "../BallastGated.sol";
import {IBallastGate, IBallastVault} from "../IBallast.sol";

/// @title PerpetualsPool
/// @notice The smallest venue on a gate: a pool that takes the other side of desks, and is an account like them. Its
/// positions are in its hidden book, so every size it takes is proven against the venue's policy, and nobody has to
/// trust what it says of itself.
/// @dev The operator keeps the pool's book and proves its changes off the chain; what it cannot do is take a size the
/// policy forbids, trade with an account that is not healthy, or move tokens to anybody but the sponsor. One sponsor
/// funds the pool: shares of many would need a price of the hidden book, which is another proof.
contract PerpetualsPool is BallastGated {
    using SafeERC20 for IERC20;

    uint8 private constant _REDUCE = 1;

    /// @notice Keeps the pool's book and proves its changes.
    address public immutable OPERATOR;

    /// @notice Funds the pool, and alone gets what leaves it.
    address public immutable SPONSOR;

    /// @notice The venue's vault.
    IBallastVault public immutable VAULT;

    /// @notice The caller may not do this.
    error PerpetualsPoolNotAllowed(address caller, address allowed);

    /// @notice The change is of another account than the pool.
    error PerpetualsPoolNotItsChange(address account);

    /// @notice A claim of the pool would leave for somebody else.
    error PerpetualsPoolWrongRecipient(address recipient);

    /// @notice The pool moves value only in `refresh`, so that a trade cannot carry a flow that nobody looked at.
    error PerpetualsPoolFlowInTrade(uint8 asset, uint64 amount);

    modifier onlyBy(address allowed) {
        if (msg.sender != allowed) revert PerpetualsPoolNotAllowed(msg.sender, allowed);
        _;
    }

    /// @param gate the venue's gate
    /// @param class size class of the pool's book
    /// @param maxAge ticks since a proof after which a desk must refresh before it may grow
    /// @param operator keeps the book
    /// @param sponsor funds the pool
    constructor(IBallastGate gate, uint32 class, uint64 maxAge, address operator, address sponsor)
        BallastGated(gate, maxAge, 2)
    {
        (OPERATOR, SPONSOR, VAULT) = (operator, sponsor, gate.VAULT());
        gate.register(class);
    }

    /// @notice Sends a change of the pool's own book without a trade: a deposit of the sponsor's tokens, a refresh, a
    /// withdrawal. In every mode, whatever the pool's health: this is how it becomes healthy.
    /// @param change the proven change; an inflow is pulled from the sponsor
    function refresh(IBallastGate.Change calldata change) external onlyBy(OPERATOR) {
        _requireOwn(change);
        if (change.flowAmount != 0) _prepareFlow(change);
        BALLAST_GATE.update(change);
    }

    /// @notice Both sides of a trade. The gate proves both sizes; the pool asks besides that a side which may grow was
    /// proven lately and that the market is not stressed. It asks nothing of a side in mode 1: whoever wants less risk
    /// is never refused, and finds a counterparty here as long as the pool is healthy or wants less itself.
    /// @param own the pool's side; its consent is that the pool itself calls the gate
    /// @param desk the desk's side, with the desk's signature
    function trade(IBallastGate.Change calldata own, IBallastGate.Change calldata desk) external onlyBy(OPERATOR) {
        _requireOwn(own);
        if (own.flowAmount != 0) revert PerpetualsPoolFlowInTrade(own.flowAsset, own.flowAmount);
        if (own.mode != _REDUCE) _requireHealthy(address(this));
        if (desk.mode != _REDUCE) _requireHealthy(desk.account);
        BALLAST_GATE.updatePair(own, desk);
    }

    /// @notice Closes the pool's flat book; needs no proof, market or operator.
    /// @param cash of the book, µ-quote; what it owes is pulled from the sponsor
    /// @param salt of the book's commitment
    function close(int256 cash, uint256 salt) external onlyBy(SPONSOR) {
        if (cash < 0) _pull(0, uint256(-cash));
        BALLAST_GATE.flatExit(cash, salt);
    }

    /// @notice Takes all that the pool may withdraw of one asset to the sponsor. Anyone may call it.
    /// @param asset 0 cash, k + 1 collateral k
    function collect(uint256 asset) external {
        (address token, uint256 unit) = VAULT.assetOf(asset);
        uint256 claim = VAULT.claimable(address(this), asset);
        VAULT.withdraw(asset, claim);
        IERC20(token).safeTransfer(SPONSOR, claim * unit);
    }

    function _prepareFlow(IBallastGate.Change calldata change) private {
        if (!change.flowOut) _pull(change.flowAsset, change.flowAmount);
        else if (change.recipient != address(this)) revert PerpetualsPoolWrongRecipient(change.recipient);
    }

    /// @dev Takes an asset from the sponsor and lets the vault take exactly as much.
    function _pull(uint256 asset, uint256 amount) private {
        (address token, uint256 unit) = VAULT.assetOf(asset);
        IERC20(token).safeTransferFrom(SPONSOR, address(this), amount * unit);
        IERC20(token).forceApprove(address(VAULT), amount * unit);
    }

    function _requireOwn(IBallastGate.Change calldata change) private view {
        if (change.account != address(this)) revert PerpetualsPoolNotItsChange(change.account);
    }
}
