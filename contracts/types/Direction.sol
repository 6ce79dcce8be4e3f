// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// Where a change of a venue's parameters leads: bit 0, something becomes stricter; bit 1, something becomes looser.
type Direction is uint8;

using {joined as |, isNone, loosens} for Direction global;

Direction constant UNCHANGED = Direction.wrap(0);
Direction constant STRICTER = Direction.wrap(1);
Direction constant LOOSER = Direction.wrap(2);

/// Both directions together.
function joined(Direction a, Direction b) pure returns (Direction) {
    return Direction.wrap(Direction.unwrap(a) | Direction.unwrap(b));
}

/// Whether nothing changes.
function isNone(Direction direction) pure returns (bool) {
    return Direction.unwrap(direction) == 0;
}

/// Whether anything becomes looser, whatever else becomes stricter.
function loosens(Direction direction) pure returns (bool) {
    return Direction.unwrap(direction) & 2 != 0;
}

/// The direction of a number that is the stricter the lower it is: a limit, an allowance.
function ofLimit(uint256 next, uint256 current) pure returns (Direction) {
    if (next == current) return UNCHANGED;
    return next < current ? STRICTER : LOOSER;
}

/// The direction of a number that is the stricter the higher it is: a requirement.
function ofRequirement(uint256 next, uint256 current) pure returns (Direction) {
    return ofLimit(current, next);
}
