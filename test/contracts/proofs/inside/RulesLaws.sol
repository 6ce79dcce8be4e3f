// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VenueRules} from "../../../../contracts/market/VenueRules.sol";
import {AGE_BOUND, AgeLimits, ageLimits, MAINTENANCE_BOUND} from "../../../../contracts/types/AgeLimits.sol";

/// @title RulesLaws
/// @notice Rules that are accepted, for all rules: an account grows stale before it freezes, and both ages fit their word.
abstract contract RulesLaws is VenueRules {
    function testAcceptedRulesFit(Rules memory given) internal pure {
        uint256[5] memory numbers = _checked(given);
        assert(0 < numbers[0] && numbers[0] <= numbers[1] && numbers[1] < numbers[2] && numbers[2] < AGE_BOUND);
        assert(numbers[3] < MAINTENANCE_BOUND && numbers[4] > 0);
        AgeLimits limits = ageLimits(numbers[1], numbers[2], given.maxMaintenance);
        assert(limits.staleAbove() == numbers[1] && limits.frozenAbove() == numbers[2]);
        assert(limits.maxMaintenance() == given.maxMaintenance);
    }
}
