// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PolicyRoot} from "../types/Roots.sol";

/// @title IPolicyRegistry
/// @notice The venue's risk policy, versioned. Every range is checked and the root computed here.
interface IPolicyRegistry {
    /// @notice One line of a concave haircut: at most `intercept` µ-quote + `slope`/10^4 of the value.
    struct HaircutLine {
        uint256 intercept;
        uint256 slope;
    }

    /// @notice A risk policy. Ratios in basis points unless stated.
    struct Policy {
        uint32 imFactor;
        uint32 mmFactor;
        uint32 mmShare;
        uint32 slippage;
        uint32 borrow;
        uint32 basis;
        uint32 leverage;
        uint32 deltaLimit;
        uint32 gammaLimit;
        uint32 vegaLimit;
        uint32 atrRisk;
        uint32 participation;
        /// Whole number of epochs' depth.
        uint32 horizon;
        /// In 1/256, 0 switches Kelly off.
        uint16 kellyFraction;
        /// In 1/256, 0 switches risk parity off.
        uint16 riskShare;
        /// Share of equity that counts as capacity in each tier, in 1/256.
        uint16[4] scale;
        /// σ*² in 1e-18 per epoch.
        uint64 volTarget;
        /// Expected return of each factor, 1e-9 per epoch.
        int64[8] drift;
        /// Four lines for each of the four collateral assets.
        HaircutLine[4][4] haircuts;
    }

    /// @notice A policy was proposed; it is active from `activeFrom` (seconds).
    event PolicyProposed(uint32 indexed version, PolicyRoot indexed root, uint64 activeFrom, Policy policy);

    /// @notice A proposed policy was withdrawn before it became active.
    event PolicyCancelled(uint32 indexed version);

    /// @notice No policy was ever proposed.
    error PolicyRegistryNoPolicy();

    /// @notice A proposal is waiting; cancel it first or let it become active.
    error PolicyRegistryProposalPending(uint32 version, uint64 activeFrom);

    /// @notice There is no proposal waiting.
    error PolicyRegistryNothingPending();

    /// @notice A ratio or the horizon is 2^24 or more; `index` counts from imFactor (0) to horizon (12).
    error PolicyRegistryRatioOutOfRange(uint256 index, uint256 value);

    /// @notice The Kelly fraction is above 256/256.
    error PolicyRegistryKellyFractionOutOfRange(uint256 value);

    /// @notice The risk share is above 256/256.
    error PolicyRegistryRiskShareOutOfRange(uint256 value);

    /// @notice A tier's scale is 0 or above 256/256.
    error PolicyRegistryScaleOutOfRange(uint256 tier, uint256 value);

    /// @notice The volatility target is above 1e18.
    error PolicyRegistryVolTargetOutOfRange(uint256 value);

    /// @notice A drift's magnitude is above 1e9.
    error PolicyRegistryDriftOutOfRange(uint256 factor, int256 value);

    /// @notice A haircut intercept is 2^80 or more.
    error PolicyRegistryInterceptOutOfRange(uint256 asset, uint256 line, uint256 value);

    /// @notice A haircut slope is above 10^4.
    error PolicyRegistrySlopeOutOfRange(uint256 asset, uint256 line, uint256 value);

    /// @notice No haircut line of this asset passes through zero, so an absent asset could count as equity.
    error PolicyRegistryNoLineThroughZero(uint256 asset);

    /// @notice The values given for the policy that is to be replaced are of another policy.
    error PolicyRegistryOtherCurrent(PolicyRoot active, PolicyRoot given);

    /// @notice The proposed policy is the one in force.
    error PolicyRegistryNoChange(PolicyRoot root);

    /// @notice Proposes a policy: the first is active at once, a later one after the shorter notice if it is stricter
    /// in every field that changes, after the longer one otherwise.
    /// @dev Assumes: the owner answers for the numbers; only their ranges are checked. Liveness: the owner. Epochs
    /// already published keep the policy they were published under.
    /// @param policy the policy
    /// @param current the policy it replaces, as its event holds it; not looked at for the first
    /// @return version its number, from 1
    /// @return root its Poseidon root
    function propose(Policy calldata policy, Policy calldata current)
        external
        returns (uint32 version, PolicyRoot root);

    /// @notice Withdraws the waiting proposal. Its version is not reused.
    /// @dev Assumes: nothing. Liveness: the owner.
    function cancel() external;

    /// @notice The active policy.
    /// @return version its number
    /// @return root its root
    function active() external view returns (uint32 version, PolicyRoot root);

    /// @notice The proposal that waits for its notice to pass; version 0 when there is none.
    /// @return version its number
    /// @return root its root
    /// @return activeFrom the second it becomes active
    function pending() external view returns (uint32 version, PolicyRoot root, uint64 activeFrom);

    /// @notice The root a policy would have; reverts if a value is out of range.
    /// @param policy the policy
    function rootOf(Policy calldata policy) external view returns (PolicyRoot);
}
