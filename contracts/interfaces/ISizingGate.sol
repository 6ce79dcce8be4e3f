// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Commitment, TradeCommitment} from "../types/Commitment.sol";
import {RiskRoot} from "../types/Roots.sol";
import {ClassId, Epoch, Micros} from "../types/Units.sol";
import {ICollateralVault} from "./ICollateralVault.sol";
import {IGateMoves} from "./IGateMoves.sol";
import {IGateOperators} from "./IGateOperators.sol";
import {IGuarded} from "./IGuarded.sol";
import {IMarketRegistry} from "./IMarketRegistry.sol";
import {IPoseidonT6} from "./IPoseidonT6.sol";
import {IUpdateListener} from "./IUpdateListener.sol";
import {IVerifierRouter} from "./IVerifierRouter.sol";

/// @title ISizingGate
/// @notice Keeps one commitment per account and replaces it only against a proof of `size-update` or `class-move`, or
/// an opening of a flat book. Modes: 0 full update or refresh, 1 reduce-only, 2 maintenance refresh.
interface ISizingGate is IGateMoves, IGateOperators, IGuarded {
    /// @notice Where an account stands. Ages count ticks, epochs that were published fresh.
    enum State {
        Unregistered,
        /// The constant commitment of its class: nothing at stake.
        Empty,
        /// Proven in mode 0 within refreshEvery + grace ticks.
        Healthy,
        /// Proven in mode 2 within refreshEvery + grace ticks.
        Maintenance,
        /// No proof within refreshEvery + grace ticks.
        Stale,
        /// Stale for d ticks: only a flat exit is left.
        Defaulted
    }

    /// @notice One account's side of a call.
    struct Change {
        address account;
        /// Last second in which the change may be accepted.
        uint64 deadline;
        Epoch epoch;
        /// Who gets the claim of an outflow.
        address recipient;
        uint8 mode;
        /// 0 plus side of a trade, or no trade; 1 minus side.
        uint8 side;
        /// 0 cash, k + 1 collateral k.
        uint8 flowAsset;
        bool flowOut;
        /// µ-quote or lots; 0 for no flow, and then asset and direction are 0 too.
        uint64 flowAmount;
        /// Version of the class's verifier.
        uint32 version;
        Commitment newCommitment;
        TradeCommitment trade;
        uint256[8] proof;
        /// The encrypted opening, of the constant length of the class.
        bytes opening;
        /// Empty if the account calls itself, else its signature of the consent digest; or an operator's signature,
        /// empty if the operator calls itself, and behind it the operator's word.
        bytes authorization;
    }

    /// @notice The constants of a class of books.
    struct ClassConfig {
        ClassId class;
        /// First input of its commitments.
        uint256 domain;
        /// Slots hash of its empty slots.
        uint256 emptySlotsHash;
        /// Bytes of its encrypted opening.
        uint16 openingLength;
    }

    /// @notice The contracts a gate is wired to, for good.
    struct Wiring {
        IPoseidonT6 poseidon;
        IMarketRegistry market;
        IVerifierRouter router;
        ICollateralVault vault;
        /// Told of every update; zero for none.
        IUpdateListener listener;
        /// Gets the claims on a defaulted account's collateral tokens.
        address defaultFund;
    }

    /// @notice What a venue asks about an account.
    struct Health {
        State state;
        ClassId class;
        /// Epoch of the last proof in mode 0 or 2.
        Epoch provenEpoch;
        /// Ticks since that proof's epoch; 0 for an empty account.
        uint64 age;
        /// Maintenance refreshes in a row.
        uint8 maintenance;
    }

    /// @notice What the gate keeps of an account.
    struct AccountView {
        Commitment commitment;
        uint64 nonce;
        ClassId class;
        /// Σ_k lots_k·2^(40k), as in the commitment. After a default the lots it stood for.
        uint160 collateral;
        uint64 provenTick;
        Epoch tradeEpoch;
        uint16 tradeCount;
        /// 0 for the venue's.
        uint16 tradeLimit;
        bool seized;
    }

    /// @notice An account was opened at the constant commitment of its class.
    event Registered(address indexed account, ClassId indexed class, Commitment commitment);

    /// @notice A change was accepted. With the chain's id, the gate and the class this is all that the proof states and
    /// is bound to; the proof itself is in the input of the transaction.
    event Updated(
        address indexed account,
        Epoch epoch,
        Commitment oldCommitment,
        Commitment newCommitment,
        RiskRoot riskRoot,
        TradeCommitment trade,
        uint256 call,
        uint64 nonce,
        uint64 deadline,
        address recipient,
        uint32 version,
        bytes opening
    );

