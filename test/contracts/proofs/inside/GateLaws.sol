// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CollateralLimbs} from "../../../../contracts/libraries/CollateralLimbs.sol";
import {SizingGate} from "../../../../contracts/SizingGate.sol";
import {AgeLimits} from "../../../../contracts/types/AgeLimits.sol";
import {Standing} from "../../../../contracts/types/Standing.sol";
import {Epoch} from "../../../../contracts/types/Units.sol";

/// @title GateLaws
/// @notice Rules of the gate that a word of storage decides, for all words. Functions that are private in the gate are
/// read as internal, so that they can be called here.
abstract contract GateLaws is SizingGate {
    using CollateralLimbs for uint160;

    /// P-15: a reduction stamps nothing. P-16: a maintenance refresh counts once an epoch, and never beyond the most.
    /// P-09: only `proceed` moves the nonce.
    function testStamps(Change calldata change, Step memory step) internal pure {
        if (change.mode > 2) return;
        Standing before = step.standing;
        Standing next = _stamped(change, step);
        assert(next.nonceOf() == before.nonceOf());
        assert(next.classOf() == before.classOf() && next.openingLengthOf() == before.openingLengthOf());
        if (change.mode == 1) assert(Standing.unwrap(next) == Standing.unwrap(before));
        if (change.mode != 1) assert(next.provenEpochOf() == change.epoch && next.provenTickOf() == step.tick);
        if (change.mode == 0) assert(next.maintenanceOf() == 0);
        if (change.mode == 2) {
            bool again = before.maintenanceOf() != 0 && before.provenEpochOf() == change.epoch;
            if (again) assert(next.maintenanceOf() == before.maintenanceOf());
            if (!again) assert(next.maintenanceOf() == before.maintenanceOf() + 1);
            if (!again) assert(next.maintenanceOf() <= step.limits.maxMaintenance());
            assert(next.maintenanceOf() > 0);
        }
    }

    /// P-02: a flow moves its own asset's lots by its amount, and no other's.
    function testFlows(Change calldata change, uint160 collateral) internal pure {
        if (change.flowAsset == 0 || change.flowAsset > 4) return;
        uint256 k = change.flowAsset - 1;
        uint160 next = _flowCollateral(change, collateral);
        if (change.flowOut) assert(next.get(k) + change.flowAmount == collateral.get(k));
        else assert(next.get(k) == collateral.get(k) + change.flowAmount);
        for (uint256 other = 0; other < 4; ++other) {
            if (other != k) assert(next.get(other) == collateral.get(other));
        }
    }

    /// P-16: a trade that counts is one more in its epoch, at most the account's own limit; a reduction counts nowhere.
    function testTrades(Change calldata change, Account storage account) internal {
        (Epoch epoch, uint16 count, uint16 limit) = (account.tradeEpoch, account.tradeCount, account.tradeLimit);
        _countTrade(change, account);
        assert(account.tradeLimit == limit);
        if (change.mode == 1) assert(account.tradeEpoch == epoch && account.tradeCount == count);
        if (change.mode == 1) return;
        assert(!(epoch > account.tradeEpoch) && !(change.epoch > account.tradeEpoch));
        assert(account.tradeCount == (account.tradeEpoch == epoch ? count + 1 : 1));
        if (limit != 0 && account.tradeEpoch == epoch) assert(account.tradeCount <= limit);
    }

    /// P-17: an account is defaulted exactly when it was seized or is past its time, and never while it is empty.
    function testStates(uint256 word, uint40 latestTick, uint256 limitsWord) internal pure {
        (Standing standing, AgeLimits limits) = (Standing.wrap(word), AgeLimits.wrap(limitsWord));
        if (standing.provenTickOf() > latestTick) return;
        uint256 age = latestTick - standing.provenTickOf();
        State state = _stateAt(standing, latestTick, limits);
        bool over = standing.isSeized() || age > limits.frozenAbove();
        assert((state == State.Empty) == standing.isEmpty());
        assert((state == State.Defaulted) == (over && !standing.isEmpty()));
        assert(_isFrozen(standing, latestTick, limits) == (age > limits.frozenAbove()));
        if (state == State.Healthy) assert(age <= limits.staleAbove() && standing.maintenanceOf() == 0);
    }
}
