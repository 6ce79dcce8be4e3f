// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Guarded} from "../../../../contracts/governance/Guarded.sol";
import {Stop} from "../../../../contracts/types/Stop.sol";

/// @title OfficeLaws
/// @notice Whatever stop there was, what a caller makes of it: the owner's has no end and spends nothing; the guardian's
/// is its first since the owner served again, ends after the limit, and shortens none.
abstract contract OfficeLaws is Guarded {
    function testStops(uint48 word) internal view {
        if (word >= 1 << 41 || block.timestamp >= 1 << 39 || GUARDIAN_LIMIT > 30 days) return;
        Stop before = Stop.wrap(word);
        Stop next = _stopped(before);
        uint256 limited = block.timestamp + GUARDIAN_LIMIT;
        if (msg.sender == owner()) {
            assert(next.endOf() == type(uint40).max && next.isSpent() == before.isSpent());
        } else {
            assert(msg.sender == guardian && !before.isSpent() && next.isSpent());
            assert(next.endOf() == (limited < before.endOf() ? before.endOf() : limited));
        }
    }
}
