// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AgeLimits} from "../types/AgeLimits.sol";
import {Notices} from "../types/Notices.sol";
import {MarketRoot, PolicyRoot, RiskRoot, SheetRoot} from "../types/Roots.sol";
import {Epoch} from "../types/Units.sol";
import {IMarketVerifier} from "./IMarketVerifier.sol";
import {IPolicyRegistry} from "./IPolicyRegistry.sol";
import {IPoseidonT6} from "./IPoseidonT6.sol";

/// @title IMarketRegistry
/// @notice Epochs on a fixed grid. Anyone publishes an epoch's market block with a proof that it follows, by the
/// venue's model, from the block before and from prices the registry reads itself; then k of n publishers sign a sheet
/// for exactly that market, and only then the epoch serves proofs of books.
/// @dev An epoch's price of a feed is its first round at or after the epoch's boundary. A feed at fault carries its
/// last price, flagged, and forces tier 2 or more: its call reverts, burns its gas or answers with other than the
/// words of its type; its decimals changed; its newest round is incomplete or in the future; the one before cannot be
/// read, or one that is yet to come can; its first round is not positive, incomplete, in the future, later than the
/// heartbeat after the boundary, not representable as a price, or the first that the feed ever had; or there is none
/// and the heartbeat has passed.
interface IMarketRegistry {
    /// @notice One factor's feed. Its price in micro-quote per lot is floor(answer · numerator / denominator).
    struct FeedConfig {
        address feed;
        /// Seconds after a boundary within which the feed must have answered.
        uint32 heartbeat;
        /// What the feed must state.
        uint8 decimals;
        /// Basis points of the last price beyond which a move forces tier 2; 0 switches this off.
        uint16 deviation;
        uint128 numerator;
        uint128 denominator;
    }

    /// @notice Where an epoch's price is found; the registry checks it.
    struct RoundHint {
        /// The feed's first round at or after the boundary; 0 states that the feed is at fault.
        uint80 round;
        /// Only for the first round of a phase: the last round before the boundary of the phase before.
        uint80 predecessor;
    }

    /// @notice An epoch's market block and its proof.
    struct MarketUpdate {
        Epoch epoch;
        MarketRoot marketRoot;
        /// The tier that the proof shows: 0 calm, 1 elevated, 2 stressed, 3 halted.
        uint8 tier;
        /// One per factor; those of unused factors are not looked at.
        RoundHint[8] hints;
        /// In the order of EIP-197.
        uint256[8] proof;
    }

    /// @notice What the publishers sign for one epoch; the EIP-712 domain adds chain and registry.
    struct Report {
        Epoch epoch;
        /// The market that the sheet was built on.
        MarketRoot marketRoot;
        SheetRoot sheetRoot;
        /// keccak256 of the published sheet and market data.
        bytes32 dataHash;
        /// Where that data can be fetched.
        string location;
    }

    /// @notice The timing of the grid and of freshness.
    struct Timing {
        /// Start of epoch 0, seconds.
        uint64 start;
        /// Length of an epoch, seconds.
        uint64 length;
        /// Seconds after a publication in which the epoch before it still serves.
        uint64 grace;
        /// Seconds after its boundary from which an epoch serves reductions only.
        uint64 expiry;
        /// A tier falls with this publication of a market in a row below it.
        uint64 coolDown;
        /// Seconds after the sequencer came back in which no feed is read.
        uint64 sequencerGrace;
    }

    /// @notice How long accounts live on their proofs, in ticks, and how often they trade: what the gates of a venue
    /// ask the registry for.
    struct Rules {
        /// Ticks within which a proof should follow the last one, from 1.
        uint64 refreshEvery;
        /// Ticks after that until the account is stale.
        uint64 grace;
        /// Ticks a stale account has left, d, from 1. The three together stay below 2^22.
        uint64 defaultAfter;
        /// Maintenance refreshes in a row, m, below 2^7.
        uint8 maxMaintenance;
        /// Trades in mode 0 per account and epoch, from 1, unless set for the account.
        uint16 tradesPerEpoch;
    }

