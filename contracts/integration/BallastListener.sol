// SPDX-License-Identifier: Apache-2.0
// solhint-disable compiler-version
pragma solidity >=0.8.4 <0.9.0;

import {IBallastGate, IBallastListener} from "./IBallast.sol";

/// @title BallastListener
/// @notice The other half of a gate that tells: passes updates to `onSizeUpdate` once it is sure who told.
/// @dev A gate names its listener when it is deployed, so the listener comes first and learns the gate's address later,
/// once. Flat exits and defaults are not told: follow the events `Exited` and `Defaulted`, or ask `health`.
abstract contract BallastListener is IBallastListener {
    /// @notice The gate that tells; zero until it is bound.
    IBallastGate public ballastGate;

    /// @notice This contract listens to this gate from now on.
    event BallastGateBound(address indexed gate);

    /// @notice Only the gate tells of updates.
    error BallastNotGate(address caller, address gate);

    /// @notice The contract listens to a gate already.
    error BallastGateAlreadyBound(address gate);

    /// @notice The gate tells somebody else.
    error BallastNotItsListener(address gate, address itsListener);

    /// @inheritdoc IBallastListener
    function onUpdate(address account, uint64 epoch, uint8 mode, uint256 commitment) external override {
        if (msg.sender != address(ballastGate)) revert BallastNotGate(msg.sender, address(ballastGate));
        onSizeUpdate(account, epoch, mode, commitment);
    }

    /// @notice Called after every accepted update, twice for a pair. The gate passes 100,000 gas, some of which is
    /// spent before; a revert here undoes nothing of the update, so never count on having been told.
    /// @param account whose book changed
    /// @param epoch the epoch it was proven at
    /// @param mode 0 full, 1 reduce-only, 2 maintenance
    /// @param commitment of the new book
    function onSizeUpdate(address account, uint64 epoch, uint8 mode, uint256 commitment) internal virtual;

    /// @dev Call it from a function that only the deployer may call: whoever binds decides whom the hook believes.
    function _bindBallastGate(IBallastGate gate) internal {
        if (address(ballastGate) != address(0)) revert BallastGateAlreadyBound(address(ballastGate));
        address named = address(gate.LISTENER());
        if (named != address(this)) revert BallastNotItsListener(address(gate), named);
        ballastGate = gate;
        emit BallastGateBound(address(gate));
    }
}
