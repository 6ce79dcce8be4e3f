// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TwoNotices} from "../../../../contracts/governance/TwoNotices.sol";
import {Direction} from "../../../../contracts/types/Direction.sol";
import {Notices} from "../../../../contracts/types/Notices.sol";

/// @title NoticeProof
/// @notice One change at a time, proposed in any direction and put in force once it may bind. Seconds, notices included,
/// stay below 2^62.
contract NoticeProof is TwoNotices {
    uint64 private _from;
    uint256 private _since;
    bool private _loosens;

    constructor(Notices memory notices) TwoNotices(notices) {
        require(notices.loosen < 1 << 62);
    }

    function propose(Direction direction) external {
        require(block.timestamp < 1 << 62);
        (_from, _since, _loosens) = (_bindsFrom(direction), block.timestamp, direction.loosens());
    }

    function putInForce() external view {
        if (_from == 0 || block.timestamp < _from) return;
        uint256 shorter = _since + TIGHTEN_NOTICE;
        assert(TIGHTEN_NOTICE > 0 && block.timestamp >= (_loosens ? _since + LOOSEN_NOTICE : shorter));
        assert(!_loosens || block.timestamp > shorter);
    }
}
