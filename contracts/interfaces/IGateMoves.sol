// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Commitment} from "../types/Commitment.sol";
import {ClassId} from "../types/Units.sol";

/// @title IGateMoves
/// @notice Takes a live account to a larger class of books against a proof of `class-move`: the same numbers in more
/// slots, under another salt. No value moves and nothing is judged, so no epoch is needed and no pause applies.
interface IGateMoves {
    /// @notice One account's move.
    struct Move {
        address account;
        /// The class it goes to.
        ClassId to;
        /// Last second in which the move may be accepted.
        uint64 deadline;
        /// Version of the verifier of moves between the two classes.
        uint32 version;
        Commitment newCommitment;
        uint256[8] proof;
        /// The encrypted opening, of the constant length of the new class.
        bytes opening;
        /// Empty if the account calls itself, else its signature of the move's digest.
        bytes authorization;
    }

    /// @notice An account's book is now one of class `to`. With the chain's id, the gate and the domains of both
    /// classes this is all that the proof states and is bound to; the proof itself is in the input of the transaction.
    event Moved(
        address indexed account,
        ClassId indexed from,
        ClassId indexed to,
        Commitment oldCommitment,
        Commitment newCommitment,
        uint256 call,
        uint64 nonce,
        uint64 deadline,
        uint32 version,
        bytes opening
    );

    /// @notice An empty account has no book to move: it registers in another class instead.
    error SizingGateNothingToMove(address account);

    /// @notice Accepts an account's move to another class. Collateral, the last proof's epoch and tick, maintenance
    /// refreshes and counted trades stay as they are: a move is no refresh. The nonce moves on.
    /// @dev Assumes: the verifier is sound. Liveness: the verifier of moves between the two classes; no epoch, no
    /// guardian. A version of moves that is stopped in the router serves none.
    /// @param move the move
    function moveAccount(Move calldata move) external;

    /// @notice The fifth public input this gate would build for a move now.
    /// @param move the move
    function moveCallOf(Move calldata move) external view returns (uint256);

    /// @notice What the account signs when somebody else sends its move. Only the account itself can sign it.
    /// @param account the account
    /// @param nonce its nonce before the move
    /// @param to the class it goes to
    /// @param newCommitment the new commitment
    /// @param call the fifth public input, which binds the rest
    function moveConsentDigest(address account, uint64 nonce, ClassId to, Commitment newCommitment, uint256 call)
        external
        view
        returns (bytes32);
}
