// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {LocalChainOnly} from "./LocalChainOnly.sol";

/// @title MockToken
/// @notice A token of six decimals that anybody may mint.
contract MockToken is ERC20, LocalChainOnly {
    /// @param symbol its symbol and name
    constructor(string memory symbol) ERC20(symbol, symbol) {}

    /// @notice Gives tokens to anyone.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @inheritdoc ERC20
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