    /// @notice What a venue decides at deployment.
    struct Setup {
        /// Who may propose publishers, rules and feeds.
        address owner;
        IPolicyRegistry policies;
        IPoseidonT6 poseidon;
        Timing timing;
        Notices notices;
        Rules rules;
        /// Uptime feed of an L2's sequencer, or zero.
        address sequencer;
        /// At most 8, for the first places; the factors after them are unused.
        FeedConfig[] feeds;
        /// Root of the parameters of recursion and tiers.
        uint256 modelRoot;
        /// The block that the first epoch follows; anyone can recompute it from the history the venue states.
        MarketRoot firstRoot;
        /// That block's prices, 1 for unused factors.
        uint256[8] firstPrices;
        IMarketVerifier verifier;
        /// Who may void epochs: `LinearRows`, or zero for nobody.
        address voider;
        /// Ascending.
        address[] publishers;
        uint256 threshold;
    }

    /// @notice A market block was proven. `tier` is the effective tier, `modelTier` the proven one, `flagged` has a
    /// bit for each factor whose feed was at fault, and `bars` are the prices as the statement takes them.
    event MarketPublished(
        Epoch indexed epoch,
        MarketRoot indexed previousRoot,
        MarketRoot indexed marketRoot,
        uint8 tier,
        uint8 modelTier,
        uint8 flagged,
        uint256[4] bars
    );

    /// @notice Between two markets a poke saw prices beyond their feeds' deviations from the newest market's;
    /// `deviating` has a bit for each such factor. Until the next market the newest one counts as tier 2 for what
    /// serves.
    event MarketAlarm(uint8 deviating);

    /// @notice The sheet of an epoch was published, and with it the epoch serves. `tier` is its market's effective
    /// tier.
    event EpochPublished(
        Epoch indexed epoch,
        RiskRoot indexed riskRoot,
        MarketRoot marketRoot,
        SheetRoot sheetRoot,
        PolicyRoot policyRoot,
        uint32 policyVersion,
        uint8 tier,
        uint64 tick,
        bytes32 dataHash,
        string location
    );

    /// @notice A publisher set was proposed; it is in force from `activeFrom` (seconds).
    event PublishersProposed(uint32 indexed version, uint64 activeFrom, uint256 threshold, address[] publishers);

    /// @notice A proposed publisher set was withdrawn.
    event PublishersCancelled(uint32 indexed version);

    /// @notice The feed that a factor began with, at deployment. With the changes activated since, events alone say
    /// which feed and which deviation every epoch was read by.
    event FirstFeed(uint256 indexed factor, FeedConfig config);

    /// @notice The owner proposed another feed for a factor, or other rules (subject 8): `values` is the ABI encoding
    /// of the `FeedConfig` or the `Rules`. Anyone may activate it from `activeFrom` (seconds), once the registry counts
    /// `fromTick` ticks.
    event ChangeProposed(uint256 indexed subject, uint64 activeFrom, uint64 fromTick, bytes values);

    /// @notice A proposed change, known by the hash of its values, is in force.
    event ChangeActivated(uint256 indexed subject, bytes32 hash);

    /// @notice A proposed change was withdrawn: a feed by its factor, or the rules (8).
    event ChangeCancelled(uint256 indexed subject);

    /// @notice The epoch's number is not above the latest one.
    error MarketRegistryEpochOutOfOrder(Epoch epoch, Epoch latest);

    /// @notice The epoch has not begun.
    error MarketRegistryEpochInFuture(Epoch epoch, uint256 begins);

    /// @notice The tier is above 3.
    error MarketRegistryTierOutOfRange(uint8 tier);

    /// @notice A root is not a field element.
    error MarketRegistryRootOutOfRange(uint256 root);

    /// @notice No market was published yet.
    error MarketRegistryNoMarket();

    /// @notice The sheet is not of the newest market's epoch.
    error MarketRegistrySheetNotOfHead(Epoch epoch, Epoch newest);

    /// @notice The sheet was built on another market block than the epoch's.
    error MarketRegistrySheetOfOtherMarket(MarketRoot marketRoot, MarketRoot published);

    /// @notice The feed has no round at or after the boundary yet, and may have one until this second.
    error MarketRegistryFeedNotYet(uint256 factor, uint256 until);

    /// @notice The hint calls a feed at fault that has a round at or after the boundary.
    error MarketRegistryFeedNotAtFault(uint256 factor);

    /// @notice The feed has no such round, or does not answer for it.
    error MarketRegistryRoundAbsent(uint256 factor, uint256 round);

    /// @notice The hinted round is before the boundary.
    error MarketRegistryRoundBeforeBoundary(uint256 factor, uint256 round, uint256 updatedAt);

    /// @notice The hinted round is not the first at or after the boundary: this other one comes before it.
    error MarketRegistryRoundNotFirst(uint256 factor, uint256 round, uint256 earlier);

