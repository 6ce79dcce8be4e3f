// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Guarded} from "../governance/Guarded.sol";
import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {IVerifierRouter} from "../interfaces/IVerifierRouter.sol";
import {Guardianship} from "../types/Guardianship.sol";
import {NEVER_STOPPED, Stop} from "../types/Stop.sol";
import {ClassId} from "../types/Units.sol";

/// @title VerifierRouter
/// @notice Append-only table of verifiers. Those named at deployment serve at once, later ones after a notice, because
/// whoever adds a verifier could add one that accepts anything: the notice is the time in which accounts can leave.
contract VerifierRouter is IVerifierRouter, Guarded {
    using SafeCast for uint256;

    struct Entry {
        IGroth16Verifier verifier;
        uint48 activeFrom;
        Stop stop;
    }

    /// @notice Seconds between adding a verifier and its first use.
    uint64 public immutable NOTICE;

    /// @dev By class · 2^32 + version.
    mapping(uint64 key => Entry entry) private _entries;
    mapping(ClassId class => uint32 count) private _versions;

    /// @param owner who may add, stop and resume
    /// @param office the first guardian's nomination and the limit of its stops
    /// @param notice seconds before an added verifier serves
    /// @param classes classes of the first verifiers
    /// @param verifiers the first verifiers, in the same order
    constructor(
        address owner,
        Guardianship memory office,
        uint64 notice,
        ClassId[] memory classes,
        IGroth16Verifier[] memory verifiers
    ) Ownable(owner) Guarded(office) {
        if (classes.length != verifiers.length) {
            revert VerifierRouterLengthMismatch(classes.length, verifiers.length);
        }
        NOTICE = notice;
        for (uint256 i = 0; i < classes.length; ++i) {
            _add(classes[i], verifiers[i], block.timestamp);
        }
    }

    /// @inheritdoc IVerifierRouter
    function add(ClassId class, IGroth16Verifier verifier) external onlyOwner returns (uint32 version) {
        return _add(class, verifier, block.timestamp + NOTICE);
    }

    /// @inheritdoc IVerifierRouter
    function stop(ClassId class, uint32 version) external {
        Entry storage found = _known(class, version);
        found.stop = _stopped(found.stop);
        emit VerifierStopped(class, version, msg.sender, found.stop.endOf());
    }

    /// @inheritdoc IVerifierRouter
    function resume(ClassId class, uint32 version) external onlyOwner {
        _known(class, version).stop = NEVER_STOPPED;
        emit VerifierResumed(class, version);
    }

    /// @inheritdoc IVerifierRouter
    function verifierFor(ClassId class, uint32 version, uint8 mode) external view returns (IGroth16Verifier) {
        Entry storage found = _known(class, version);
        if (block.timestamp < found.activeFrom) revert VerifierRouterNotActive(class, version, found.activeFrom);
        if (mode == 0 && found.stop.holds()) revert VerifierRouterStopped(class, version);
        return found.verifier;
    }

    /// @inheritdoc IVerifierRouter
    function stopUntil(ClassId class, uint32 version) external view returns (uint40 until, bool spent) {
        Stop found = _known(class, version).stop;
        return (found.endOf(), found.isSpent());
    }

    /// @inheritdoc IVerifierRouter
    function versions(ClassId class) external view returns (uint32) {
        return _versions[class];
    }

    /// @inheritdoc IVerifierRouter
    function entry(ClassId class, uint32 version)
        external
        view
        returns (IGroth16Verifier verifier, uint64 activeFrom, bool stopped)
    {
        Entry storage found = _known(class, version);
        return (found.verifier, found.activeFrom, found.stop.holds());
    }

    function _add(ClassId class, IGroth16Verifier verifier, uint256 activeFrom) private returns (uint32 version) {
        if (ClassId.unwrap(class) == 0) revert VerifierRouterZeroClass();
        if (address(verifier).code.length == 0) revert VerifierRouterNoCode(address(verifier));
        version = ++_versions[class];
        _entries[_keyOf(class, version)] = Entry(verifier, activeFrom.toUint48(), NEVER_STOPPED);
        emit VerifierAdded(class, version, address(verifier), uint64(activeFrom));
    }

    function _keyOf(ClassId class, uint32 version) private pure returns (uint64) {
        return (uint64(ClassId.unwrap(class)) << 32) | version;
    }

    function _known(ClassId class, uint32 version) private view returns (Entry storage found) {
        found = _entries[_keyOf(class, version)];
        if (address(found.verifier) == address(0)) revert VerifierRouterUnknownVersion(class, version);
    }
}
