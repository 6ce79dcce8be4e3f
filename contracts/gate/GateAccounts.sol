// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Guarded} from "../governance/Guarded.sol";
import {ICollateralVault} from "../interfaces/ICollateralVault.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {IPoseidonT6} from "../interfaces/IPoseidonT6.sol";
import {ISizingGate} from "../interfaces/ISizingGate.sol";
import {IUpdateListener} from "../interfaces/IUpdateListener.sol";
import {IVerifierRouter} from "../interfaces/IVerifierRouter.sol";
import {SCALAR_ORDER} from "../libraries/Field.sol";
import {MovePacking} from "../libraries/MovePacking.sol";
import {PoseidonCheck} from "../libraries/PoseidonCheck.sol";
import {AgeLimits} from "../types/AgeLimits.sol";
import {Commitment} from "../types/Commitment.sol";
import {Guardianship} from "../types/Guardianship.sol";
import {opened, Standing} from "../types/Standing.sol";
import {NEVER_STOPPED, Stop} from "../types/Stop.sol";
import {ClassId, Epoch} from "../types/Units.sol";

/// @title GateAccounts
/// @notice What the gate stores, how an account ages, and the few things owner and guardian may set.
abstract contract GateAccounts is ISizingGate, Guarded, ReentrancyGuardTransient {
    /// @dev Three words; only trades and collateral flows write the last one.
    struct Account {
        Commitment commitment;
        Standing standing;
        uint160 collateral;
        Epoch tradeEpoch;
        uint16 tradeCount;
        /// 0 for the venue's.
        uint16 tradeLimit;
    }

    struct BookClass {
        uint256 domain;
        uint256 emptySlotsHash;
        Commitment emptyCommitment;
        uint16 openingLength;
    }

    /// @inheritdoc ISizingGate
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

    Stop internal _pause;

    mapping(address owner => Account account) internal _accounts;
    mapping(ClassId class => BookClass config) internal _classes;

    constructor(address owner, Guardianship memory office, Wiring memory wiring, ClassConfig[] memory classes)
        Ownable(owner)
        Guarded(office)
    {
        POSEIDON = PoseidonCheck.checked(wiring.poseidon);
        MARKET = wiring.market;
        ROUTER = wiring.router;
        VAULT = wiring.vault;
        LISTENER = wiring.listener;
        if (wiring.vault.gate() != address(this)) {
            revert SizingGateVaultMismatch(address(wiring.vault), wiring.vault.gate());
        }
        if (wiring.defaultFund == address(0)) revert SizingGateNoDefaultFund();
        DEFAULT_FUND = wiring.defaultFund;
        for (uint256 i = 0; i < classes.length; ++i) _addClass(classes[i]);
    }

    /// @inheritdoc ISizingGate
    /// @dev Locked, so that a mandate's book cannot change the class of an account in the middle of its update.
    function register(ClassId class) external nonReentrant {
        BookClass storage config = _classes[class];
        if (config.domain == 0) revert SizingGateUnknownClass(class);
        Account storage account = _accounts[msg.sender];
        Standing standing = account.standing;
        if (!_isRegistered(account)) {
            account.standing = opened(class, config.openingLength);
        } else {
            if (!standing.isEmpty() || standing.classOf() == class) revert SizingGateAlreadyRegistered(msg.sender);
            account.standing = standing.changeClass(class, config.openingLength);
        }
        account.commitment = config.emptyCommitment;
        emit Registered(msg.sender, class, config.emptyCommitment);
    }

    /// @inheritdoc ISizingGate
    function pause() external {
        _pause = _stopped(_pause);
        emit Paused(msg.sender, _pause.endOf());
    }

    /// @inheritdoc ISizingGate
    function endPause() external onlyOwner {
        _pause = NEVER_STOPPED;
        emit Unpaused();
    }

    /// @inheritdoc ISizingGate
    function setTradeLimit(address owner, uint16 limit) external onlyOwner {
        _registered(owner).tradeLimit = limit;
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
        (uint64 latestTick, AgeLimits limits) = MARKET.aging();
        if (!standing.isEmpty() && !standing.isSeized()) report.age = latestTick - standing.provenTickOf();
        report.state = _stateAt(standing, latestTick, limits);
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
    function paused() external view returns (bool) {
        return _pause.holds();
    }

    /// @inheritdoc ISizingGate
    function pauseState() external view returns (uint40 until, bool spent) {
        return (_pause.endOf(), _pause.isSpent());
    }

    /// @inheritdoc ISizingGate
    function emptyCommitment(ClassId class) external view returns (Commitment) {
        if (_classes[class].domain == 0) revert SizingGateUnknownClass(class);
        return _classes[class].emptyCommitment;
    }

    function _addClass(ClassConfig memory added) private {
        BookClass storage config = _classes[added.class];
        bool bad = ClassId.unwrap(added.class) == 0 || ClassId.unwrap(added.class) >= MovePacking.CLASS_BOUND;
        bad = bad || config.domain != 0 || added.domain == 0;
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

    /// @dev An account's own limit, or the venue's.
    function _tradeLimitOf(Account storage account) internal view returns (uint16 limit) {
        limit = account.tradeLimit;
        if (limit == 0) limit = MARKET.rules().tradesPerEpoch;
    }

    function _stateAt(Standing standing, uint64 latestTick, AgeLimits limits) internal pure returns (State) {
        if (standing.isEmpty()) return State.Empty;
        if (standing.isSeized() || _isFrozen(standing, latestTick, limits)) return State.Defaulted;
        if (latestTick - standing.provenTickOf() > limits.staleAbove()) return State.Stale;
        return standing.maintenanceOf() == 0 ? State.Healthy : State.Maintenance;
    }

    /// @dev Whether an account is past its time, empty or not.
    function _isFrozen(Standing standing, uint64 latestTick, AgeLimits limits) internal pure returns (bool) {
        // A proven tick is never above the latest one; were it, the difference would wrap and freeze the account.
        unchecked {
            return latestTick - standing.provenTickOf() > limits.frozenAbove();
        }
    }
}