    /// @notice The hinted round is of an older phase, and the present one decides, which opened with this other round.
    error MarketRegistryRoundSuperseded(uint256 factor, uint256 round, uint256 opening);

    /// @notice The hinted predecessor of a phase's first round is not of the phase before.
    error MarketRegistryWrongPredecessor(uint256 factor, uint256 round, uint256 predecessor);

    /// @notice The caller sent too little gas to tell a feed at fault from an exhausted call.
    error MarketRegistryGasTooLow(uint256 needed, uint256 available);

    /// @notice The sequencer is down since this second.
    error MarketRegistrySequencerDown(uint256 since);

    /// @notice The sequencer came back and feeds are not read until this second.
    error MarketRegistrySequencerInGrace(uint256 until);

    /// @notice The uptime feed does not answer.
    error MarketRegistrySequencerUnknown();

    /// @notice There are fewer or more signatures than the threshold.
    error MarketRegistryWrongSignatureCount(uint256 required, uint256 given);

    /// @notice A signature is not by a publisher of the set in force.
    error MarketRegistryNotPublisher(uint256 index, address signer);

    /// @notice Signatures are not in strictly ascending order of their signers.
    error MarketRegistrySignersNotAscending(uint256 index, address signer);

    /// @notice Nothing was published yet.
    error MarketRegistryNoEpoch();

    /// @notice The epoch is neither the latest nor its predecessor within the grace.
    error MarketRegistryEpochNotUsable(Epoch epoch, Epoch latest);

    /// @notice The epoch is void: its sheet had a row that its market refutes. Prove at the epoch that serves.
    error MarketRegistryEpochVoid(Epoch epoch);

    /// @notice Only the contract named at deployment voids epochs.
    error MarketRegistryNotVoider(address caller);

    /// @notice A timing parameter that must not be zero is zero.
    error MarketRegistryZeroTiming();

    /// @notice The verifier of markets has no code.
    error MarketRegistryVerifierWithoutCode(address verifier);

    /// @notice There are more than 8 feeds.
    error MarketRegistryTooManyFeeds(uint256 count);

    /// @notice A feed has no code.
    error MarketRegistryFeedWithoutCode(uint256 factor, address feed);

    /// @notice A feed may take no time to answer.
    error MarketRegistryZeroHeartbeat(uint256 factor);

    /// @notice A feed may take as long to answer as an epoch lasts, or longer: one round could be the first of several
    /// epochs, and volatility would decay on one observation.
    error MarketRegistryHeartbeatNotBelowLength(uint256 factor, uint256 heartbeat, uint256 length);

    /// @notice The numerator or the denominator of a feed's price is zero.
    error MarketRegistryZeroRatio(uint256 factor);

    /// @notice A feed does not state the decimals that it is configured with.
    error MarketRegistryWrongDecimals(uint256 factor, uint8 configured);

    /// @notice A feed does not keep its rounds: its newest one is its first, the one before cannot be read, or it
    /// answers for one that is yet to come. Nobody could show which round was the first after a boundary.
    error MarketRegistryFeedWithoutHistory(uint256 factor, address feed);

    /// @notice A first price is outside [1, 2^38 − 1], or not 1 for an unused factor.
    error MarketRegistryFirstPriceOutOfRange(uint256 factor, uint256 price);

    /// @notice The threshold is zero or above the number of publishers, or there are more than 32.
    error MarketRegistryThresholdOutOfRange(uint256 threshold, uint256 publishers);

    /// @notice Publishers are not in strictly ascending order of their addresses, or one is zero.
    error MarketRegistryPublishersNotAscending(uint256 index, address publisher);

    /// @notice A proposed set is waiting; cancel it first or let it come into force.
    error MarketRegistryProposalPending(uint32 version, uint64 activeFrom);

    /// @notice There is no such proposal.
    error MarketRegistryNothingPending();

    /// @notice Another feed of this factor, or other rules (8), are waiting; cancel or activate them first.
    error MarketRegistryChangePending(uint256 subject, uint64 activeFrom);

    /// @notice The proposal waits out its notice.
    error MarketRegistryNoticeRuns(uint64 activeFrom);

    /// @notice The proposal shortens the life of a proof, and accounts had not yet the epochs to follow.
    error MarketRegistryTicksMissing(uint64 fromTick, uint64 latestTick);

    /// @notice The proposed rules are those in force.
    error MarketRegistryNoChange();

    /// @notice A rule that must not be zero is zero, ages reach 2^22 ticks, or maintenance 2^7 in a row.
    error MarketRegistryRulesOutOfRange();

