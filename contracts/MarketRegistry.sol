// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IMarketRegistry} from "./interfaces/IMarketRegistry.sol";
import {IMarketVerifier} from "./interfaces/IMarketVerifier.sol";
import {IPolicyRegistry} from "./interfaces/IPolicyRegistry.sol";
import {IPoseidonT6} from "./interfaces/IPoseidonT6.sol";
import {Domains, SCALAR_ORDER} from "./libraries/Field.sol";
import {PoseidonCheck} from "./libraries/PoseidonCheck.sol";
import {TwoNotices} from "./governance/TwoNotices.sol";
import {FeedChanges} from "./market/FeedChanges.sol";
import {MarketFeeds} from "./market/MarketFeeds.sol";
import {PendingChanges} from "./market/PendingChanges.sol";
import {PublisherSets} from "./market/PublisherSets.sol";
import {VenueRules} from "./market/VenueRules.sol";
import {AgeLimits} from "./types/AgeLimits.sol";
import {MarketHead} from "./types/MarketHead.sol";
import {MarketRoot, PolicyRoot, RiskRoot, SheetRoot} from "./types/Roots.sol";
import {ServingHead} from "./types/ServingHead.sol";
import {Epoch} from "./types/Units.sol";

/// @title MarketRegistry
/// @notice Takes market blocks by proof from prices it reads itself, makes the risk root of an epoch once a sheet is
/// signed for its market, and says which epochs serve. The owner can change publishers, rules and feeds after a notice
/// and nothing else: not a price, not a root, not a tier.
contract MarketRegistry is FeedChanges, PublisherSets, VenueRules {
    /// @dev `before` is the epoch that served when this one was published; the first one's is itself.
    struct Published {
        RiskRoot riskRoot;
        uint64 tick;
        uint8 tier;
        uint40 before;
    }

    /// @dev A market root is below 2^254; the tier stands above it.
    uint256 private constant _TIER_AT = 254;

    /// @dev The tier of a void epoch.
    uint8 private constant _VOID = type(uint8).max;

    /// @notice The policy an epoch is judged by is the one active when its sheet is published.
    IPolicyRegistry public immutable POLICIES;

    /// @notice The deployed hash.
    IPoseidonT6 public immutable POSEIDON;

    /// @inheritdoc IMarketRegistry
    IMarketVerifier public immutable VERIFIER;

    /// @inheritdoc IMarketRegistry
    uint256 public immutable MODEL_ROOT;

    /// @notice The block that the first epoch follows.
    MarketRoot public immutable FIRST_ROOT;

    /// @inheritdoc IMarketRegistry
    address public immutable VOIDER;

    /// @notice Seconds after a publication in which the epoch before it still serves.
    uint64 public immutable GRACE;

    /// @notice Seconds after its boundary from which an epoch serves reductions only.
    uint64 public immutable EXPIRY;

    /// @notice A tier falls with this publication in a row below it.
    uint64 public immutable COOL_DOWN;

    ServingHead private _head;
    MarketHead private _market;

    /// @dev Root and tier in one word, 0 for an epoch that was skipped.
    mapping(Epoch epoch => uint256 rootAndTier) private _markets;
    mapping(Epoch epoch => Published published) private _epochs;

    /// @param setup what a venue decides at deployment
    constructor(Setup memory setup)
        MarketFeeds(setup)
        PublisherSets(setup.publishers, setup.threshold)
        VenueRules(setup.rules)
        TwoNotices(setup.notices)
        Ownable(setup.owner)
    {
        Timing memory timing = setup.timing;
        if (timing.start == 0 || timing.length == 0 || timing.expiry == 0) revert MarketRegistryZeroTiming();
        if (address(setup.verifier).code.length == 0) revert MarketRegistryVerifierWithoutCode(address(setup.verifier));
        _checkRoot(setup.modelRoot);
        _checkRoot(MarketRoot.unwrap(setup.firstRoot));
        POLICIES = setup.policies;
        POSEIDON = PoseidonCheck.checked(setup.poseidon);
        VERIFIER = setup.verifier;
        VOIDER = setup.voider;
        MODEL_ROOT = setup.modelRoot;
        FIRST_ROOT = setup.firstRoot;
        GRACE = timing.grace;
        EXPIRY = timing.expiry;
        COOL_DOWN = timing.coolDown;
    }

    /// @inheritdoc IMarketRegistry
    function publishMarket(MarketUpdate calldata update) external {
        _checkSequencer();
        MarketHead memory head = _market;
        _checkDue(head, update.epoch);
        if (update.tier > 3) revert MarketRegistryTierOutOfRange(update.tier);
        _checkRoot(MarketRoot.unwrap(update.marketRoot));
        Reading memory reading = _read(update.epoch, update.hints);
        MarketRoot previous = _rootOf(head);
        VERIFIER.verify(update.proof, _inputs(update, previous, reading.bars));
        // The statement forces the same for flagged factors; deviations are the registry's alone.
        bool alarm = update.tier < 2 && (reading.deviates || reading.flagged != 0);
        head = head.advance(Epoch.unwrap(update.epoch), alarm ? 2 : update.tier, COOL_DOWN);
        _settle(reading);
        _storeMarket(update, head);
        emit MarketPublished(
            update.epoch, previous, update.marketRoot, head.tier, update.tier, reading.flagged, reading.bars
        );
    }

    /// @inheritdoc IMarketRegistry
    function publishSheet(Report calldata report, bytes[] calldata signatures) external {
        uint8 tier = _checkReport(report);
        _checkSignatures(digest(report), signatures);
        (uint32 version, PolicyRoot policyRoot) = POLICIES.active();
        RiskRoot riskRoot = _riskRoot(report, policyRoot, tier);
        uint64 tick = _advance(report.epoch, tier);
        _epochs[report.epoch] = Published(riskRoot, tick, tier, uint40(_head.predecessorOf()));
        emit EpochPublished(
            report.epoch,
            riskRoot,
            report.marketRoot,
            report.sheetRoot,
            policyRoot,
            version,
            tier,
            tick,
            report.dataHash,
            report.location
        );
    }

    /// @inheritdoc IMarketRegistry
    function markVoid(Epoch epoch) external {
        if (msg.sender != VOIDER) revert MarketRegistryNotVoider(msg.sender);
        Published storage published = _epochs[epoch];
        published.riskRoot = RiskRoot.wrap(0);
        published.tier = _VOID;
        ServingHead head = _head;
        if (Epoch.unwrap(epoch) != head.epochOf()) return;
        // Past epochs that are void already, to the last right one, or to the first of all.
        uint40 before = published.before;
        published = _epochs[Epoch.wrap(before)];
        while (!published.riskRoot.isPublished() && published.before != before) {
            before = published.before;
            published = _epochs[Epoch.wrap(before)];
        }
        _head = head.withVoid(before, published.tier);
    }

    /// @inheritdoc IMarketRegistry
    function previewBars(Epoch epoch, RoundHint[8] calldata hints)
        external
        view
        returns (uint256[4] memory bars, uint8 flagged)
    {
        _checkDue(_market, epoch);
        Reading memory reading = _read(epoch, hints);
        return (reading.bars, reading.flagged);
    }

    /// @inheritdoc IMarketRegistry
    function serving(Epoch epoch)
        external
        view
        returns (RiskRoot riskRoot, uint64 tick, uint64 latestTick, bool fresh, AgeLimits limits)
    {
        ServingHead head = _head;
        limits = head.limitsOf();
        latestTick = head.tickOf();
        tick = latestTick;
        riskRoot = _epochs[epoch].riskRoot;
        bool serves = riskRoot.isPublished();
        uint256 tier = head.tierOf();
        if (Epoch.unwrap(epoch) != head.epochOf()) {
            tick = head.predecessorTickOf();
            serves = serves && _isPredecessor(head, epoch);
            tier = _epochs[epoch].tier;
        }
        if (!serves) _refuse(epoch, head);
        // A calmer epoch would let accounts grow and withdraw past the alarm that a later sheet or market raised.
        fresh = !_isExpired(epoch) && tier >= head.alarmOf();
    }

    /// @inheritdoc IMarketRegistry
    function aging() external view returns (uint64 latestTick, AgeLimits limits) {
        ServingHead head = _head;
        return (head.tickOf(), head.limitsOf());
    }

    /// @inheritdoc IMarketRegistry
    function usable(Epoch epoch) external view returns (bool) {
        bool inTime = Epoch.unwrap(epoch) == _head.epochOf() || _isPredecessor(_head, epoch);
        return inTime && _epochs[epoch].riskRoot.isPublished();
    }

    /// @inheritdoc IMarketRegistry
    function stale() external view returns (bool) {
        Epoch newest = Epoch.wrap(_head.epochOf());
        return !_epochs[newest].riskRoot.isPublished() || _isExpired(newest);
    }

    /// @inheritdoc IMarketRegistry
    function latest() external view returns (Epoch epoch, uint64 publishedAt, uint64 tick) {
        ServingHead head = _head;
        if (!head.hasEpoch()) revert MarketRegistryNoEpoch();
        return (Epoch.wrap(head.epochOf()), head.publishedAtOf(), head.tickOf());
    }

    /// @inheritdoc IMarketRegistry
    function epochs(Epoch epoch) external view returns (RiskRoot riskRoot, uint8 tier, uint64 tick) {
        Published storage published = _epochs[epoch];
        return (published.riskRoot, published.tier, published.tick);
    }

    /// @inheritdoc IMarketRegistry
    function marketHead() external view returns (Epoch epoch, MarketRoot root, uint8 tier, bool any) {
        MarketHead memory head = _market;
        return (Epoch.wrap(head.epoch), _rootOf(head), head.tier, head.any);
    }

    /// @inheritdoc IMarketRegistry
    function markets(Epoch epoch) external view returns (MarketRoot root, uint8 tier) {
        uint256 word = _markets[epoch];
        return (_unpackRoot(word), uint8(word >> _TIER_AT));
    }

    /// @inheritdoc MarketFeeds
    function _raiseAlarm(uint8 deviating) internal override {
        ServingHead before = _head;
        ServingHead next = before.withAlarm();
        if (ServingHead.unwrap(next) == ServingHead.unwrap(before)) return;
        _head = next;
        emit MarketAlarm(deviating);
    }

    /// @inheritdoc VenueRules
    function _setLimits(AgeLimits limits) internal override {
        _head = _head.withLimits(limits);
    }

    /// @inheritdoc PendingChanges
    function _putInForce(uint256 subject, bytes calldata values) internal override {
        if (subject == RULES) _setRules(abi.decode(values, (Rules)));
        else _setFeed(subject, abi.decode(values, (FeedConfig)));
    }

    /// @inheritdoc PendingChanges
    function _ticks() internal view override returns (uint64) {
        return _head.tickOf();
    }

    function _checkDue(MarketHead memory head, Epoch epoch) private view {
        if (head.any && Epoch.unwrap(epoch) <= head.epoch) {
            revert MarketRegistryEpochOutOfOrder(epoch, Epoch.wrap(head.epoch));
        }
        uint256 begins = _boundary(epoch);
        if (block.timestamp < begins) revert MarketRegistryEpochInFuture(epoch, begins);
    }

    /// @dev A sheet belongs to the newest market, once, and names its root. Returns that market's effective tier.
    function _checkReport(Report calldata report) private view returns (uint8) {
        MarketHead memory market = _market;
        Epoch newest = Epoch.wrap(market.epoch);
        if (!market.any) revert MarketRegistryNoMarket();
        if (!(report.epoch == newest)) revert MarketRegistrySheetNotOfHead(report.epoch, newest);
        Published storage before = _epochs[report.epoch];
        if (before.riskRoot.isPublished() || before.tier == _VOID) {
            revert MarketRegistryEpochOutOfOrder(report.epoch, newest);
        }
        MarketRoot root = _rootOf(market);
        if (!(report.marketRoot == root)) revert MarketRegistrySheetOfOtherMarket(report.marketRoot, root);
        _checkRoot(SheetRoot.unwrap(report.sheetRoot));
        return market.tier;
    }

    function _checkRoot(uint256 root) private pure {
        if (root >= SCALAR_ORDER) revert MarketRegistryRootOutOfRange(root);
    }

    function _inputs(MarketUpdate calldata update, MarketRoot previous, uint256[4] memory bars)
        private
        view
        returns (uint256[8] memory)
    {
        uint256 next = MarketRoot.unwrap(update.marketRoot);
        return [update.tier, MarketRoot.unwrap(previous), next, MODEL_ROOT, bars[0], bars[1], bars[2], bars[3]];
    }

    function _storeMarket(MarketUpdate calldata update, MarketHead memory head) private {
        _market = head;
        _markets[update.epoch] = MarketRoot.unwrap(update.marketRoot) | (uint256(head.tier) << _TIER_AT);
        ServingHead before = _head;
        ServingHead next = before.withMarketTier(head.tier);
        if (ServingHead.unwrap(next) != ServingHead.unwrap(before)) _head = next;
    }

    function _rootOf(MarketHead memory head) private view returns (MarketRoot) {
        return head.any ? _unpackRoot(_markets[Epoch.wrap(head.epoch)]) : FIRST_ROOT;
    }

    function _unpackRoot(uint256 word) private pure returns (MarketRoot) {
        return MarketRoot.wrap(word & ((1 << _TIER_AT) - 1));
    }

    function _riskRoot(Report calldata report, PolicyRoot policyRoot, uint8 tier) private view returns (RiskRoot) {
        uint256[5] memory inputs = [
            Domains.RISK,
            MarketRoot.unwrap(report.marketRoot),
            SheetRoot.unwrap(report.sheetRoot),
            PolicyRoot.unwrap(policyRoot),
            tier
        ];
        return RiskRoot.wrap(POSEIDON.hash(inputs));
    }

    /// @dev The tick counts epochs that were fresh when published, so that a late series ages nobody at once. The one
    /// that follows a void epoch keeps its tick: nobody ages by an epoch in which nothing could be proven.
    function _advance(Epoch epoch, uint8 tier) private returns (uint64 tick) {
        ServingHead head = _head;
        // A tick is below 2^40.
        unchecked {
            tick = head.tickOf() + (_isExpired(epoch) || head.isVoid() ? 0 : 1);
        }
        _head = head.follow(Epoch.unwrap(epoch), tick, tier, block.timestamp);
    }

    /// @dev The epoch before the latest one serves for the grace after the latest one's publication.
    function _isPredecessor(ServingHead head, Epoch epoch) private view returns (bool) {
        bool before = Epoch.unwrap(epoch) == head.predecessorOf();
        // Both summands are below 2^64.
        unchecked {
            return before && block.timestamp < uint256(head.publishedAtOf()) + GRACE;
        }
    }

    /// @dev Says why an epoch does not serve.
    function _refuse(Epoch epoch, ServingHead head) private view {
        if (_epochs[epoch].tier == _VOID) revert MarketRegistryEpochVoid(epoch);
        revert MarketRegistryEpochNotUsable(epoch, Epoch.wrap(head.epochOf()));
    }

    function _isExpired(Epoch epoch) private view returns (bool) {
        // A boundary is below 2^129.
        unchecked {
            return block.timestamp >= _boundary(epoch) + EXPIRY;
        }
    }
}