    /// @notice A flat book left: `cash` was paid out, or in when negative, all `collateral` lots were credited.
    event Exited(address indexed account, uint64 nonce, Commitment oldCommitment, Micros cash, uint160 collateral);

    /// @notice An account defaulted; the claims on `collateral` lots went to the default fund.
    event Defaulted(address indexed account, Commitment commitment, uint160 collateral);

    /// @notice The venue set an account's trades per epoch.
    event TradeLimitSet(address indexed account, uint16 limit);

    /// @notice Trades and outflows in mode 0 are refused until a second; 2^40 - 1 for a pause of the owner's, which
    /// ends with its word.
    event Paused(address indexed by, uint40 until);

    /// @notice Trades and outflows in mode 0 are served again.
    event Unpaused();

    /// @notice The vault is wired to another gate.
    error SizingGateVaultMismatch(address vault, address itsGate);

    /// @notice A class is configured twice, is zero or not below 2^16, or has a hash that is no field element.
    error SizingGateBadClass(ClassId class);

    /// @notice No default fund is named.
    error SizingGateNoDefaultFund();

    /// @notice The class is not configured.
    error SizingGateUnknownClass(ClassId class);

    /// @notice The account is open already: not empty, or of this class.
    error SizingGateAlreadyRegistered(address account);

    /// @notice The account was never opened.
    error SizingGateNotRegistered(address account);

    /// @notice The deadline has passed.
    error SizingGateDeadlinePassed(uint64 deadline, uint256 time);

    /// @notice Neither the account, nor the operator that the authorization names, called or signed this change.
    error SizingGateNoConsent(address account, bytes32 digest);

    /// @notice The account defaulted: only a flat exit is left.
    error SizingGateAccountDefaulted(address account);

    /// @notice The opening has not the length of the class.
    error SizingGateWrongOpeningLength(uint256 expected, uint256 actual);

    /// @notice There is no such mode.
    error SizingGateUnknownMode(uint8 mode);

    /// @notice There is no such side, or it is not 0 without a trade.
    error SizingGateWrongSide(uint8 side);

    /// @notice There is no such flow asset.
    error SizingGateUnknownFlowAsset(uint8 asset);

    /// @notice A flow of zero names an asset or a direction.
    error SizingGateFlowNotCanonical(uint8 asset, bool out);

    /// @notice Only mode 0 may take value out.
    error SizingGateOutflowInMode(uint8 mode);

    /// @notice An outflow names nobody.
    error SizingGateNoRecipient();

    /// @notice The account has fewer lots than flow out.
    error SizingGateCollateralShort(uint8 asset, uint256 lots, uint256 asked);

    /// @notice The account would hold 2^40 lots or more.
    error SizingGateCollateralTooLarge(uint8 asset, uint256 lots);

    /// @notice Mode 0 and 2 need an epoch that is not past its expiry.
    error SizingGateStaleEpoch(Epoch epoch);

    /// @notice An empty account starts with a full update: it has nothing to reduce or to maintain.
    error SizingGateEmptyAccount(uint8 mode);

    /// @notice The account used all its maintenance refreshes in a row.
    error SizingGateMaintenanceExhausted(uint8 limit);

    /// @notice Guardian or owner stopped trades and outflows in mode 0.
    error SizingGatePaused();

    /// @notice `update` takes no trade; a trade needs both sides in `updatePair`.
    error SizingGateTradeWithoutCounterparty(TradeCommitment trade);

    /// @notice `updatePair` needs a trade.
    error SizingGatePairWithoutTrade();

    /// @notice The two sides show different trades.
    error SizingGateTradesDiffer(TradeCommitment first, TradeCommitment second);

    /// @notice Both changes take the same side.
    error SizingGateSameSide(uint8 side);

    /// @notice Both changes are of one account.
    error SizingGateSameAccount(address account);

    /// @notice The two sides use different epochs.
    error SizingGateEpochsDiffer(Epoch first, Epoch second);

    /// @notice A maintenance refresh cannot trade.
    error SizingGateTradeInMaintenance(address account);

    /// @notice The account traded as often in this epoch as it may.
    error SizingGateTooManyTrades(address account, uint16 limit);

    /// @notice The values do not open the account's commitment as a flat book.
    error SizingGateNotFlat(Commitment expected, Commitment opened);

