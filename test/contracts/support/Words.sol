// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CollateralLimbs} from "../../../contracts/libraries/CollateralLimbs.sol";
import {AgeLimits, ageLimits} from "../../../contracts/types/AgeLimits.sol";
import {factorAt, FactorState} from "../../../contracts/types/FactorState.sol";
import {MarketHead} from "../../../contracts/types/MarketHead.sol";
import {ServingHead} from "../../../contracts/types/ServingHead.sol";
import {opened, Standing} from "../../../contracts/types/Standing.sol";
import {ClassId, Epoch} from "../../../contracts/types/Units.sol";

/// @title Words
/// @notice Shows the hand-packed words to tests: what is read of one, and what each step makes of it.
contract Words {
    using CollateralLimbs for uint160;

    /// @notice What is read of a standing, in the order of its bits.
    function standing(Standing s) external pure returns (uint256[8] memory) {
        return [
            s.nonceOf(),
            Epoch.unwrap(s.provenEpochOf()),
            s.provenTickOf(),
            ClassId.unwrap(s.classOf()),
            s.openingLengthOf(),
            s.maintenanceOf(),
            s.isEmpty() ? uint256(1) : 0,
            s.isSeized() ? uint256(1) : 0
        ];
    }

    function openedStanding(ClassId class, uint16 length) external pure returns (Standing) {
        return opened(class, length);
    }

    function proceed(Standing s) external pure returns (Standing) {
        return s.proceed();
    }

    function stamp(Standing s, Epoch epoch, uint40 tick, uint8 maintenance) external pure returns (Standing) {
        return s.stamp(epoch, tick, maintenance);
    }

    function seize(Standing s) external pure returns (Standing) {
        return s.seize();
    }

    function reset(Standing s) external pure returns (Standing) {
        return s.reset();
    }

    function changeClass(Standing s, ClassId class, uint16 length) external pure returns (Standing) {
        return s.changeClass(class, length);
    }

    function limb(uint160 limbs, uint256 k) external pure returns (uint256) {
        return limbs.get(k);
    }

    function withLimb(uint160 limbs, uint256 k, uint256 lots) external pure returns (uint160) {
        return limbs.set(k, lots);
    }

    /// @notice What is read of a head, in the order of its bits; the market's tier only shows in the alarm.
    function head(ServingHead h) external pure returns (uint256[10] memory) {
        return [
            h.epochOf(),
            h.tickOf(),
            h.tierOf(),
            h.alarmOf(),
            h.hasEpoch() ? uint256(1) : 0,
            h.predecessorOf(),
            h.predecessorTickOf(),
            h.publishedAtOf(),
            AgeLimits.unwrap(h.limitsOf()),
            h.isVoid() ? uint256(1) : 0
        ];
    }

    function withLimits(ServingHead h, AgeLimits limits) external pure returns (ServingHead) {
        return h.withLimits(limits);
    }

    function withMarketTier(ServingHead h, uint8 tier) external pure returns (ServingHead) {
        return h.withMarketTier(tier);
    }

    function withAlarm(ServingHead h) external pure returns (ServingHead) {
        return h.withAlarm();
    }

    function withVoid(ServingHead h, uint64 before, uint8 tier) external pure returns (ServingHead) {
        return h.withVoid(before, tier);
    }

    function follow(ServingHead h, uint64 epoch, uint64 tick, uint8 tier, uint256 time)
        external
        pure
        returns (ServingHead)
    {
        return h.follow(epoch, tick, tier, time);
    }

    function advance(MarketHead memory market, uint64 epoch, uint8 reported, uint64 coolDown)
        external
        pure
        returns (MarketHead memory)
    {
        return market.advance(epoch, reported, coolDown);
    }

    function packAges(uint256 stale, uint256 frozen, uint256 maintenance) external pure returns (AgeLimits) {
        return ageLimits(stale, frozen, maintenance);
    }

    function ages(AgeLimits limits) external pure returns (uint256[3] memory) {
        return [limits.staleAbove(), limits.frozenAbove(), limits.maxMaintenance()];
    }

    function newFactor(uint256 price) external pure returns (FactorState) {
        return factorAt(price);
    }

    function priceOf(FactorState state) external pure returns (uint256) {
        return state.priceOf();
    }

    function widen(FactorState state, uint256 window, uint256 price) external pure returns (FactorState) {
        return state.widen(window, price);
    }

    function rangeUpTo(FactorState state, uint256 epoch, uint256 price) external pure returns (uint256, uint256) {
        return state.rangeUpTo(epoch, price);
    }

    function settle(FactorState state, uint256 epoch, uint256 price) external pure returns (FactorState) {
        return state.settle(epoch, price);
    }
}
