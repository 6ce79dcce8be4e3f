// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AGE_LIMITS_BITS, AgeLimits} from "../../../contracts/types/AgeLimits.sol";
import {MarketHead} from "../../../contracts/types/MarketHead.sol";
import {ServingHead} from "../../../contracts/types/ServingHead.sol";

/// @title HeadLaws
/// @notice What the registry's two heads say after an epoch, a market and an alarm (P-13): what was put in comes out, the
/// epoch before becomes the predecessor, tiers fall only by the cool-down. And after a void epoch (P-29): the one that
/// takes its place is named with its own tier, the head says so until the next epoch, and nothing else moves.
contract HeadLaws {
    function testFollow(uint256 word, uint40 epoch, uint40 tick, uint8 tier, uint40 time) external pure {
        ServingHead head = ServingHead.wrap(word);
        ServingHead next = head.follow(epoch, tick, tier % 4, time);
        assert(next.hasEpoch() && next.epochOf() == epoch && next.tickOf() == tick);
        assert(next.tierOf() == tier % 4 && next.publishedAtOf() == time);
        assert(next.predecessorOf() == (head.hasEpoch() ? head.epochOf() : epoch));
        assert(next.predecessorTickOf() == head.tickOf());
        assert(AgeLimits.unwrap(next.limitsOf()) == AgeLimits.unwrap(head.limitsOf()));
        assert(next.alarmOf() >= tier % 4);
        // The newest market's tier stays.
        assert(next.follow(epoch, tick, 0, time).alarmOf() == head.follow(epoch, tick, 0, time).alarmOf());
    }

    function testLimitsAlone(uint256 word, uint256 limits) external pure {
        ServingHead head = ServingHead.wrap(word);
        AgeLimits given = AgeLimits.wrap(limits % (1 << AGE_LIMITS_BITS));
        ServingHead next = head.withLimits(given);
        assert(AgeLimits.unwrap(next.limitsOf()) == AgeLimits.unwrap(given));
        _sameEpochs(head, next);
        assert(next.alarmOf() == head.alarmOf());
    }

    function testMarketTierAlone(uint256 word, uint8 tier) external pure {
        ServingHead head = ServingHead.wrap(word);
        ServingHead next = head.withMarketTier(tier % 4);
        _sameEpochs(head, next);
        assert(AgeLimits.unwrap(next.limitsOf()) == AgeLimits.unwrap(head.limitsOf()));
        assert(next.alarmOf() == (head.tierOf() > tier % 4 ? head.tierOf() : tier % 4));
    }

    function testAlarmNeverCalms(uint256 word) external pure {
        ServingHead head = ServingHead.wrap(word);
        ServingHead next = head.withAlarm();
        assert(next.alarmOf() >= 2 && next.alarmOf() >= head.alarmOf());
        _sameEpochs(head, next);
        assert(ServingHead.unwrap(next.withAlarm()) == ServingHead.unwrap(next));
    }

    function testVoidGivesWay(uint256 word, uint40 before, uint8 tier) external pure {
        ServingHead head = ServingHead.wrap(word);
        ServingHead next = head.withVoid(before, tier % 4);
        assert(next.epochOf() == before && next.predecessorOf() == head.epochOf() && next.tierOf() == tier % 4);
        assert(next.tickOf() == head.tickOf() && next.predecessorTickOf() == head.predecessorTickOf());
        assert(next.hasEpoch() == head.hasEpoch() && next.publishedAtOf() == head.publishedAtOf());
        assert(AgeLimits.unwrap(next.limitsOf()) == AgeLimits.unwrap(head.limitsOf()));
        // The newest market's tier stays: without one above it, an epoch's own is the alarm.
        uint256 market = head.follow(0, 0, 0, 0).alarmOf();
        assert(next.alarmOf() == (market > tier % 4 ? market : tier % 4));
    }

    /// Epochs grow, so a head is void after a void epoch that had one before it, and no longer after the next.
    function testVoidUntilTheNext(uint256 word, uint40 before, uint8 tier, uint40 epoch, uint40 tick) external pure {
        ServingHead head = ServingHead.wrap(word);
        assert(head.withVoid(before, tier).isVoid() == (before < head.epochOf()));
        if (epoch > head.epochOf()) assert(!head.follow(epoch, tick, tier % 4, 0).isVoid());
        if (before < epoch) assert(!head.withVoid(before, tier).follow(epoch, tick, tier % 4, 0).isVoid());
    }

    /// A tier rises with the report, and every tier up to it remembers the count at which it was reported.
    function testTierRisesAtOnce(MarketHead memory head, uint40 epoch, uint8 tier, uint64 coolDown) external pure {
        if (head.count == type(uint40).max) return;
        head.alarms = _past(head);
        uint8 reported = tier % 4;
        MarketHead memory next = head.advance(epoch, reported, coolDown);
        assert(next.any && next.epoch == epoch && next.count == head.count + 1);
        assert(next.tier >= reported && next.tier < 4);
        for (uint256 t = 1; t < 4; ++t) {
            assert(_alarmAt(next, t) == (t <= reported ? next.count : _alarmAt(head, t)));
        }
    }

    /// A tier is the reported one, or the highest that was reported less than the cool-down ago.
    function testTierFallsByCoolDown(MarketHead memory head, uint40 epoch, uint8 tier, uint64 coolDown) external pure {
        if (head.count == type(uint40).max) return;
        head.alarms = _past(head);
        uint8 reported = tier % 4;
        MarketHead memory next = head.advance(epoch, reported, coolDown);
        for (uint256 t = 1; t < 4; ++t) {
            bool recent = _alarmAt(head, t) != 0 && uint256(next.count) - _alarmAt(head, t) < coolDown;
            if (recent) assert(next.tier >= t);
            if (!recent && t > reported) assert(next.tier != t);
        }
    }

    /// The alarms of a head, none of them at a count that is still to come.
    function _past(MarketHead memory head) private pure returns (uint120 alarms) {
        for (uint256 tier = 0; tier < 3; ++tier) {
            uint40 count = uint40(head.alarms >> (40 * tier));
            alarms |= uint120(count > head.count ? head.count : count) << uint120(40 * tier);
        }
    }

    function _alarmAt(MarketHead memory head, uint256 tier) private pure returns (uint40) {
        return uint40(head.alarms >> (40 * (tier - 1)));
    }

    function _sameEpochs(ServingHead a, ServingHead b) private pure {
        assert(a.epochOf() == b.epochOf() && a.tickOf() == b.tickOf() && a.tierOf() == b.tierOf());
        assert(a.predecessorOf() == b.predecessorOf() && a.predecessorTickOf() == b.predecessorTickOf());
        assert(a.hasEpoch() == b.hasEpoch() && a.publishedAtOf() == b.publishedAtOf() && a.isVoid() == b.isVoid());
    }
}
