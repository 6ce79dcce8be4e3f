// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGateOperators} from "../interfaces/IGateOperators.sol";
import {IMandateBook} from "../interfaces/IMandateBook.sol";
import {ISizingGate} from "../interfaces/ISizingGate.sol";

/// @title GateOperators
/// @notice Which book holds an account's mandates, and whose consent an authorization carries. Limits are the book's.
abstract contract GateOperators is ISizingGate {
    /// @dev The first 12 bytes of the last word of an operator's authorization.
    bytes12 private constant _OPERATOR_TAG = "ballast/op/1";

    /// @inheritdoc IGateOperators
    mapping(address account => IMandateBook book) public mandateBookOf;

    /// @inheritdoc IGateOperators
    function setMandateBook(IMandateBook book) external {
        if (address(book) != address(0) && address(book).code.length == 0) {
            revert SizingGateMandateBookWithoutCode(address(book));
        }
        mandateBookOf[msg.sender] = book;
        emit MandateBookSet(msg.sender, book);
    }

    /// @dev Whose consent an authorization carries: its bytes alone decide, not who sends it. Without an operator's
    /// word at the end it is the account's own, and all of it is the account's signature.
    function _consenter(address account, bytes calldata authorization)
        internal
        pure
        returns (address consenter, bytes calldata signature)
    {
        (consenter, signature) = (account, authorization);
        if (authorization.length < 32) return (consenter, signature);
        bytes32 word;
        assembly ("memory-safe") {
            word := calldataload(add(authorization.offset, sub(authorization.length, 32)))
        }
        if (bytes12(word) != _OPERATOR_TAG) return (consenter, signature);
        return (address(uint160(uint256(word))), authorization[:authorization.length - 32]);
    }

    /// @dev Holds an operator's change to its mandate. Reverts when there is none, and is undone with the change. The
    /// book is the account's choice and may call anything: nothing of either side is stored yet, and the lock is on.
    function _useMandate(
        address operator,
        address counterparty,
        Change calldata change,
        uint64 nonce,
        uint256 call
    ) internal {
        IMandateBook book = mandateBookOf[change.account];
        if (address(book) == address(0)) revert SizingGateNoMandateBook(change.account, operator);
        book.use(change.account, operator, counterparty, change.recipient, nonce, call);
    }
}
