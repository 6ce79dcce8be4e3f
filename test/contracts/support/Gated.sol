// SPDX-License-Identifier: Apache-2.0
// Small doubles stand together.
// solhint-disable one-contract-per-file
pragma solidity 0.8.37;

import {BallastGated} from "../../../contracts/integration/BallastGated.sol";
import {BallastListener} from "../../../contracts/integration/BallastListener.sol";
import {IBallastGate} from "../../../contracts/integration/IBallast.sol";

/// @title Gated
/// @notice A protocol of one gated function and one that is not, to tell what the gate costs.
contract Gated is BallastGated {
    /// @notice How often somebody acted.
    uint256 public acts = 1;

    constructor(IBallastGate gate, uint64 maxAge, uint8 haltingTier) BallastGated(gate, maxAge, haltingTier) {}

    /// @notice Refuses everybody who is not proven.
    function act() external onlyHealthy(msg.sender) {
        ++acts;
    }

    /// @notice Refuses nobody.
    function actFreely() external {
        ++acts;
    }
}

/// @title Listening
/// @notice Keeps what it was told last.
contract Listening is BallastListener {
    /// @notice What it was told.
    struct Told {
        address account;
        uint64 epoch;
        uint8 mode;
        uint256 commitment;
    }

    /// @notice The last update.
    Told public last;

    /// @notice How often it was told.
    uint256 public count;

    address private immutable _DEPLOYER = msg.sender;

    /// @notice Only its deployer binds it.
    error ListeningNotDeployer(address caller);

    /// @notice Names the gate it believes.
    function bind(IBallastGate gate) external {
        if (msg.sender != _DEPLOYER) revert ListeningNotDeployer(msg.sender);
        _bindBallastGate(gate);
    }

    /// @inheritdoc BallastListener
    function onSizeUpdate(address account, uint64 epoch, uint8 mode, uint256 commitment) internal override {
        last = Told(account, epoch, mode, commitment);
        ++count;
    }
}
