// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title MintableToken
/// @notice A plain token that anyone may mint, for the demonstration's local chain only.
contract MintableToken is ERC20 {
    uint8 private immutable DECIMALS;

    /// @param symbol its symbol and name
    /// @param units its decimals
    constructor(string memory symbol, uint8 units) ERC20(symbol, symbol) {
        DECIMALS = units;
    }

    /// @notice Gives tokens to anyone.
    /// @param to who gets them
    /// @param amount base units
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @inheritdoc ERC20
    function decimals() public view override returns (uint8) {
        return DECIMALS;
    }
}
