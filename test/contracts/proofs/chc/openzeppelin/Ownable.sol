// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Ownable
/// @notice Stands for the library's while theorems are proved: one owner, who stays. What holds of any owner holds of one
/// after another.
abstract contract Ownable {
    address private immutable _OWNER;

    constructor(address anyone) {
        _OWNER = anyone;
    }

    modifier onlyOwner() {
        if (msg.sender != _OWNER) revert();
        _;
    }

    function owner() public view returns (address) {
        return _OWNER;
    }
}
