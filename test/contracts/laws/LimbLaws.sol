// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CollateralLimbs} from "../../../contracts/libraries/CollateralLimbs.sol";
import {MovePacking} from "../../../contracts/libraries/MovePacking.sol";
import {AGE_BOUND, AgeLimits, ageLimits, MAINTENANCE_BOUND} from "../../../contracts/types/AgeLimits.sol";
import {Direction, LOOSER, ofLimit, ofRequirement, STRICTER, UNCHANGED} from "../../../contracts/types/Direction.sol";
import {Stop} from "../../../contracts/types/Stop.sol";
import {ClassId} from "../../../contracts/types/Units.sol";

/// @title LimbLaws
/// @notice The small words: lots of four assets, ages, stops, directions, routes of moves.
contract LimbLaws {
    using CollateralLimbs for uint160;

    function testOneLimbAlone(uint160 limbs, uint8 place, uint40 lots) external pure {
        uint256 k = place % 4;
        uint160 next = limbs.set(k, lots);
        assert(next.get(k) == lots);
        for (uint256 other = 0; other < 4; ++other) {
            if (other != k) assert(next.get(other) == limbs.get(other));
        }
        assert(next.set(k, limbs.get(k)) == limbs);
    }

    function testLimbsAreTheWord(uint160 limbs) external pure {
        uint256 sum = 0;
        for (uint256 k = 0; k < 4; ++k) sum += limbs.get(k) << (40 * k);
        assert(sum == limbs);
    }

    function testAges(uint256 stale, uint256 frozen, uint256 maintenance) external pure {
        (stale, frozen, maintenance) = (stale % AGE_BOUND, frozen % AGE_BOUND, maintenance % MAINTENANCE_BOUND);
        AgeLimits limits = ageLimits(stale, frozen, maintenance);
        assert(limits.staleAbove() == stale && limits.frozenAbove() == frozen);
        assert(limits.maxMaintenance() == maintenance);
    }

    function testOwnersStopHasNoEnd(uint48 word) external pure {
        Stop stop = Stop.wrap(word).forGood();
        assert(stop.endOf() == type(uint40).max && stop.isSpent() == Stop.wrap(word).isSpent());
    }

    function testGuardiansStopShortensNone(uint48 word, uint40 end) external pure {
        Stop before = Stop.wrap(word % (1 << 41));
        Stop stop = before.spentUntil(end);
        assert(stop.isSpent() && stop.endOf() >= before.endOf() && stop.endOf() >= end);
        assert(stop.endOf() == before.endOf() || stop.endOf() == end);
    }

    /// A stop is twice its end, and one more when the guardian's is spent.
    function testStopIsArithmetic(uint48 word, uint40 end) external pure {
        Stop stop = Stop.wrap(word % (1 << 41));
        assert(stop.endOf() == uint40(Stop.unwrap(stop) / 2) && stop.isSpent() == (Stop.unwrap(stop) % 2 == 1));
        assert(Stop.unwrap(stop.forGood()) == uint48(type(uint40).max) * 2 + Stop.unwrap(stop) % 2);
        assert(Stop.unwrap(stop.spentUntil(end)) == uint48(stop.endOf() > end ? stop.endOf() : end) * 2 + 1);
    }

    function testDirections(uint256 next, uint256 current) external pure {
        assert(ofLimit(next, current).isNone() == (next == current));
        assert(ofLimit(next, current).loosens() == (next > current));
        assert(ofRequirement(next, current).loosens() == (next < current));
        assert(Direction.unwrap(ofLimit(next, current)) < 3);
    }

    function testBothDirections(uint8 one, uint8 other) external pure {
        Direction a = Direction.wrap(one % 4);
        Direction b = Direction.wrap(other % 4);
        assert((a | b).loosens() == (a.loosens() || b.loosens()));
        assert((a | b).isNone() == (a.isNone() && b.isNone()));
        assert(!(UNCHANGED | STRICTER).loosens() && (STRICTER | LOOSER).loosens());
    }

    /// No move has the number of another, nor that of a class.
    function testRoutes(uint16 from, uint16 to, uint16 otherFrom, uint16 otherTo) external pure {
        uint32 route = ClassId.unwrap(MovePacking.route(ClassId.wrap(from), ClassId.wrap(to)));
        uint32 other = ClassId.unwrap(MovePacking.route(ClassId.wrap(otherFrom), ClassId.wrap(otherTo)));
        assert((route == other) == (from == otherFrom && to == otherTo));
        if (from != 0) assert(route >= MovePacking.CLASS_BOUND);
    }
}