    /// @notice The values are not those that were proposed.
    error MarketRegistryOtherValues(uint256 subject);

    /// @notice The factor has no feed that could be replaced.
    error MarketRegistryUnusedFactor(uint256 factor);

    /// @notice Publishes an epoch's market block. Anyone may call it, once the epoch's boundary has passed and every
    /// feed in use has a round at or after it, or had the time of its heartbeat. Numbers ascend, with gaps.
    /// @dev Assumes: rounds of a phase follow each other in time and without gaps; the verifier's key is sound.
    /// Liveness: anyone with gas and the model's data; a feed that fails cannot stop the others. An epoch whose first
    /// round cannot be shown, as after a phase without rounds, is skipped, and the next one goes on.
    /// @param update the new block, its tier, where its prices are found, and the proof
    function publishMarket(MarketUpdate calldata update) external;

    /// @notice The bars that `publishMarket` would take now, as the statement packs them, and a bit for each factor
    /// whose feed is at fault. Reverts where `publishMarket` would for epoch or hints.
    /// @param epoch the epoch to publish
    /// @param hints as in the update
    function previewBars(Epoch epoch, RoundHint[8] calldata hints)
        external
        view
        returns (uint256[4] memory bars, uint8 flagged);

    /// @notice Records the feeds' newest rounds, so that the range of the present epoch knows them. Anyone may call it
    /// at any time; feeds at fault are passed over. A price beyond its feed's deviation from the newest market's is an
    /// alarm at once: epochs below tier 2 serve reductions only until the next market, for which a slow feed may make
    /// everyone wait.
    /// @dev Assumes: as for `publishMarket`. Liveness: nobody has to call it; without it an epoch's range is that of
    /// its boundaries' prices, and no alarm comes before the next market.
    function poke() external;

    /// @notice Publishes the sheet of the newest market's epoch, and with it the epoch. Anyone may call it with the
    /// publishers' signatures.
    /// @dev Assumes: k of n publishers checked the sheet against that market. Liveness: k publishers sign before the
    /// next market is published; an epoch without a sheet is skipped, and ages no account.
    /// @param report what was signed
    /// @param signatures exactly the threshold of 65-byte signatures, ascending by signer
    function publishSheet(Report calldata report, bytes[] calldata signatures) external;

    /// @notice Voids a published epoch, for good. If it is the latest one, the last right epoch before it serves in
    /// its place until another is published, at the void one's tick, and no account ages by that next epoch. Books
    /// proven at the void epoch stay as they are.
    /// @dev Assumes: the voider asks for a proof that the epoch's sheet is wrong, and names a published epoch.
    /// Liveness: the voider alone; no role can void an epoch, or undo it. The voider logs which row was wrong, and who
    /// proved it.
    /// @param epoch the epoch
    function markVoid(Epoch epoch) external;

    /// @notice Proposes a publisher set that comes into force after the longer notice.
    /// @dev Assumes: the owner knows the publishers. Liveness: the owner.
    /// @param publishers ascending addresses, at most 32
    /// @param threshold how many must sign
    /// @return version number of the set
    function proposePublishers(address[] calldata publishers, uint256 threshold) external returns (uint32 version);

    /// @notice Withdraws the waiting publisher set. Its version is not reused.
    /// @dev Assumes: nothing. Liveness: the owner.
    function cancelPublishers() external;

    /// @notice Proposes rules: anyone may activate them after the shorter notice if they only tighten, after the longer
    /// one otherwise. Longer ages, more maintenance and more trades loosen. Rules that shorten an age wait besides for
    /// as many ticks as they leave an account: whoever follows them from the proposal on is never hit.
    /// @dev Assumes: nothing. Liveness: the owner.
    /// @param next the rules
    function proposeRules(Rules memory next) external;

    /// @notice Proposes another feed for a factor that has one, to be activated after the longer notice. The feed must
    /// be sound now and at its activation.
    /// @dev Assumes: the owner answers for what the feed says. Liveness: the owner.
    /// @param factor the factor's place
    /// @param config the feed
    function proposeFeed(uint256 factor, FeedConfig memory config) external;

    /// @notice Puts a proposed feed or proposed rules in force, once their notice and ticks have passed. Anyone may
    /// call it. A factor's last price and what was seen since stay when its feed is replaced.
    /// @dev Assumes: as the proposal. Liveness: anyone; a proposed feed that is no longer sound waits, or is withdrawn.
    /// @param subject the feed's factor, or 8 for the rules
    /// @param values as the proposal's event holds them
    function activate(uint256 subject, bytes calldata values) external;

