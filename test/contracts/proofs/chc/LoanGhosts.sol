// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title LoanGhosts
/// @notice Held to every step of a loan.
abstract contract LoanGhosts {
    /// P-28: a loan is its lender's, and what comes back was beyond all claims.
    function _loanMoved(address lender, uint256 was, uint256 becomes, uint256 held, uint256 claims) internal view {
        assert(msg.sender == lender);
        assert(becomes >= was || (claims <= held && was - becomes <= held - claims));
    }
}
