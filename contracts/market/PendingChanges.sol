// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {TwoNotices} from "../governance/TwoNotices.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";

/// @title PendingChanges
/// @notice The owner's changes that wait for their notice, one at a time of each subject: a factor's feed or the rules.
/// They are kept by hash alone; whoever puts one in force gives its values again, from the event of the proposal.
abstract contract PendingChanges is IMarketRegistry, Ownable2Step, TwoNotices {
    struct Waiting {
        bytes32 hash;
        uint64 activeFrom;
        uint64 fromTick;
    }

    mapping(uint256 subject => Waiting change) private _waiting;

    /// @inheritdoc IMarketRegistry
    function activate(uint256 subject, bytes calldata values) external {
        Waiting memory change = _waiting[subject];
        if (change.activeFrom == 0) revert MarketRegistryNothingPending();
        if (block.timestamp < change.activeFrom) revert MarketRegistryNoticeRuns(change.activeFrom);
        if (_ticks() < change.fromTick) revert MarketRegistryTicksMissing(change.fromTick, _ticks());
        if (keccak256(values) != change.hash) revert MarketRegistryOtherValues(subject);
        delete _waiting[subject];
        _putInForce(subject, values);
        emit ChangeActivated(subject, change.hash);
    }

    /// @inheritdoc IMarketRegistry
    function cancelChange(uint256 subject) external onlyOwner {
        if (_waiting[subject].activeFrom == 0) revert MarketRegistryNothingPending();
        delete _waiting[subject];
        emit ChangeCancelled(subject);
    }

    /// @inheritdoc IMarketRegistry
    function pendingChange(uint256 subject) external view returns (bytes32 hash, uint64 activeFrom, uint64 fromTick) {
        Waiting storage change = _waiting[subject];
        return (change.hash, change.activeFrom, change.fromTick);
    }

    /// @dev Lets a change wait until a second and a tick.
    function _wait(uint256 subject, bytes memory values, uint64 activeFrom, uint64 fromTick) internal {
        uint64 before = _waiting[subject].activeFrom;
        if (before != 0) revert MarketRegistryChangePending(subject, before);
        _waiting[subject] = Waiting(keccak256(values), activeFrom, fromTick);
        emit ChangeProposed(subject, activeFrom, fromTick, values);
    }

    /// @dev Takes over values whose time has come; they are as they were when `_wait` was told of them.
    function _putInForce(uint256 subject, bytes calldata values) internal virtual;

    /// @dev The latest epoch's tick.
    function _ticks() internal view virtual returns (uint64);
}
