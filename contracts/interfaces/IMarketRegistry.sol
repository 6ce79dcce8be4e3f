// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MarketRoot, PolicyRoot, RiskRoot, SheetRoot} from "../types/Roots.sol";
import {Epoch} from "../types/Units.sol";

/// @title IMarketRegistry
/// @notice Epochs of market and risk data, each published once, in order, with k-of-n publisher signatures.
interface IMarketRegistry {
    /// @notice What the publishers sign for one epoch; the EIP-712 domain adds chain and registry.
    struct Report {
        Epoch epoch;
        MarketRoot marketRoot;
        SheetRoot sheetRoot;
        /// 0 calm, 1 elevated, 2 stressed, 3 halted, before the cool-down.
        uint8 tier;
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
        /// Epochs a tier holds after the last report at or above it.
        uint64 coolDown;
        /// Seconds between proposing and using a publisher set.
        uint64 notice;
    }

    /// @notice An epoch was published. `tier` is the effective tier, `reportedTier` the signed one.
    event EpochPublished(
        Epoch indexed epoch,
        RiskRoot indexed riskRoot,
        MarketRoot marketRoot,
        SheetRoot sheetRoot,
        PolicyRoot policyRoot,
        uint32 policyVersion,
        uint8 tier,
        uint8 reportedTier,
        uint64 tick,
        bytes32 dataHash,
        string location
    );

    /// @notice A publisher set was proposed; it is in force from `activeFrom` (seconds).
    event PublishersProposed(uint32 indexed version, uint64 activeFrom, uint256 threshold, address[] publishers);

    /// @notice A proposed publisher set was withdrawn.
    event PublishersCancelled(uint32 indexed version);

    /// @notice The epoch's number is not above the latest one.
    error MarketRegistryEpochOutOfOrder(Epoch epoch, Epoch latest);

    /// @notice The epoch has not begun.
    error MarketRegistryEpochInFuture(Epoch epoch, uint256 begins);

    /// @notice The tier is above 3.
    error MarketRegistryTierOutOfRange(uint8 tier);

    /// @notice A root is not a field element.
    error MarketRegistryRootOutOfRange(uint256 root);

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

    /// @notice A timing parameter that must not be zero is zero.
    error MarketRegistryZeroTiming();

    /// @notice The threshold is zero or above the number of publishers, or there are more than 32.
    error MarketRegistryThresholdOutOfRange(uint256 threshold, uint256 publishers);

    /// @notice Publishers are not in strictly ascending order of their addresses, or one is zero.
    error MarketRegistryPublishersNotAscending(uint256 index, address publisher);

    /// @notice A proposed set is waiting; cancel it first or let it come into force.
    error MarketRegistryProposalPending(uint32 version, uint64 activeFrom);

    /// @notice There is no proposed set.
    error MarketRegistryNothingPending();

    /// @notice Publishes an epoch. Anyone may call it with the publishers' signatures.
    /// @dev Assumes: k of n publishers checked the data behind the roots. Liveness: k publishers sign; a missed epoch
    /// is skipped and neither ages an account nor changes a model.
    /// @param report what was signed
    /// @param signatures exactly the threshold of 65-byte signatures, ascending by signer
    function publish(Report calldata report, bytes[] calldata signatures) external;

    /// @notice Proposes a publisher set that comes into force after the notice.
    /// @dev Assumes: the owner knows the publishers. Liveness: the owner.
    /// @param publishers ascending addresses, at most 32
    /// @param threshold how many must sign
    /// @return version number of the set
    function proposePublishers(address[] calldata publishers, uint256 threshold) external returns (uint32 version);

    /// @notice Withdraws the waiting publisher set. Its version is not reused.
    /// @dev Assumes: nothing. Liveness: the owner.
    function cancelPublishers() external;

    /// @notice What an epoch serves now; reverts when it is not usable.
    /// @param epoch the latest epoch, or its predecessor within the grace
    /// @return riskRoot what a proof for the epoch is judged against
    /// @return tick count of epochs published fresh, up to this one
    /// @return latestTick the same count at the latest epoch
    /// @return fresh false when the epoch is past its expiry, or is a predecessor of lower tier than the latest one:
    /// reductions only
    function serve(Epoch epoch)
        external
        view
        returns (RiskRoot riskRoot, uint64 tick, uint64 latestTick, bool fresh);

    /// @notice Whether `serve` answers for this epoch.
    /// @param epoch any epoch
    function usable(Epoch epoch) external view returns (bool);

    /// @notice Whether the latest epoch is past its expiry, or there is none.
    function stale() external view returns (bool);

    /// @notice The latest epoch, the second it was published, and its tick; reverts when there is none.
    function latest() external view returns (Epoch epoch, uint64 publishedAt, uint64 tick);

    /// @notice Risk root, effective tier and tick of a published epoch; zeros when it was skipped.
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
}
