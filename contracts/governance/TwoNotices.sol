// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Direction} from "../types/Direction.sol";
import {Notices} from "../types/Notices.sol";

/// @title TwoNotices
/// @notice How long a venue's changes wait in public before they bind. What only makes the venue stricter waits for the
/// shorter notice: accounts must have time to follow. Whatever loosens it waits for the longer one: accounts must have
/// time to leave.
abstract contract TwoNotices {
    /// @notice Seconds before a change that only tightens.
    uint64 public immutable TIGHTEN_NOTICE;

    /// @notice Seconds before a change that loosens anything.
    uint64 public immutable LOOSEN_NOTICE;

    /// @notice The shorter notice is zero, or the longer one is not longer.
    error TwoNoticesOutOfOrder(uint64 tighten, uint64 loosen);

    constructor(Notices memory notices) {
        if (notices.tighten == 0 || notices.tighten >= notices.loosen) {
            revert TwoNoticesOutOfOrder(notices.tighten, notices.loosen);
        }
        TIGHTEN_NOTICE = notices.tighten;
        LOOSEN_NOTICE = notices.loosen;
    }

    /// @dev The second from which a change proposed now may bind.
    function _bindsFrom(Direction direction) internal view returns (uint64) {
        return uint64(block.timestamp) + (direction.loosens() ? LOOSEN_NOTICE : TIGHTEN_NOTICE);
    }
}
