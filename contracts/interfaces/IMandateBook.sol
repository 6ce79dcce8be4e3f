// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IMandateBook
/// @notice Mandates: what an operator may consent to for an account at a gate, and how much of it is left. One book
/// serves every gate of a chain. A mandate counts once the account names the book at the gate (`setMandateBook`). It
/// lets nobody grant, revoke, exit or open an account. Its limits bind what a gate sees: not the price of a trade.
interface IMandateBook {
    /// @notice What an operator may do for an account.
    struct Mandate {
        /// Last second in which it holds.
        uint64 validUntil;
        /// Bit m: changes of mode m.
        uint8 modes;
        /// Whether it may trade.
        bool trades;
        /// The only account it may trade with; zero for any.
        address counterparty;
        /// Bit a: asset a may flow in. Asset 0 is cash, k + 1 collateral k.
        uint8 inflows;
        /// Bit a: asset a may flow out.
        uint8 outflows;
        /// The only recipient of outflows; zero for the account itself.
        address recipient;
        /// Seconds of a period. One begins with the first use after the last one ended.
        uint32 period;
        /// Within a period: at 0 to 4 how much of an asset may flow, in and out together, µ-quote or lots; at 5 how
        /// many changes. 2^64 - 1 for no limit.
        uint64[6] caps;
    }

    /// @notice An account granted a mandate, in place of any other of this operator at this gate.
    event Granted(address indexed gate, address indexed account, address indexed operator, Mandate mandate);

    /// @notice An account took a mandate back.
    event Revoked(address indexed gate, address indexed account, address indexed operator);

    /// @notice An operator consented to the account's change with this nonce.
    event Used(address indexed gate, address indexed account, address indexed operator, uint64 nonce);

    /// @notice The operator is zero or the account itself.
    error MandateBookBadOperator(address operator);

    /// @notice The mandate would have ended already.
    error MandateBookInPast(uint64 validUntil, uint256 time);

    /// @notice The mandate allows no mode, or has a bit of a mode or an asset that does not exist.
    error MandateBookBadBits(uint8 modes, uint8 inflows, uint8 outflows);

    /// @notice A period of zero seconds limits nothing.
    error MandateBookNoPeriod();

    /// @notice The deadline of a signature has passed.
    error MandateBookDeadlinePassed(uint64 deadline, uint256 time);

    /// @notice The signature is not the account's, or is of another grant, revocation or nonce.
    error MandateBookUnsigned(address account, bytes32 digest);

    /// @notice The account gave this operator no mandate at this gate, or took it back.
    error MandateBookNoMandate(address account, address operator);

    /// @notice The mandate ended.
    error MandateBookExpired(address account, address operator, uint64 validUntil);

    /// @notice The mandate does not reach to this mode.
    error MandateBookWrongMode(address operator, uint8 mode);

    /// @notice The mandate does not reach to trades, or to this counterparty.
    error MandateBookWrongTrade(address operator, address counterparty);

    /// @notice The mandate does not let this asset flow in this direction.
    error MandateBookWrongFlow(address operator, uint8 asset, bool out);

    /// @notice The mandate names another recipient.
    error MandateBookWrongRecipient(address operator, address allowed, address recipient);

    /// @notice Less of a cap is left in this period than asked: `what` is an asset, or 5 for the number of changes.
    error MandateBookSpent(address operator, uint256 what, uint64 left, uint64 asked);

    /// @notice Grants an operator a mandate of the caller at a gate, in place of any earlier one and its use.
    /// @dev Assumes: the account trusts the operator with everything inside the limits. Liveness: always. Voids every
    /// signed grant and revocation of the caller that was not sent yet.
    /// @param gate where it counts
    /// @param operator a key or a contract, not the account
    /// @param mandate the limits
    function grant(address gate, address operator, Mandate calldata mandate) external;

    /// @notice As `grant`, with the account's signature (EIP-712, EIP-1271) of type `Grant` at its nonce.
    /// @dev Assumes: nothing of the sender. Liveness: until the deadline, or until the account's nonce moves.
    /// @param gate where it counts
    /// @param account who grants
    /// @param operator a key or a contract, not the account
    /// @param mandate the limits
    /// @param deadline last second in which the signature counts
    /// @param signature the account's
    function grantFor(
        address gate,
        address account,
        address operator,
        Mandate calldata mandate,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Ends an operator's mandate at once, and with it every consent the operator signed.
    /// @dev Assumes: nothing. Liveness: always, also for an operator that has none. Voids every signed grant of the
    /// caller that was not sent yet.
    /// @param gate where it counted
    /// @param operator whose mandate ends
    function revoke(address gate, address operator) external;

    /// @notice As `revoke`, with the account's signature (EIP-712, EIP-1271) of type `Revocation` at its nonce.
    /// @dev Assumes: nothing of the sender. Liveness: until the deadline, or until the account's nonce moves.
    /// @param gate where it counted
    /// @param account who revokes
    /// @param operator whose mandate ends
    /// @param deadline last second in which the signature counts
    /// @param signature the account's
    function revokeFor(address gate, address account, address operator, uint64 deadline, bytes calldata signature)
        external;

    /// @notice Holds a change to the mandate that `operator` has at the calling gate, and takes from its caps.
    /// @dev Assumes: the gate checked the operator's consent, and undoes this call with the change it is for. A caller
    /// that is no gate uses mandates that nobody granted. Liveness: always.
    /// @param account whose change it is
    /// @param operator who consented
    /// @param counterparty the account on the other side of the trade; zero without a trade
    /// @param recipient of an outflow
    /// @param nonce the account's before the change
    /// @param call the change's fifth public input: mode and flow stand in it
    function use(
        address account,
        address operator,
        address counterparty,
        address recipient,
        uint64 nonce,
        uint256 call
    ) external;

    /// @notice A mandate, and what is left of its caps now; `validUntil` is 0 when there is none.
    /// @param gate where it counts
    /// @param account who granted it
    /// @param operator who holds it
    function mandateOf(address gate, address account, address operator)
        external
        view
        returns (Mandate memory mandate, uint64[6] memory left);

    /// @notice Grants and revocations of an account so far: the next signed one names this number.
    /// @param account any address
    function nonceOf(address account) external view returns (uint256);
}
