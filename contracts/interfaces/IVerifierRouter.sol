// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ClassId} from "../types/Units.sol";
import {IGroth16Verifier} from "./IGroth16Verifier.sol";
import {IGuarded} from "./IGuarded.sol";

/// @title IVerifierRouter
/// @notice Maps a class of books and a version to the verifier of its circuit. Entries are append-only: a version is
/// never replaced, removed or reused. A version can be stopped for full updates; reductions and maintenance stay.
interface IVerifierRouter is IGuarded {
    /// @notice A verifier was added and serves from `activeFrom` (seconds).
    event VerifierAdded(ClassId indexed class, uint32 indexed version, address verifier, uint64 activeFrom);

    /// @notice A version does not serve mode 0 until a second; 2^40 - 1 for a stop of the owner's, which ends with its
    /// word.
    event VerifierStopped(ClassId indexed class, uint32 indexed version, address indexed by, uint40 until);

    /// @notice A version serves mode 0 again.
    event VerifierResumed(ClassId indexed class, uint32 indexed version);

    /// @notice There is no such version of this class.
    error VerifierRouterUnknownVersion(ClassId class, uint32 version);

    /// @notice The version still waits out its notice.
    error VerifierRouterNotActive(ClassId class, uint32 version, uint64 activeFrom);

    /// @notice The version is stopped for full updates.
    error VerifierRouterStopped(ClassId class, uint32 version);

    /// @notice The address holds no code.
    error VerifierRouterNoCode(address verifier);

    /// @notice Class 0 is reserved.
    error VerifierRouterZeroClass();

    /// @notice The initial classes and verifiers differ in number.
    error VerifierRouterLengthMismatch(uint256 classes, uint256 verifiers);

    /// @notice Adds a verifier that serves after the notice.
    /// @dev Assumes: the owner checked the key's setup and the circuit. Liveness: the owner.
    /// @param class the class it serves
    /// @param verifier the deployed contract
    /// @return version its number within the class
    function add(ClassId class, IGroth16Verifier verifier) external returns (uint32 version);

    /// @notice Stops a version for mode 0 at once: by the owner until it resumes it, by the guardian for the guardian's
    /// limit, once between two words of the owner.
    /// @dev Assumes: nothing. Liveness: guardian or owner; modes 1 and 2 and flat exits never depend on it.
    /// @param class the class
    /// @param version the version within it
    function stop(ClassId class, uint32 version) external;

    /// @notice Lets a stopped version serve mode 0 again, and gives the guardian its stop of it back.
    /// @dev Assumes: the cause of the stop is gone. Liveness: the owner.
    /// @param class the class
    /// @param version the version within it
    function resume(ClassId class, uint32 version) external;

    /// @notice The verifier that serves a class, version and mode now; reverts when none does.
    /// @param class the class
    /// @param version the version within it, from 1
    /// @param mode the mode of the update: a stopped version serves 1 and 2
    function verifierFor(ClassId class, uint32 version, uint8 mode) external view returns (IGroth16Verifier);

    /// @notice The second a version's newest stop ends or ended, 0 since the owner resumed it, and whether the
    /// guardian's is spent.
    /// @param class the class
    /// @param version the version within it
    function stopUntil(ClassId class, uint32 version) external view returns (uint40 until, bool spent);

    /// @notice The number of versions of a class; the newest has this number.
    /// @param class the class
    function versions(ClassId class) external view returns (uint32);

    /// @notice A version's verifier, the second it serves from, and whether it is stopped for mode 0.
    /// @param class the class
    /// @param version the version within it
    function entry(ClassId class, uint32 version)
        external
        view
        returns (IGroth16Verifier verifier, uint64 activeFrom, bool stopped);
}
