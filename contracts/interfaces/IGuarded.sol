// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IGuarded
/// @notice A guardian beside the owner: it stops at once what may be stopped, for a bounded time, and can start nothing
/// again. Its one stop is spent until the owner speaks, so a guardian without an owner cannot hold anything for ever.
interface IGuarded {
    /// @notice The owner named somebody who may become guardian by accepting; zero withdraws the name.
    event GuardianNominated(address indexed nominee);

    /// @notice A new guardian is in office.
    event GuardianAccepted(address indexed guardian);

    /// @notice There is no guardian any more.
    event GuardianRevoked(address indexed guardian);

    /// @notice The caller is neither guardian nor owner.
    error GuardedNotGuardian(address caller);

    /// @notice The caller was not nominated.
    error GuardedNotNominee(address caller);

    /// @notice The guardian has stopped this before, and the owner has not served it again since.
    error GuardedStopSpent();

    /// @notice The guardian's limit is zero or above thirty days.
    error GuardedLimitOutOfRange(uint40 limit);

    /// @notice Names who may become guardian by accepting, in place of an earlier name; zero for nobody. The present
    /// guardian stays until then.
    /// @dev Assumes: nothing. Liveness: the owner.
    /// @param candidate the nominee
    function proposeGuardian(address candidate) external;

    /// @notice Takes the office that the owner offered to the caller.
    /// @dev Assumes: nothing. Liveness: the nominee.
    function acceptGuardian() external;

    /// @notice Ends the office, and an offer of it that nobody took. A stop of the guardian's runs on until it lapses
    /// or the owner ends it.
    /// @dev Assumes: nothing. Liveness: the owner.
    function revokeGuardian() external;

    /// @notice Who may stop; zero for nobody.
    function guardian() external view returns (address);

    /// @notice Who may accept to be guardian; zero for nobody.
    function pendingGuardian() external view returns (address);

    /// @notice Seconds after which a stop of the guardian's lapses unless the owner confirms it.
    // solhint-disable-next-line func-name-mixedcase
    function GUARDIAN_LIMIT() external view returns (uint40);
}
