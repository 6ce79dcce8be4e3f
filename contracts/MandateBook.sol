// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IMandateBook} from "./interfaces/IMandateBook.sol";

/// @title MandateBook
/// @notice Mandates of all accounts at all gates of a chain. It has no owner and holds nothing; a gate uses the
/// mandates that accounts granted for that gate, and no others.
contract MandateBook is IMandateBook, EIP712 {
    /// @dev A cap and what was used of it in the period that began at `since`.
    struct Allowance {
        uint64 cap;
        uint64 used;
        uint64 since;
    }

    /// @dev A mandate as it is stored: two words of terms, then one word for each cap.
    struct Terms {
        uint64 validUntil;
        uint8 modes;
        bool trades;
        uint8 inflows;
        uint8 outflows;
        address counterparty;
        address recipient;
        uint32 period;
        Allowance[6] allowances;
    }

    /// @dev Mode and flow of a change, out of its fifth public input.
    struct Seen {
        uint8 mode;
        uint8 asset;
        bool out;
        uint64 amount;
    }

    uint256 private constant _CHANGES = 5;
    uint256 private constant _ASSETS = 5;
    uint256 private constant _MODES = 3;
    uint64 private constant _UNLIMITED = type(uint64).max;
    string private constant _MANDATE = "Mandate(uint64 validUntil,uint8 modes,bool trades,address counterparty,"
        "uint8 inflows,uint8 outflows,address recipient,uint32 period,uint64[6] caps)";
    bytes32 private constant _MANDATE_TYPE = keccak256(bytes(_MANDATE));
    bytes32 private constant _GRANT_TYPE = keccak256(
        abi.encodePacked(
            "Grant(address gate,address account,address operator,Mandate mandate,uint256 nonce,uint64 deadline)",
            _MANDATE
        )
    );
    bytes32 private constant _REVOCATION_TYPE =
        keccak256("Revocation(address gate,address account,address operator,uint256 nonce,uint64 deadline)");

    mapping(address gate => mapping(address account => mapping(address operator => Terms terms))) private _terms;

    /// @inheritdoc IMandateBook
    mapping(address account => uint256 count) public nonceOf;

    constructor() EIP712("Ballast MandateBook", "1") {}

    /// @inheritdoc IMandateBook
    function grant(address gate, address operator, Mandate calldata mandate) external {
        _grant(gate, msg.sender, operator, mandate);
    }

    /// @inheritdoc IMandateBook
    function grantFor(
        address gate,
        address account,
        address operator,
        Mandate calldata mandate,
        uint64 deadline,
        bytes calldata signature
    ) external {
        bytes32 terms = _hashOf(mandate);
        bytes32 hash =
            keccak256(abi.encode(_GRANT_TYPE, gate, account, operator, terms, nonceOf[account], deadline));
        _requireSigned(account, deadline, hash, signature);
        _grant(gate, account, operator, mandate);
    }

    /// @inheritdoc IMandateBook
    function revoke(address gate, address operator) external {
        _revoke(gate, msg.sender, operator);
    }

    /// @inheritdoc IMandateBook
    function revokeFor(address gate, address account, address operator, uint64 deadline, bytes calldata signature)
        external
    {
        bytes32 hash = keccak256(abi.encode(_REVOCATION_TYPE, gate, account, operator, nonceOf[account], deadline));
        _requireSigned(account, deadline, hash, signature);
        _revoke(gate, account, operator);
    }

    /// @inheritdoc IMandateBook
    function use(
        address account,
        address operator,
        address counterparty,
        address recipient,
        uint64 nonce,
        uint256 call
    ) external {
        Terms storage terms = _terms[msg.sender][account][operator];
        Seen memory seen = _seen(call);
        _requireHolds(terms, account, operator, seen.mode);
        if (counterparty != address(0)) _requireTrade(terms, operator, counterparty);
        if (seen.amount != 0) {
            _requireFlow(terms, operator, seen);
            if (seen.out) _requireRecipient(terms, account, operator, recipient);
            _take(terms, operator, seen.asset, seen.amount);
        }
        _take(terms, operator, _CHANGES, 1);
        emit Used(msg.sender, account, operator, nonce);
    }

    /// @inheritdoc IMandateBook
    function mandateOf(address gate, address account, address operator)
        external
        view
        returns (Mandate memory mandate, uint64[6] memory left)
    {
        Terms storage terms = _terms[gate][account][operator];
        mandate.validUntil = terms.validUntil;
        mandate.modes = terms.modes;
        mandate.trades = terms.trades;
        mandate.counterparty = terms.counterparty;
        mandate.inflows = terms.inflows;
        mandate.outflows = terms.outflows;
        mandate.recipient = terms.recipient;
        mandate.period = terms.period;
        for (uint256 i = 0; i <= _CHANGES; ++i) {
            Allowance memory allowance = terms.allowances[i];
            mandate.caps[i] = allowance.cap;
            left[i] = allowance.cap - (_isOver(allowance, mandate.period) ? 0 : allowance.used);
        }
    }

    /// @dev Unpacks the layout of `CallPacking`. A gate packs nothing out of range.
    function _seen(uint256 call) private pure returns (Seen memory) {
        return Seen({
            mode: uint8((call >> 180) & 3),
            asset: uint8((call >> 183) & 7),
            out: (call >> 186) & 1 == 1,
            amount: uint64(call >> 187)
        });
    }

    function _requireHolds(Terms storage terms, address account, address operator, uint8 mode) private view {
        uint64 validUntil = terms.validUntil;
        if (validUntil == 0) revert MandateBookNoMandate(account, operator);
        if (block.timestamp > validUntil) revert MandateBookExpired(account, operator, validUntil);
        if ((terms.modes >> mode) & 1 == 0) revert MandateBookWrongMode(operator, mode);
    }

    function _requireTrade(Terms storage terms, address operator, address counterparty) private view {
        address only = terms.counterparty;
        bool fits = only == address(0) || only == counterparty;
        if (!terms.trades || !fits) revert MandateBookWrongTrade(operator, counterparty);
    }

    function _requireFlow(Terms storage terms, address operator, Seen memory seen) private view {
        uint8 assets = seen.out ? terms.outflows : terms.inflows;
        if ((assets >> seen.asset) & 1 == 0) revert MandateBookWrongFlow(operator, seen.asset, seen.out);
    }

    function _requireRecipient(Terms storage terms, address account, address operator, address recipient)
        private
        view
    {
        address only = terms.recipient == address(0) ? account : terms.recipient;
        if (recipient != only) revert MandateBookWrongRecipient(operator, only, recipient);
    }

    /// @dev Two whole caps can meet where one period ends and the next begins, so any span as long as a period sees at
    /// most twice the cap.
    function _take(Terms storage terms, address operator, uint256 what, uint64 amount) private {
        Allowance memory allowance = terms.allowances[what];
        if (allowance.cap == _UNLIMITED) return;
        if (_isOver(allowance, terms.period)) (allowance.used, allowance.since) = (0, uint64(block.timestamp));
        uint64 left = allowance.cap - allowance.used;
        if (amount > left) revert MandateBookSpent(operator, what, left, amount);
        allowance.used += amount;
        terms.allowances[what] = allowance;
    }

    function _isOver(Allowance memory allowance, uint32 period) private view returns (bool) {
        return block.timestamp >= uint256(allowance.since) + period;
    }

    function _grant(address gate, address account, address operator, Mandate calldata mandate) private {
        if (operator == address(0) || operator == account) revert MandateBookBadOperator(operator);
        _requireSensible(mandate);
        ++nonceOf[account];
        _write(_terms[gate][account][operator], mandate);
        emit Granted(gate, account, operator, mandate);
    }

    function _write(Terms storage terms, Mandate calldata mandate) private {
        terms.validUntil = mandate.validUntil;
        terms.modes = mandate.modes;
        terms.trades = mandate.trades;
        terms.inflows = mandate.inflows;
        terms.outflows = mandate.outflows;
        terms.counterparty = mandate.counterparty;
        terms.recipient = mandate.recipient;
        terms.period = mandate.period;
        for (uint256 i = 0; i <= _CHANGES; ++i) terms.allowances[i] = Allowance(mandate.caps[i], 0, 0);
    }

    function _requireSensible(Mandate calldata mandate) private view {
        if (block.timestamp > mandate.validUntil) revert MandateBookInPast(mandate.validUntil, block.timestamp);
        bool unknown = mandate.modes >> _MODES != 0 || (mandate.inflows | mandate.outflows) >> _ASSETS != 0;
        if (mandate.modes == 0 || unknown) {
            revert MandateBookBadBits(mandate.modes, mandate.inflows, mandate.outflows);
        }
        if (mandate.period == 0) revert MandateBookNoPeriod();
    }

    function _revoke(address gate, address account, address operator) private {
        ++nonceOf[account];
        delete _terms[gate][account][operator];
        emit Revoked(gate, account, operator);
    }

    function _hashOf(Mandate calldata mandate) private pure returns (bytes32) {
        return keccak256(
            abi.encode(
                _MANDATE_TYPE,
                mandate.validUntil,
                mandate.modes,
                mandate.trades,
                mandate.counterparty,
                mandate.inflows,
                mandate.outflows,
                mandate.recipient,
                mandate.period,
                keccak256(abi.encode(mandate.caps))
            )
        );
    }

    function _requireSigned(address account, uint64 deadline, bytes32 hash, bytes calldata signature) private view {
        if (block.timestamp > deadline) revert MandateBookDeadlinePassed(deadline, block.timestamp);
        bytes32 digest = _hashTypedDataV4(hash);
        if (!SignatureChecker.isValidSignatureNowCalldata(account, digest, signature)) {
            revert MandateBookUnsigned(account, digest);
        }
    }
}
