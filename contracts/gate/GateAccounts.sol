// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ICollateralVault} from "../interfaces/ICollateralVault.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {IPoseidonT6} from "../interfaces/IPoseidonT6.sol";
import {ISizingGate} from "../interfaces/ISizingGate.sol";
import {IUpdateListener} from "../interfaces/IUpdateListener.sol";
import {IVerifierRouter} from "../interfaces/IVerifierRouter.sol";
import {SCALAR_ORDER} from "../libraries/Field.sol";
import {PoseidonCheck} from "../libraries/PoseidonCheck.sol";
import {Commitment} from "../types/Commitment.sol";
import {opened, Standing} from "../types/Standing.sol";
import {ClassId, Epoch} from "../types/Units.sol";

/// @title GateAccounts
/// @notice What the gate stores, how an account ages, and the few things owner and guardian may set.
abstract contract GateAccounts is ISizingGate, Ownable2Step, ReentrancyGuardTransient {
    /// @dev Three words; only trades and collateral flows write the last one.
    struct Account {
        Commitment commitment;
        Standing standing;
        uint160 collateral;
        Epoch tradeEpoch;
        uint16 tradeCount;
        uint16 tradeLimit;
    }

    struct BookClass {
        uint256 domain;
        uint256 emptySlotsHash;
        Commitment emptyCommitment;
        uint16 openingLength;
    }

    /// @notice Ticks within which a proof should follow the last one.
    uint64 public immutable REFRESH_EVERY;

    /// @notice Ticks after that until an account is stale.
    uint64 public immutable GRACE;

    /// @notice Ticks a stale account has left.
    uint64 public immutable DEFAULT_AFTER;

    /// @notice Maintenance refreshes in a row.
    uint8 public immutable MAX_MAINTENANCE;

    /// @notice Trades in mode 0 per account and epoch, unless set for the account.
    uint16 public immutable TRADES_PER_EPOCH;

    /// @notice Gets the claims on defaulted accounts' collateral tokens.
    address public immutable DEFAULT_FUND;

    /// @notice The deployed hash.
    IPoseidonT6 public immutable POSEIDON;

    /// @notice Source of risk roots and freshness.
    IMarketRegistry public immutable MARKET;

    /// @notice Source of verifiers.
    IVerifierRouter public immutable ROUTER;

    /// @notice Keeper of the tokens.
    ICollateralVault public immutable VAULT;

    /// @notice Told of every update, or zero.
    IUpdateListener public immutable LISTENER;

    /// @dev The largest age at which an account is not frozen.
    uint256 private immutable _FROZEN_ABOVE;

    /// @inheritdoc ISizingGate
    bool public paused;

    /// @inheritdoc ISizingGate
    address public guardian;

    mapping(address owner => Account account) internal _accounts;
    mapping(ClassId class => BookClass config) internal _classes;

    constructor(address owner, Wiring memory wiring, Rules memory rules, ClassConfig[] memory classes) Ownable(owner) {
        POSEIDON = PoseidonCheck.checked(wiring.poseidon);
        MARKET = wiring.market;
        ROUTER = wiring.router;
        VAULT = wiring.vault;
        LISTENER = wiring.listener;
        if (wiring.vault.gate() != address(this)) {
            revert SizingGateVaultMismatch(address(wiring.vault), wiring.vault.gate());
        }
        if (rules.refreshEvery == 0 || rules.defaultAfter == 0 || rules.tradesPerEpoch == 0) {
            revert SizingGateZeroRule();
        }
        if (rules.defaultFund == address(0)) revert SizingGateZeroRule();
        REFRESH_EVERY = rules.refreshEvery;
        GRACE = rules.grace;
        DEFAULT_AFTER = rules.defaultAfter;
        _FROZEN_ABOVE = uint256(rules.refreshEvery) + rules.grace + rules.defaultAfter;
        MAX_MAINTENANCE = rules.maxMaintenance;
        TRADES_PER_EPOCH = rules.tradesPerEpoch;
        DEFAULT_FUND = rules.defaultFund;
        for (uint256 i = 0; i < classes.length; ++i) _addClass(classes[i]);
    }

    /// @inheritdoc ISizingGate
    function register(ClassId class) external {
        BookClass storage config = _classes[class];
        if (config.domain == 0) revert SizingGateUnknownClass(class);
        Account storage account = _accounts[msg.sender];
        if (_isRegistered(account)) revert SizingGateAlreadyRegistered(msg.sender);
        account.commitment = config.emptyCommitment;
        account.standing = opened(class, config.openingLength);
        account.tradeLimit = TRADES_PER_EPOCH;
        emit Registered(msg.sender, class, config.emptyCommitment);
    }

    /// @inheritdoc ISizingGate
    function setPaused(bool stop) external {
        if (msg.sender != guardian && msg.sender != owner()) revert SizingGateNotGuardian(msg.sender);
        paused = stop;
        emit Paused(stop);
    }

    /// @inheritdoc ISizingGate
    function setGuardian(address newGuardian) external onlyOwner {
        guardian = newGuardian;
        emit GuardianSet(newGuardian);
    }

    /// @inheritdoc ISizingGate
    function setTradeLimit(address owner, uint16 limit) external onlyOwner {
        _registered(owner).tradeLimit = limit == 0 ? TRADES_PER_EPOCH : limit;
        emit TradeLimitSet(owner, limit);
    }

    /// @inheritdoc ISizingGate
    function health(address owner) external view returns (Health memory report) {
        Account storage account = _accounts[owner];
        if (!_isRegistered(account)) return report;
        Standing standing = account.standing;
        report.class = standing.classOf();
        report.provenEpoch = standing.provenEpochOf();
        report.maintenance = standing.maintenanceOf();
        uint64 latestTick = 0;
        if (!standing.isEmpty() && !standing.isSeized()) {
            (, , latestTick) = MARKET.latest();
            report.age = latestTick - standing.provenTickOf();
        }
        report.state = _stateAt(standing, latestTick);
    }

    /// @inheritdoc ISizingGate
    function accounts(address owner) external view returns (AccountView memory) {
        Account storage account = _accounts[owner];
        return AccountView({
            commitment: account.commitment,
            nonce: account.standing.nonceOf(),
            class: account.standing.classOf(),
            collateral: account.collateral,
            provenTick: account.standing.provenTickOf(),
            tradeEpoch: account.tradeEpoch,
            tradeCount: account.tradeCount,
            tradeLimit: account.tradeLimit,
            seized: account.standing.isSeized()
        });
    }

    /// @inheritdoc ISizingGate
    function emptyCommitment(ClassId class) external view returns (Commitment) {
        if (_classes[class].domain == 0) revert SizingGateUnknownClass(class);
        return _classes[class].emptyCommitment;
    }

    function _addClass(ClassConfig memory added) private {
        BookClass storage config = _classes[added.class];
        bool bad = ClassId.unwrap(added.class) == 0 || config.domain != 0 || added.domain == 0;
        if (bad || added.domain >= SCALAR_ORDER || added.emptySlotsHash >= SCALAR_ORDER) {
            revert SizingGateBadClass(added.class);
        }
        config.domain = added.domain;
        config.emptySlotsHash = added.emptySlotsHash;
        config.openingLength = added.openingLength;
        config.emptyCommitment = _commit(config, 0, 0, 0);
    }

    /// @dev Commitment of a flat book of a class: the one place where the gate computes one.
    function _commit(BookClass storage config, uint256 cash, uint160 collateral, uint256 salt)
        internal
        view
        returns (Commitment)
    {
        uint256[5] memory inputs = [config.domain, config.emptySlotsHash, cash, collateral, salt];
        return Commitment.wrap(POSEIDON.hash(inputs));
    }

    function _registered(address owner) internal view returns (Account storage account) {
        account = _accounts[owner];
        if (!_isRegistered(account)) revert SizingGateNotRegistered(owner);
    }

    function _isRegistered(Account storage account) internal view returns (bool) {
        return ClassId.unwrap(account.standing.classOf()) != 0;
    }

    function _stateAt(Standing standing, uint64 latestTick) internal view returns (State) {
        if (standing.isEmpty()) return State.Empty;
        if (standing.isSeized() || _isFrozen(standing, latestTick)) return State.Defaulted;
        if (latestTick - standing.provenTickOf() > _FROZEN_ABOVE - DEFAULT_AFTER) return State.Stale;
        return standing.maintenanceOf() == 0 ? State.Healthy : State.Maintenance;
    }

    /// @dev Whether an account is past its time, empty or not.
    function _isFrozen(Standing standing, uint64 latestTick) internal view returns (bool) {
        // A proven tick is never above the latest one; were it, the difference would wrap and freeze the account.
        unchecked {
            return latestTick - standing.provenTickOf() > _FROZEN_ABOVE;
        }
    }
}
