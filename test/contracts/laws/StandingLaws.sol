// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {opened, Standing} from "../../../contracts/types/Standing.sol";
import {ClassId, Epoch} from "../../../contracts/types/Units.sol";

/// @title StandingLaws
/// @notice What every word of a standing keeps and changes: the nonce grows by one and never falls (P-09), class and
/// opening length stay but for a change of class (P-12).
contract StandingLaws {
    /// Nothing above the flag of seizure is ever set: the bound under which a change cannot leave the word.
    uint256 private constant _END = 1 << 226;

    function testOpened(uint32 class, uint16 openingLength) external pure {
        Standing s = opened(ClassId.wrap(class), openingLength);
        assert(ClassId.unwrap(s.classOf()) == class && s.openingLengthOf() == openingLength);
        assert(s.isEmpty() && !s.isSeized() && s.nonceOf() == 0 && s.maintenanceOf() == 0);
        assert(Standing.unwrap(s) < _END);
    }

    function testProceedCountsOnce(uint256 word) external pure {
        Standing s = Standing.wrap(word % _END);
        if (s.nonceOf() == type(uint64).max) return;
        Standing next = s.proceed();
        assert(next.nonceOf() == s.nonceOf() + 1);
        assert(!next.isEmpty() && next.isSeized() == s.isSeized());
        _sameClass(s, next);
        _sameProof(s, next);
        assert(Standing.unwrap(next) < _END);
    }

    function testStampKeepsTheRest(uint256 word, uint64 epoch, uint40 tick, uint8 maintenance) external pure {
        Standing s = Standing.wrap(word % _END);
        Standing next = s.stamp(Epoch.wrap(epoch), tick, maintenance);
        assert(Epoch.unwrap(next.provenEpochOf()) == epoch && next.provenTickOf() == tick);
        assert(next.maintenanceOf() == maintenance && next.nonceOf() == s.nonceOf());
        assert(next.isEmpty() == s.isEmpty() && next.isSeized() == s.isSeized());
        _sameClass(s, next);
        assert(Standing.unwrap(next) < _END);
    }

    function testSeizeKeepsTheRest(uint256 word) external pure {
        Standing s = Standing.wrap(word % _END);
        Standing next = s.seize();
        assert(next.isSeized() && next.isEmpty() == s.isEmpty() && next.nonceOf() == s.nonceOf());
        _sameClass(s, next);
        _sameProof(s, next);
        assert(Standing.unwrap(next) < _END);
    }

    function testResetEmpties(uint256 word) external pure {
        Standing s = Standing.wrap(word % _END);
        if (s.nonceOf() == type(uint64).max) return;
        Standing next = s.reset();
        assert(next.nonceOf() == s.nonceOf() + 1 && next.isEmpty() && !next.isSeized());
        assert(Epoch.unwrap(next.provenEpochOf()) == 0 && next.provenTickOf() == 0 && next.maintenanceOf() == 0);
        _sameClass(s, next);
        assert(Standing.unwrap(next) < _END);
    }

    function testChangeOfClass(uint256 word, uint32 class, uint16 openingLength) external pure {
        Standing s = Standing.wrap(word % _END);
        if (s.nonceOf() == type(uint64).max) return;
        Standing next = s.changeClass(ClassId.wrap(class), openingLength);
        assert(next.nonceOf() == s.nonceOf() + 1);
        assert(ClassId.unwrap(next.classOf()) == class && next.openingLengthOf() == openingLength);
        assert(next.isEmpty() == s.isEmpty() && next.isSeized() == s.isSeized());
        _sameProof(s, next);
        assert(Standing.unwrap(next) < _END);
    }

    function _sameClass(Standing a, Standing b) private pure {
        assert(a.classOf() == b.classOf() && a.openingLengthOf() == b.openingLengthOf());
    }

    function _sameProof(Standing a, Standing b) private pure {
        assert(a.provenEpochOf() == b.provenEpochOf() && a.provenTickOf() == b.provenTickOf());
        assert(a.maintenanceOf() == b.maintenanceOf());
    }
}
