// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// Who may become guardian first, and what the office can do.
struct Guardianship {
    /// Becomes guardian by accepting; zero for nobody.
    address nominee;
    /// Seconds after which a stop of the guardian's lapses unless the owner confirms it, from 1 to thirty days.
    uint40 limit;
}
