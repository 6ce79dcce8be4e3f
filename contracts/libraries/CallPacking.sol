// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISizingGate} from "../interfaces/ISizingGate.sol";
import {ClassId} from "../types/Units.sol";

/// @title CallPacking
/// @notice The fifth public input: context, mode, side and flow in 251 bits. Assumes the fields were checked before.
library CallPacking {
    uint256 private constant _CONTEXT_MASK = (1 << 180) - 1;

    /// @notice Packs a change of an account with this nonce and class, for this chain and the calling gate.
    function pack(ISizingGate.Change calldata change, uint64 nonce, ClassId class) internal view returns (uint256) {
        uint256 flow = (uint256(change.flowAsset) << 183) | (uint256(change.flowAmount) << 187);
        if (change.flowOut) flow |= 1 << 186;
        return context(change, nonce, class) | (uint256(change.mode) << 180) | (uint256(change.side) << 182) | flow;
    }

    /// @notice The low 180 bits of the hash of everything a proof must be bound to.
    function context(ISizingGate.Change calldata change, uint64 nonce, ClassId class) internal view returns (uint256) {
        bytes32 hash = keccak256(
            abi.encode(
                block.chainid,
                address(this),
                change.account,
                nonce,
                class,
                change.deadline,
                change.epoch,
                change.recipient,
                keccak256(change.opening)
            )
        );
        return uint256(hash) & _CONTEXT_MASK;
    }
}