    /// @notice Withdraws a proposed feed or proposed rules.
    /// @dev Assumes: nothing. Liveness: the owner.
    /// @param subject the feed's factor, or 8 for the rules
    function cancelChange(uint256 subject) external;

    /// @notice What an epoch serves now; reverts when it is not usable.
    /// @dev The gate pays for this in every update. The dispatcher compares selectors in ascending order, 22 gas each,
    /// so a new name for this function must not sort behind many others.
    /// @param epoch the latest epoch, or its predecessor within the grace
    /// @return riskRoot what a proof for the epoch is judged against
    /// @return tick count of epochs published fresh, up to this one
    /// @return latestTick the same count at the latest epoch
    /// @return fresh false when the epoch is past its expiry, or of a lower tier than the latest epoch or the newest
    /// market, or below 2 after an alarm: reductions only
    /// @return limits how long accounts live on their last proofs
    function serving(Epoch epoch)
        external
        view
        returns (RiskRoot riskRoot, uint64 tick, uint64 latestTick, bool fresh, AgeLimits limits);

    /// @notice The latest epoch's tick, 0 when there is none, and how long accounts live on their last proofs.
    function aging() external view returns (uint64 latestTick, AgeLimits limits);

    /// @notice The rules in force.
    function rules() external view returns (Rules memory);

    /// @notice What waits of a subject: keccak256 of the proposed feed or rules as the ABI encodes them, the second and
    /// the tick from which anyone may activate them; zeros when nothing waits.
    /// @param subject the feed's factor, or 8 for the rules
    function pendingChange(uint256 subject) external view returns (bytes32 hash, uint64 activeFrom, uint64 fromTick);

    /// @notice Whether `serving` answers for this epoch.
    /// @param epoch any epoch
    function usable(Epoch epoch) external view returns (bool);

    /// @notice Whether the latest epoch is past its expiry, or there is none that is not void.
    function stale() external view returns (bool);

    /// @notice The latest epoch, the second it was published, and its tick; reverts when there is none. Of a void one
    /// the last right epoch before it has taken the place, with second and tick of the void one.
    function latest() external view returns (Epoch epoch, uint64 publishedAt, uint64 tick);

    /// @notice Risk root, effective tier and tick of a published epoch; zeros when it was skipped; no risk root and
    /// tier 255 when it is void.
    /// @param epoch any epoch
    function epochs(Epoch epoch) external view returns (RiskRoot riskRoot, uint8 tier, uint64 tick);

    /// @notice The digest publishers sign for a report.
    /// @param report the report
    function digest(Report calldata report) external view returns (bytes32);

    /// @notice Number and threshold of the publisher set in force.
    function publisherSet() external view returns (uint32 version, uint256 threshold);

    /// @notice Whether an address is a publisher of the set in force.
    /// @param account the address
    function isPublisher(address account) external view returns (bool);

    /// @notice The newest market: its epoch, its root and its effective tier. Before the first one, the root is that
    /// of the block it will follow, and `any` is false.
    function marketHead() external view returns (Epoch epoch, MarketRoot root, uint8 tier, bool any);

    /// @notice Root and effective tier of an epoch's market; zeros when it was skipped.
    /// @param epoch any epoch
    function markets(Epoch epoch) external view returns (MarketRoot root, uint8 tier);

    /// @notice How many factors have a feed; they take the first places.
    function feedCount() external view returns (uint256);

    /// @notice A factor's feed; zeros for an unused one.
    /// @param factor 0 … 7
    function feedOf(uint256 factor) external view returns (FeedConfig memory);

    /// @notice The prices of the newest market, micro-quote per lot.
    function lastPrices() external view returns (uint256[8] memory prices);

    /// @notice Root of the parameters of recursion and tiers, fixed at deployment.
    // solhint-disable-next-line func-name-mixedcase
    function MODEL_ROOT() external view returns (uint256);

    /// @notice Start of epoch 0, seconds.
    // solhint-disable-next-line func-name-mixedcase
    function START() external view returns (uint64);

    /// @notice Length of an epoch, seconds.
    // solhint-disable-next-line func-name-mixedcase
    function LENGTH() external view returns (uint64);

    /// @notice Who may void epochs; zero for nobody.
    // solhint-disable-next-line func-name-mixedcase
    function VOIDER() external view returns (address);

    /// @notice What checks proofs of `market-update`.
    // solhint-disable-next-line func-name-mixedcase
    function VERIFIER() external view returns (IMarketVerifier);
}
