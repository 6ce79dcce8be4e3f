// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {IDefaultKey} from "../interfaces/IDefaultKey.sol";

/// @title DefaultKey
/// @notice The key for which openings are escrowed, and at most one to follow it. Earlier ones are in the events.
contract DefaultKey is IDefaultKey, Ownable2Step {
    struct Version {
        bytes32 key;
        uint64 activeFrom;
        uint32 version;
    }

    /// @notice Seconds between naming a key and its force.
    uint64 public immutable NOTICE;

    /// @notice Number of the newest key, cancelled ones included.
    uint32 public versionCount;

    Version private _current;
    Version private _next;

    /// @param owner who may name keys
    /// @param notice seconds before a key is in force
    /// @param first the key in force from the start; zero for none
    constructor(address owner, uint64 notice, bytes32 first) Ownable(owner) {
        NOTICE = notice;
        versionCount = 1;
        _current = Version(first, uint64(block.timestamp), 1);
        emit KeyProposed(1, first, uint64(block.timestamp));
    }

    /// @inheritdoc IDefaultKey
    function propose(bytes32 key) external onlyOwner returns (uint32 version) {
        _settle();
        if (_next.version != 0) revert DefaultKeyProposalPending(_next.version, _next.activeFrom);
        version = ++versionCount;
        _next = Version(key, uint64(block.timestamp) + NOTICE, version);
        emit KeyProposed(version, key, _next.activeFrom);
    }

    /// @inheritdoc IDefaultKey
    function cancel() external onlyOwner {
        _settle();
        uint32 version = _next.version;
        if (version == 0) revert DefaultKeyNothingPending();
        delete _next;
        emit KeyCancelled(version);
    }

    /// @inheritdoc IDefaultKey
    function active() external view returns (uint32 version, bytes32 key) {
        Version storage serving = _nextIsDue() ? _next : _current;
        return (serving.version, serving.key);
    }

    /// @inheritdoc IDefaultKey
    function pending() external view returns (uint32 version, bytes32 key, uint64 activeFrom) {
        if (!_nextIsDue()) (version, key, activeFrom) = (_next.version, _next.key, _next.activeFrom);
    }

    function _settle() private {
        if (!_nextIsDue()) return;
        _current = _next;
        delete _next;
    }

    function _nextIsDue() private view returns (bool) {
        return _next.version != 0 && block.timestamp >= _next.activeFrom;
    }
}
