// SPDX-License-Identifier: Apache-2.0
// solhint-disable compiler-version
pragma solidity >=0.8.4 <0.9.0;

import {IBallastGate, IBallastMarket} from "./IBallast.sol";

/// @title BallastGated
/// @notice Lets an account act only while its book is proven: `onlyHealthy(account)`.
/// @dev Assumes: the gate is the venue's. Liveness: a refusal is the protocol's own; gate what grows or takes value
/// out, and leave every way out of a position open, as the gate does.
abstract contract BallastGated {
    /// @notice The gate that is asked.
    IBallastGate public immutable BALLAST_GATE;

    /// @notice The registry that gate judges by.
    IBallastMarket public immutable BALLAST_MARKET;

    /// @notice Ticks since its proof after which an account is refused, though the gate may still call it healthy.
    uint64 public immutable BALLAST_MAX_AGE;

    /// @notice Tier of the newest market from which everybody is refused, 1 … 3; 0 for none.
    uint8 public immutable BALLAST_HALTING_TIER;

    /// @notice The gate's address holds no code.
    error BallastGateWithoutCode(address gate);

    /// @notice There is no such tier to halt at.
    error BallastTierOutOfRange(uint8 tier);

    /// @notice The account is not proven in mode 0: its state is not `Healthy`.
    error BallastNotHealthy(address account, IBallastGate.State state);

    /// @notice The account's proof is older than this protocol accepts.
    error BallastProofTooOld(address account, uint64 age, uint64 maxAge);

    /// @notice No fresh epoch: accounts do not age meanwhile, so their state says nothing of today's market.
    error BallastMarketStale(address market);

    /// @notice The newest market is at or above the tier at which this protocol halts.
    error BallastMarketHalted(uint8 tier, uint8 haltingTier);

    /// @param gate the venue's gate
    /// @param maxAge in ticks; 0 accepts proofs of the latest epoch only
    /// @param haltingTier 1 … 3, or 0 for none
    constructor(IBallastGate gate, uint64 maxAge, uint8 haltingTier) {
        if (address(gate).code.length == 0) revert BallastGateWithoutCode(address(gate));
        if (haltingTier > 3) revert BallastTierOutOfRange(haltingTier);
        BALLAST_GATE = gate;
        BALLAST_MARKET = gate.MARKET();
        BALLAST_MAX_AGE = maxAge;
        BALLAST_HALTING_TIER = haltingTier;
    }

    /// @dev Refuses unless the account's book is proven as the constructor's arguments ask.
    modifier onlyHealthy(address account) {
        _requireHealthy(account);
        _;
    }

    /// @notice Whether `onlyHealthy` would let an account pass now.
    function isBallastHealthy(address account) public view returns (bool) {
        IBallastGate.Health memory health = BALLAST_GATE.health(account);
        bool proven = health.state == IBallastGate.State.Healthy && health.age <= BALLAST_MAX_AGE;
        return proven && !BALLAST_MARKET.stale() && !_halts(_ballastTier());
    }

    function _requireHealthy(address account) internal view {
        IBallastGate.Health memory health = BALLAST_GATE.health(account);
        if (health.state != IBallastGate.State.Healthy) revert BallastNotHealthy(account, health.state);
        if (health.age > BALLAST_MAX_AGE) revert BallastProofTooOld(account, health.age, BALLAST_MAX_AGE);
        if (BALLAST_MARKET.stale()) revert BallastMarketStale(address(BALLAST_MARKET));
        uint8 tier = _ballastTier();
        if (_halts(tier)) revert BallastMarketHalted(tier, BALLAST_HALTING_TIER);
    }

    /// @dev Not asked for where no tier halts: a read less.
    function _ballastTier() private view returns (uint8 tier) {
        if (BALLAST_HALTING_TIER != 0) (, , tier, ) = BALLAST_MARKET.marketHead();
    }

    function _halts(uint8 tier) private view returns (bool) {
        return BALLAST_HALTING_TIER != 0 && tier >= BALLAST_HALTING_TIER;
    }
}
