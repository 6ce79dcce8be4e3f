// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// A signed amount of quote currency in 1e-6 units, magnitude below 2^84; one unit is one base unit of the cash token.
type Micros is int256;

/// The number of an epoch on the grid t0 + k·L.
type Epoch is uint64;

/// The size class of a book: 1 desk-8, 2 desk-16, 3 fund-64.
type ClassId is uint32;

using {sameEpoch as ==, laterEpoch as >} for Epoch global;
using {sameClass as ==} for ClassId global;

/// Whether two epochs are the same.
function sameEpoch(Epoch a, Epoch b) pure returns (bool) {
    return Epoch.unwrap(a) == Epoch.unwrap(b);
}

/// Whether epoch `a` comes after epoch `b`.
function laterEpoch(Epoch a, Epoch b) pure returns (bool) {
    return Epoch.unwrap(a) > Epoch.unwrap(b);
}

/// Whether two classes are the same.
function sameClass(ClassId a, ClassId b) pure returns (bool) {
    return ClassId.unwrap(a) == ClassId.unwrap(b);
}
