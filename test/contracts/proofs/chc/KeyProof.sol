// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DefaultKey} from "../../../../contracts/default/DefaultKey.sol";

/// @title KeyProof
/// @notice The key of escrowed openings: none but the first is in force before its notice.
contract KeyProof is DefaultKey {
    constructor(address owner, uint64 notice, bytes32 first) DefaultKey(owner, notice, first) {}
}
