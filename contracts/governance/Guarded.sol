// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {IGuarded} from "../interfaces/IGuarded.sol";
import {Guardianship} from "../types/Guardianship.sol";
import {Stop} from "../types/Stop.sol";

/// @title Guarded
/// @notice The guardian's office, named in two steps, and the bounds of what its stops can do.
abstract contract Guarded is IGuarded, Ownable2Step {
    uint40 private constant _LIMIT_MAX = 30 days;

    /// @inheritdoc IGuarded
    uint40 public immutable GUARDIAN_LIMIT;

    /// @inheritdoc IGuarded
    address public guardian;

    /// @inheritdoc IGuarded
    address public pendingGuardian;

    constructor(Guardianship memory office) {
        if (office.limit == 0 || office.limit > _LIMIT_MAX) revert GuardedLimitOutOfRange(office.limit);
        GUARDIAN_LIMIT = office.limit;
        _nominate(office.nominee);
    }

    /// @inheritdoc IGuarded
    function proposeGuardian(address candidate) external onlyOwner {
        _nominate(candidate);
    }

    /// @inheritdoc IGuarded
    function acceptGuardian() external {
        if (msg.sender != pendingGuardian) revert GuardedNotNominee(msg.sender);
        pendingGuardian = address(0);
        guardian = msg.sender;
        emit GuardianAccepted(msg.sender);
    }

    /// @inheritdoc IGuarded
    function revokeGuardian() external onlyOwner {
        emit GuardianRevoked(guardian);
        (guardian, pendingGuardian) = (address(0), address(0));
    }

    /// @dev What the caller's stop makes of the one before: the owner's holds until the owner ends it, the guardian's
    /// for the limit, once, and never shortens another.
    function _stopped(Stop before) internal view returns (Stop) {
        if (msg.sender == owner()) return before.forGood();
        if (msg.sender != guardian) revert GuardedNotGuardian(msg.sender);
        if (before.isSpent()) revert GuardedStopSpent();
        return before.spentUntil(uint40(block.timestamp) + GUARDIAN_LIMIT);
    }

    function _nominate(address candidate) private {
        pendingGuardian = candidate;
        emit GuardianNominated(candidate);
    }
}
