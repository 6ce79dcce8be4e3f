// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanSlice} from "./LoanSlice.sol";

/// @title LoanProof
/// @notice What was lent to the vault, with what holds of it after every call of any series. Tokens are left out, and so
/// is what else changes what is held and owed: both may be anything at any time. It begins with any loan, so that a wrong
/// step needs no right one before it to be found.
contract LoanProof is LoanSlice {
    constructor(address lender, uint256 loan, uint256 units, uint256 claims) {
        advancedBy[lender] = loan;
        // Asset 0 is cash.
        (held[0], totalClaimable[0]) = (units, claims);
    }

    function anythingElse(uint256 asset, uint256 units, uint256 claims) external {
        (held[asset], totalClaimable[asset]) = (units, claims);
    }
}