    /// @notice The account is empty already.
    error SizingGateNothingToExit(address account);

    /// @notice Cash of 2^84 or more in magnitude.
    error SizingGateCashOutOfRange(Micros cash);

    /// @notice A salt of 2^248 or more.
    error SizingGateSaltOutOfRange(uint256 salt);

    /// @notice The account is not stale for long enough, or is empty.
    error SizingGateNotDefaulted(address account, State state);

    /// @notice The account's collateral was seized before.
    error SizingGateAlreadySeized(address account);

    /// @notice The verifier neither refused nor answered with its own selector.
    error SizingGateNoAnswer(address verifier);

    /// @notice Too little gas is left to call the listener with its full allowance.
    error SizingGateGasTooLow(uint256 needed, uint256 available);

    /// @notice Opens an account for the caller, or takes its empty account to another class; the nonce then moves on.
    /// @dev Assumes: nothing. Liveness: always.
    /// @param class the class of its book
    function register(ClassId class) external;

    /// @notice Accepts one account's change without a trade: a flow, a refresh, a settlement.
    /// @dev Assumes: the verifier is sound, the epoch's risk root is right. Liveness: verifier and an epoch; in mode 1
    /// any latest epoch, however old.
    /// @param change the change
    function update(Change calldata change) external;

    /// @notice Accepts both sides of a trade, or neither.
    /// @dev Assumes: as `update`. Both sides show one trade commitment, so lots and cash sum to zero. Liveness: as
    /// `update`; two reductions are never paused.
    /// @param first one side
    /// @param second the other side
    function updatePair(Change calldata first, Change calldata second) external;

    /// @notice Closes the caller's flat book by opening it: positive cash and all collateral become claims of the
    /// caller, negative cash is pulled from it, and the account is empty again. Shows the cash and the salt.
    /// @dev Assumes: nothing. Liveness: no verifier, oracle, guardian or admin; the cash token only if cash is owed.
    /// A defaulted account may leave too; collateral seized before stays with the default fund.
    /// @param cash the book's cash, µ-quote
    /// @param salt the commitment's salt
    function flatExit(Micros cash, uint256 salt) external;

    /// @notice Moves the claims on a defaulted account's collateral tokens to the default fund. Anyone may call it.
    /// @dev Assumes: nothing. Liveness: the account is stale for d ticks.
    /// @param account the account
    function markDefault(address account) external;

    /// @notice Stops trades and outflows in mode 0: by the owner until it unpauses, by the guardian for the guardian's
    /// limit, once between two words of the owner.
    /// @dev Assumes: nothing. Liveness: guardian or owner. Deposits, refreshes, reductions, maintenance and exits stay.
    function pause() external;

    /// @notice Serves trades and outflows in mode 0 again, and gives the guardian its stop back.
    /// @dev Assumes: nothing. Liveness: the owner.
    function endPause() external;

    /// @notice Sets an account's trades in mode 0 per epoch; zero restores the default.
    /// @dev Assumes: nothing. Liveness: the owner.
    /// @param account a registered account
    /// @param limit the number
    function setTradeLimit(address account, uint16 limit) external;

    /// @notice Where an account stands now.
    /// @param account any address
    function health(address account) external view returns (Health memory);

    /// @notice What the gate keeps of an account.
    /// @param account any address
    function accounts(address account) external view returns (AccountView memory);

    /// @notice The constant commitment of a class.
    /// @param class the class
    function emptyCommitment(ClassId class) external view returns (Commitment);

    /// @notice The fifth public input this gate would build for a change now.
    /// @param change the change
    function callOf(Change calldata change) external view returns (uint256);

    /// @notice What the account, or an operator of it, signs when somebody else sends its change.
    /// @param account the account
    /// @param nonce its nonce before the change
    /// @param newCommitment the new commitment
    /// @param trade the trade, or zero
    /// @param call the fifth public input, which binds the rest
    function consentDigest(
        address account,
        uint64 nonce,
        Commitment newCommitment,
        TradeCommitment trade,
        uint256 call
    ) external view returns (bytes32);

    /// @notice Whether trades and outflows in mode 0 are stopped.
    function paused() external view returns (bool);

    /// @notice The second the newest pause ends or ended, 0 since the owner unpaused, and whether the guardian's is
    /// spent.
    function pauseState() external view returns (uint40 until, bool spent);

    /// @notice Gets the claims on defaulted accounts' collateral tokens.
    // solhint-disable-next-line func-name-mixedcase
    function DEFAULT_FUND() external view returns (address);
}
