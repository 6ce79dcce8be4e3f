// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGateMoves} from "../interfaces/IGateMoves.sol";
import {ClassId} from "../types/Units.sol";

/// @title MovePacking
/// @notice What binds a move between classes: its call, and the number under which the router keeps its verifiers.
library MovePacking {
    /// @dev Ids of classes stay below it, so that no class has the number of a move.
    uint256 internal constant CLASS_BOUND = 1 << 16;

    uint256 private constant _CONTEXT_MASK = (1 << 180) - 1;

    /// @dev Where an update has its mode, 0 to 2: no call of a move is that of an update.
    uint256 private constant _MARK = 3 << 180;

    /// @notice The fifth public input of a move of an account with this nonce and class, on this chain and the calling
    /// gate: the mark, and the low 180 bits of the hash of everything the proof must be bound to. The hash is over
    /// eight words, an update's over nine.
    function pack(IGateMoves.Move calldata move, uint64 nonce, ClassId from) internal view returns (uint256) {
        bytes32 hash = keccak256(
            abi.encode(
                block.chainid,
                address(this),
                move.account,
                nonce,
                from,
                move.to,
                move.deadline,
                keccak256(move.opening)
            )
        );
        return (uint256(hash) & _CONTEXT_MASK) | _MARK;
    }

    /// @notice The router's number of moves from one class to another. Assumes both ids are below 2^16 and not 0.
    function route(ClassId from, ClassId to) internal pure returns (ClassId) {
        return ClassId.wrap((ClassId.unwrap(from) << 16) | ClassId.unwrap(to));
    }
}
