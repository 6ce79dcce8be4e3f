// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The two notices of a venue's changes, seconds: 0 < tighten < loosen.
struct Notices {
    /// Before a change that only tightens.
    uint64 tighten;
    /// Before a change that loosens anything.
    uint64 loosen;
}
