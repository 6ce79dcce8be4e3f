// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {Guarded} from "../../../../contracts/governance/Guarded.sol";
import {Guardianship} from "../../../../contracts/types/Guardianship.sol";
import {NEVER_STOPPED, Stop} from "../../../../contracts/types/Stop.sol";

/// @title OfficeProof
/// @notice One thing that can be stopped, as the gate's mode 0 and each of the router's versions are: stopped by what
/// `Guarded` makes of the stop before, served again by the owner. Seconds stay below 2^39.
contract OfficeProof is Guarded {
    Stop private _stop;

    constructor(address owner, Guardianship memory office) Ownable(owner) Guarded(office) {}

    function stop() external {
        require(block.timestamp < 1 << 39);
        _stop = _stopped(_stop);
    }

    function serveAgain() external onlyOwner {
        _stop = NEVER_STOPPED;
    }

    /// A stop holds until its end and no longer, and the limit is thirty days at most.
    function lapses() external view {
        assert(_stop.holds() == (block.timestamp < _stop.endOf()));
        assert(0 < GUARDIAN_LIMIT && GUARDIAN_LIMIT <= 30 days);
    }
}
