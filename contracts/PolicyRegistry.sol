// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {TwoNotices} from "./governance/TwoNotices.sol";
import {IPolicyRegistry} from "./interfaces/IPolicyRegistry.sol";
import {IPoseidonT6} from "./interfaces/IPoseidonT6.sol";
import {PoseidonCheck} from "./libraries/PoseidonCheck.sol";
import {PolicyDirection} from "./libraries/PolicyDirection.sol";
import {PolicyEncoding} from "./libraries/PolicyEncoding.sol";
import {Direction} from "./types/Direction.sol";
import {Notices} from "./types/Notices.sol";
import {PolicyRoot} from "./types/Roots.sol";

/// @title PolicyRegistry
/// @notice Holds the root of the active policy and of at most one proposal. The values are in the proposal's event.
contract PolicyRegistry is IPolicyRegistry, Ownable2Step, TwoNotices {
    struct Version {
        PolicyRoot root;
        uint64 activeFrom;
        uint32 version;
    }

    uint256 private constant _RATIO_BOUND = 1 << 24;
    uint256 private constant _INTERCEPT_BOUND = 1 << 80;
    uint256 private constant _SLOPE_MAX = 10_000;
    uint256 private constant _SHARE_MAX = 256;
    uint64 private constant _VOL_TARGET_MAX = 1e18;
    int64 private constant _DRIFT_MAX = 1e9;

    /// @notice The deployed hash.
    IPoseidonT6 public immutable POSEIDON;

    /// @notice Number of the newest proposal, cancelled ones included.
    uint32 public versionCount;

    Version private _current;
    Version private _next;

    /// @param owner who may propose and cancel
    /// @param notices seconds before a proposal becomes active
    /// @param poseidon the deployed PoseidonT6
    constructor(address owner, Notices memory notices, IPoseidonT6 poseidon) Ownable(owner) TwoNotices(notices) {
        POSEIDON = PoseidonCheck.checked(poseidon);
    }

    /// @inheritdoc IPolicyRegistry
    function propose(Policy calldata policy, Policy calldata current)
        external
        onlyOwner
        returns (uint32 version, PolicyRoot root)
    {
        _settle();
        if (_next.version != 0) revert PolicyRegistryProposalPending(_next.version, _next.activeFrom);
        root = rootOf(policy);
        version = ++versionCount;
        bool first = _current.version == 0;
        uint64 activeFrom = first ? uint64(block.timestamp) : _bindsFrom(_directionFrom(policy, current));
        if (first) _current = Version(root, activeFrom, version);
        else _next = Version(root, activeFrom, version);
        emit PolicyProposed(version, root, activeFrom, policy);
    }

    /// @inheritdoc IPolicyRegistry
    function cancel() external onlyOwner {
        _settle();
        uint32 version = _next.version;
        if (version == 0) revert PolicyRegistryNothingPending();
        delete _next;
        emit PolicyCancelled(version);
    }

    /// @inheritdoc IPolicyRegistry
    function active() external view returns (uint32 version, PolicyRoot root) {
        Version storage serving = _nextIsDue() ? _next : _current;
        if (serving.version == 0) revert PolicyRegistryNoPolicy();
        return (serving.version, serving.root);
    }

    /// @inheritdoc IPolicyRegistry
    function pending() external view returns (uint32 version, PolicyRoot root, uint64 activeFrom) {
        if (!_nextIsDue()) (version, root, activeFrom) = (_next.version, _next.root, _next.activeFrom);
    }

    /// @inheritdoc IPolicyRegistry
    function rootOf(Policy calldata policy) public view returns (PolicyRoot) {
        _checkRatios(policy);
        _checkShares(policy);
        _checkDrift(policy);
        for (uint256 asset = 0; asset < 4; ++asset) _checkHaircut(asset, policy.haircuts[asset]);
        return PolicyRoot.wrap(PolicyEncoding.root(POSEIDON, policy));
    }

    /// @dev The policy that is replaced is known by its root alone; its ranges are checked because values out of range
    /// could have the same root.
    function _directionFrom(Policy calldata policy, Policy calldata current)
        private
        view
        returns (Direction direction)
    {
        PolicyRoot claimed = rootOf(current);
        if (!(claimed == _current.root)) revert PolicyRegistryOtherCurrent(_current.root, claimed);
        direction = PolicyDirection.between(policy, current);
        if (direction.isNone()) revert PolicyRegistryNoChange(claimed);
    }

    function _settle() private {
        if (!_nextIsDue()) return;
        _current = _next;
        delete _next;
    }

    function _nextIsDue() private view returns (bool) {
        return _next.version != 0 && block.timestamp >= _next.activeFrom;
    }

    function _checkRatios(Policy calldata policy) private pure {
        uint256[13] memory all = PolicyEncoding.ratios(policy);
        for (uint256 i = 0; i < 13; ++i) {
            if (all[i] >= _RATIO_BOUND) revert PolicyRegistryRatioOutOfRange(i, all[i]);
        }
    }

    function _checkShares(Policy calldata policy) private pure {
        if (policy.kellyFraction > _SHARE_MAX) revert PolicyRegistryKellyFractionOutOfRange(policy.kellyFraction);
        if (policy.riskShare > _SHARE_MAX) revert PolicyRegistryRiskShareOutOfRange(policy.riskShare);
        for (uint256 tier = 0; tier < 4; ++tier) {
            uint256 scale = policy.scale[tier];
            if (scale == 0 || scale > _SHARE_MAX) revert PolicyRegistryScaleOutOfRange(tier, scale);
        }
        if (policy.volTarget > _VOL_TARGET_MAX) revert PolicyRegistryVolTargetOutOfRange(policy.volTarget);
    }

    function _checkDrift(Policy calldata policy) private pure {
        for (uint256 factor = 0; factor < 8; ++factor) {
            int64 drift = policy.drift[factor];
            if (drift > _DRIFT_MAX || drift < -_DRIFT_MAX) revert PolicyRegistryDriftOutOfRange(factor, drift);
        }
    }

    function _checkHaircut(uint256 asset, HaircutLine[4] calldata lines) private pure {
        bool throughZero = false;
        for (uint256 i = 0; i < 4; ++i) {
            (uint256 intercept, uint256 slope) = (lines[i].intercept, lines[i].slope);
            if (intercept >= _INTERCEPT_BOUND) revert PolicyRegistryInterceptOutOfRange(asset, i, intercept);
            if (slope > _SLOPE_MAX) revert PolicyRegistrySlopeOutOfRange(asset, i, slope);
            throughZero = throughZero || intercept == 0;
        }
        if (!throughZero) revert PolicyRegistryNoLineThroughZero(asset);
    }
}
