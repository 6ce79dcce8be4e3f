// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IMarketRegistry} from "./interfaces/IMarketRegistry.sol";
import {IPolicyRegistry} from "./interfaces/IPolicyRegistry.sol";
import {IPoseidonT6} from "./interfaces/IPoseidonT6.sol";
import {Domains, SCALAR_ORDER} from "./libraries/Field.sol";
import {PoseidonCheck} from "./libraries/PoseidonCheck.sol";
import {MarketRoot, PolicyRoot, RiskRoot, SheetRoot} from "./types/Roots.sol";
import {Epoch} from "./types/Units.sol";

/// @title MarketRegistry
/// @notice Computes the risk root of each signed epoch and says which epochs serve. The owner can change the publisher
/// set after a notice and nothing else: not an epoch, not a root, not a tier.
contract MarketRegistry is IMarketRegistry, EIP712, Ownable2Step {
    struct Head {
        uint64 epoch;
        uint64 predecessor;
        uint40 publishedAt;
        uint40 tick;
        uint40 predecessorTick;
        bool any;
    }

    struct Published {
        RiskRoot riskRoot;
        uint64 tick;
        uint8 tier;
    }

    struct PublisherSet {
        uint32 version;
        uint32 threshold;
        uint64 activeFrom;
    }

    uint256 private constant _MAX_PUBLISHERS = 32;
    bytes32 private constant _REPORT_TYPE = keccak256(
        "Report(uint64 epoch,uint256 marketRoot,uint256 sheetRoot,uint8 tier,bytes32 dataHash,string location)"
    );

    /// @notice The policy an epoch is judged by is the one active when it is published.
    IPolicyRegistry public immutable POLICIES;

    /// @notice The deployed hash.
    IPoseidonT6 public immutable POSEIDON;

    /// @notice Start of epoch 0, seconds.
    uint64 public immutable START;

    /// @notice Length of an epoch, seconds.
    uint64 public immutable LENGTH;

    /// @notice Seconds after a publication in which the epoch before it still serves.
    uint64 public immutable GRACE;

    /// @notice Seconds after its boundary from which an epoch serves reductions only.
    uint64 public immutable EXPIRY;

    /// @notice Epochs a tier holds after the last report at or above it.
    uint64 public immutable COOL_DOWN;

    /// @notice Seconds between proposing and using a publisher set.
    uint64 public immutable NOTICE;

    /// @notice Number of the newest publisher set, cancelled ones included.
    uint32 public publisherSetCount;

    Head private _head;
    PublisherSet private _current;
    PublisherSet private _next;

    /// @dev For tiers 1 … 3: one plus the last epoch whose report was at or above the tier, 0 for never.
    uint64[4] private _seenAtOrAbove;

    mapping(Epoch epoch => Published published) private _epochs;
    mapping(uint32 version => mapping(address account => bool member)) private _members;

    /// @param owner who may change the publisher set
    /// @param policies the policy registry
    /// @param poseidon the deployed PoseidonT6
    /// @param timing grid and freshness
    /// @param publishers the first publisher set, ascending
    /// @param threshold how many of them must sign
    constructor(
        address owner,
        IPolicyRegistry policies,
        IPoseidonT6 poseidon,
        Timing memory timing,
        address[] memory publishers,
        uint256 threshold
    ) EIP712("Ballast MarketRegistry", "1") Ownable(owner) {
        if (timing.start == 0 || timing.length == 0 || timing.expiry == 0) revert MarketRegistryZeroTiming();
        POLICIES = policies;
        POSEIDON = PoseidonCheck.checked(poseidon);
        START = timing.start;
        LENGTH = timing.length;
        GRACE = timing.grace;
        EXPIRY = timing.expiry;
        COOL_DOWN = timing.coolDown;
        NOTICE = timing.notice;
        _current = _register(publishers, threshold, uint64(block.timestamp));
    }

    /// @inheritdoc IMarketRegistry
    function publish(Report calldata report, bytes[] calldata signatures) external {
        _checkReport(report);
        _checkSignatures(digest(report), signatures);
        uint8 tier = _raiseTier(Epoch.unwrap(report.epoch), report.tier);
        (uint32 version, PolicyRoot policyRoot) = POLICIES.active();
        RiskRoot riskRoot = _riskRoot(report, policyRoot, tier);
        uint64 tick = _advance(report.epoch);
        _epochs[report.epoch] = Published(riskRoot, tick, tier);
        emit EpochPublished(
            report.epoch,
            riskRoot,
            report.marketRoot,
            report.sheetRoot,
            policyRoot,
            version,
            tier,
            report.tier,
            tick,
            report.dataHash,
            report.location
        );
    }

    /// @inheritdoc IMarketRegistry
    function proposePublishers(address[] calldata publishers, uint256 threshold)
        external
        onlyOwner
        returns (uint32 version)
    {
        if (_nextIsDue()) {
            _current = _next;
            delete _next;
        }
        if (_next.version != 0) revert MarketRegistryProposalPending(_next.version, _next.activeFrom);
        _next = _register(publishers, threshold, uint64(block.timestamp) + NOTICE);
        return _next.version;
    }

    /// @inheritdoc IMarketRegistry
    function cancelPublishers() external onlyOwner {
        if (_next.version == 0 || _nextIsDue()) revert MarketRegistryNothingPending();
        emit PublishersCancelled(_next.version);
        delete _next;
    }

    /// @inheritdoc IMarketRegistry
    function serve(Epoch epoch)
        external
        view
        returns (RiskRoot riskRoot, uint64 tick, uint64 latestTick, bool fresh)
    {
        Head storage head = _head;
        Epoch latestEpoch = Epoch.wrap(head.epoch);
        latestTick = head.tick;
        tick = latestTick;
        riskRoot = _epochs[epoch].riskRoot;
        bool serves = riskRoot.isPublished();
        fresh = !_isExpired(Epoch.unwrap(epoch));
        if (!(epoch == latestEpoch)) {
            tick = head.predecessorTick;
            serves = serves && _isPredecessor(epoch);
            // A calmer predecessor would let accounts grow and withdraw past the alarm that the latest epoch raised.
            fresh = fresh && _epochs[epoch].tier >= _epochs[latestEpoch].tier;
        }
        if (!serves) revert MarketRegistryEpochNotUsable(epoch, latestEpoch);
    }

    /// @inheritdoc IMarketRegistry
    function usable(Epoch epoch) external view returns (bool) {
        return _epochs[epoch].riskRoot.isPublished() && (epoch == Epoch.wrap(_head.epoch) || _isPredecessor(epoch));
    }

    /// @inheritdoc IMarketRegistry
    function stale() external view returns (bool) {
        return !_head.any || _isExpired(_head.epoch);
    }

    /// @inheritdoc IMarketRegistry
    function latest() external view returns (Epoch epoch, uint64 publishedAt, uint64 tick) {
        if (!_head.any) revert MarketRegistryNoEpoch();
        return (Epoch.wrap(_head.epoch), _head.publishedAt, _head.tick);
    }

    /// @inheritdoc IMarketRegistry
    function epochs(Epoch epoch) external view returns (RiskRoot riskRoot, uint8 tier, uint64 tick) {
        Published storage published = _epochs[epoch];
        return (published.riskRoot, published.tier, published.tick);
    }

    /// @inheritdoc IMarketRegistry
    function publisherSet() external view returns (uint32 version, uint256 threshold) {
        PublisherSet memory serving = _servingSet();
        return (serving.version, serving.threshold);
    }

    /// @inheritdoc IMarketRegistry
    function isPublisher(address account) external view returns (bool) {
        return _members[_servingSet().version][account];
    }

    /// @inheritdoc IMarketRegistry
    function digest(Report calldata report) public view returns (bytes32) {
        bytes32 location = keccak256(bytes(report.location));
        return _hashTypedDataV4(
            keccak256(
                abi.encode(
                    _REPORT_TYPE,
                    report.epoch,
                    report.marketRoot,
                    report.sheetRoot,
                    report.tier,
                    report.dataHash,
                    location
                )
            )
        );
    }

    function _checkReport(Report calldata report) private view {
        Head memory head = _head;
        if (head.any && !(report.epoch > Epoch.wrap(head.epoch))) {
            revert MarketRegistryEpochOutOfOrder(report.epoch, Epoch.wrap(head.epoch));
        }
        uint256 begins = _boundary(Epoch.unwrap(report.epoch));
        if (block.timestamp < begins) revert MarketRegistryEpochInFuture(report.epoch, begins);
        if (report.tier > 3) revert MarketRegistryTierOutOfRange(report.tier);
        _checkRoot(MarketRoot.unwrap(report.marketRoot));
        _checkRoot(SheetRoot.unwrap(report.sheetRoot));
    }

    function _checkRoot(uint256 root) private pure {
        if (root >= SCALAR_ORDER) revert MarketRegistryRootOutOfRange(root);
    }

    function _checkSignatures(bytes32 signed, bytes[] calldata signatures) private view {
        PublisherSet memory serving = _servingSet();
        if (signatures.length != serving.threshold) {
            revert MarketRegistryWrongSignatureCount(serving.threshold, signatures.length);
        }
        address previous = address(0);
        for (uint256 i = 0; i < signatures.length; ++i) {
            address signer = ECDSA.recoverCalldata(signed, signatures[i]);
            if (!_members[serving.version][signer]) revert MarketRegistryNotPublisher(i, signer);
            if (signer <= previous) revert MarketRegistrySignersNotAscending(i, signer);
            previous = signer;
        }
    }

    /// @dev The highest tier that was reported, or exceeded, within the cool-down: rises at once, falls only after it.
    function _raiseTier(uint64 epoch, uint8 reported) private returns (uint8 effective) {
        effective = reported;
        for (uint8 tier = 1; tier < 4; ++tier) {
            if (tier <= reported) {
                _seenAtOrAbove[tier] = epoch + 1;
            } else if (_seenAtOrAbove[tier] != 0 && epoch - (_seenAtOrAbove[tier] - 1) < COOL_DOWN) {
                effective = tier;
            }
        }
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

    /// @dev The tick counts epochs that were fresh when published, so that a late series ages nobody at once.
    function _advance(Epoch epoch) private returns (uint64 tick) {
        Head memory head = _head;
        uint64 number = Epoch.unwrap(epoch);
        tick = head.tick + (_isExpired(number) ? 0 : 1);
        uint64 predecessor = head.any ? head.epoch : number;
        _head = Head(number, predecessor, uint40(block.timestamp), uint40(tick), head.tick, true);
    }

    function _register(address[] memory publishers, uint256 threshold, uint64 activeFrom)
        private
        returns (PublisherSet memory set)
    {
        uint256 count = publishers.length;
        if (threshold == 0 || threshold > count || count > _MAX_PUBLISHERS) {
            revert MarketRegistryThresholdOutOfRange(threshold, count);
        }
        set = PublisherSet(++publisherSetCount, uint32(threshold), activeFrom);
        address previous = address(0);
        for (uint256 i = 0; i < count; ++i) {
            if (publishers[i] <= previous) revert MarketRegistryPublishersNotAscending(i, publishers[i]);
            _members[set.version][publishers[i]] = true;
            previous = publishers[i];
        }
        emit PublishersProposed(set.version, activeFrom, threshold, publishers);
    }

    function _nextIsDue() private view returns (bool) {
        return _next.version != 0 && block.timestamp >= _next.activeFrom;
    }

    function _servingSet() private view returns (PublisherSet memory) {
        return _nextIsDue() ? _next : _current;
    }

    /// @dev The epoch before the latest one serves for the grace after the latest one's publication.
    function _isPredecessor(Epoch epoch) private view returns (bool) {
        return epoch == Epoch.wrap(_head.predecessor) && block.timestamp < uint256(_head.publishedAt) + GRACE;
    }

    function _isExpired(uint64 epoch) private view returns (bool) {
        return block.timestamp >= _boundary(epoch) + EXPIRY;
    }

    /// @dev In 256 bits, so that no epoch number overflows.
    function _boundary(uint64 epoch) private view returns (uint256) {
        return uint256(START) + uint256(epoch) * LENGTH;
    }
}
