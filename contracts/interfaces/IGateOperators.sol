// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMandateBook} from "./IMandateBook.sol";

/// @title IGateOperators
/// @notice How an account lets operators consent to its changes: it names a book of mandates, and the gate asks that
/// book whenever an authorization names an operator. The operator sends the change itself or signs the consent digest;
/// either way the authorization ends in the operator's word, 12 bytes of tag (`ballast/op/1`) and 20 of address, with
/// its signature before it.
interface IGateOperators {
    /// @notice An account named its book of mandates, or none.
    event MandateBookSet(address indexed account, IMandateBook book);

    /// @notice The authorization names an operator, and the account named no book.
    error SizingGateNoMandateBook(address account, address operator);

    /// @notice A book of mandates is a contract.
    error SizingGateMandateBookWithoutCode(address book);

    /// @notice Names the book that holds the caller's mandates; zero for none, which ends all of them at once.
    /// @dev Assumes: the caller trusts the book to hold operators to their mandates. Liveness: always.
    /// @param book the book
    function setMandateBook(IMandateBook book) external;

    /// @notice The book that an account named, or zero.
    /// @param account any address
    function mandateBookOf(address account) external view returns (IMandateBook);
}
