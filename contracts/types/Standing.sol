// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ClassId, Epoch} from "./Units.sol";

/// What every update of an account writes, in one word, low bits first: nonce 64, proven epoch 64, proven tick 40,
/// class 32, opening length 16, maintenance count 8, empty 1, seized 1. Proven epoch and tick are those of the last
/// proof in mode 0 or 2. A hand-packed word is read and written once per update; a packed struct is so per field.
type Standing is uint256;

using {
    nonceOf,
    provenEpochOf,
    provenTickOf,
    classOf,
    openingLengthOf,
    maintenanceOf,
    isEmpty,
    isSeized,
    proceed,
    stamp,
    seize,
    reset,
    changeClass
} for Standing global;

uint256 constant EPOCH_AT = 64;
uint256 constant TICK_AT = 128;
uint256 constant CLASS_AT = 168;
uint256 constant OPENING_AT = 200;
uint256 constant MAINTENANCE_AT = 216;
uint256 constant EMPTY = 1 << 224;
uint256 constant SEIZED = 1 << 225;

/// @dev Class and opening length: what only a change of class replaces.
uint256 constant KEPT = (1 << MAINTENANCE_AT) - (1 << CLASS_AT);
uint256 constant NONCE = type(uint64).max;

/// The standing of a new account.
function opened(ClassId class, uint16 openingLength) pure returns (Standing) {
    return Standing.wrap((uint256(ClassId.unwrap(class)) << CLASS_AT) | (uint256(openingLength) << OPENING_AT) | EMPTY);
}

/// Changes accepted so far.
function nonceOf(Standing s) pure returns (uint64) {
    return uint64(Standing.unwrap(s));
}

/// Epoch of the last proof in mode 0 or 2.
function provenEpochOf(Standing s) pure returns (Epoch) {
    return Epoch.wrap(uint64(Standing.unwrap(s) >> EPOCH_AT));
}

/// Tick of that epoch.
function provenTickOf(Standing s) pure returns (uint40) {
    return uint40(Standing.unwrap(s) >> TICK_AT);
}

/// Class of the account's book; zero when it was never opened.
function classOf(Standing s) pure returns (ClassId) {
    return ClassId.wrap(uint32(Standing.unwrap(s) >> CLASS_AT));
}

/// Bytes of an encrypted opening.
function openingLengthOf(Standing s) pure returns (uint16) {
    return uint16(Standing.unwrap(s) >> OPENING_AT);
}

/// Maintenance refreshes in a row.
function maintenanceOf(Standing s) pure returns (uint8) {
    return uint8(Standing.unwrap(s) >> MAINTENANCE_AT);
}

/// Whether the account holds the constant commitment of its class.
function isEmpty(Standing s) pure returns (bool) {
    return Standing.unwrap(s) & EMPTY != 0;
}

/// Whether the account's collateral went to the default fund.
function isSeized(Standing s) pure returns (bool) {
    return Standing.unwrap(s) & SEIZED != 0;
}

/// The standing after a change: next nonce, not empty. Assumes fewer than 2^64 - 1 changes.
function proceed(Standing s) pure returns (Standing) {
    // The word stays below 2^226, so the sum cannot leave 256 bits.
    unchecked {
        return Standing.wrap((Standing.unwrap(s) & ~EMPTY) + 1);
    }
}

/// The standing with another proof. Assumes nothing of the old one.
function stamp(Standing s, Epoch epoch, uint40 tick, uint8 maintenance) pure returns (Standing) {
    uint256 kept = Standing.unwrap(s) & (KEPT | NONCE | EMPTY | SEIZED);
    uint256 proof = (uint256(Epoch.unwrap(epoch)) << EPOCH_AT) | (uint256(tick) << TICK_AT);
    return Standing.wrap(kept | proof | (uint256(maintenance) << MAINTENANCE_AT));
}

/// The standing after the collateral was seized.
function seize(Standing s) pure returns (Standing) {
    return Standing.wrap(Standing.unwrap(s) | SEIZED);
}

/// The standing after an exit: empty again, with the next nonce.
function reset(Standing s) pure returns (Standing) {
    return Standing.wrap(((Standing.unwrap(s) & (KEPT | NONCE)) + 1) | EMPTY);
}

/// The standing in another class, with the next nonce; everything else stays.
function changeClass(Standing s, ClassId class, uint16 openingLength) pure returns (Standing) {
    uint256 added = (uint256(ClassId.unwrap(class)) << CLASS_AT) | (uint256(openingLength) << OPENING_AT);
    return Standing.wrap(((Standing.unwrap(s) & ~KEPT) | added) + 1);
}
