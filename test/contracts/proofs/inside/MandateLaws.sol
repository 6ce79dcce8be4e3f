// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MandateBook} from "../../../../contracts/MandateBook.sol";
import {ISizingGate} from "../../../../contracts/interfaces/ISizingGate.sol";
import {CallPacking} from "../../../../contracts/libraries/CallPacking.sol";
import {ClassId} from "../../../../contracts/types/Units.sol";

/// @title MandateLaws
/// @notice P-26: what a mandate lets through, for all mandates and changes. Functions that are private in the book are
/// read as internal.
abstract contract MandateLaws is MandateBook {
    function testCapOnCash(Terms storage terms, address operator, uint64 amount) internal {
        _taken(terms, operator, 0, amount);
    }

    function testCapOnCollateral(Terms storage terms, address operator, uint64 amount) internal {
        _taken(terms, operator, 4, amount);
    }

    function testCapOnChanges(Terms storage terms, address operator, uint64 amount) internal {
        _taken(terms, operator, 5, amount);
    }

    /// The book reads out of the call what the gate has packed into it.
    function testSeesTheChange(ISizingGate.Change calldata change, uint64 nonce, uint32 class) internal view {
        if (change.mode > 2 || change.side > 1 || change.flowAsset > 4) return;
        Seen memory seen = _seen(CallPacking.pack(change, nonce, ClassId.wrap(class)));
        assert(seen.mode == change.mode && seen.asset == change.flowAsset);
        assert(seen.out == change.flowOut && seen.amount == change.flowAmount);
    }

    /// What passes is in time, in a mode, an asset and a direction that were granted, to the one recipient.
    function testGrantedAlone(
        Terms storage terms,
        address account,
        address operator,
        address counterparty,
        address recipient,
        uint256 call
    ) internal view {
        Seen memory seen = _seen(call);
        _requireHolds(terms, account, operator, seen.mode);
        assert(terms.validUntil != 0 && block.timestamp <= terms.validUntil);
        assert(seen.mode < 4 && (terms.modes >> seen.mode) % 2 == 1);
        _requireFlow(terms, operator, seen);
        assert(((seen.out ? terms.outflows : terms.inflows) >> seen.asset) % 2 == 1);
        _requireTrade(terms, operator, counterparty);
        assert(terms.trades && (terms.counterparty == address(0) || terms.counterparty == counterparty));
        _requireRecipient(terms, account, operator, recipient);
        assert(recipient == (terms.recipient == address(0) ? account : terms.recipient));
    }

    /// What is used of a cap in a period is the sum of what was taken in it, and never more than the cap.
    function _taken(Terms storage terms, address operator, uint256 what, uint64 amount) private {
        Allowance memory before = terms.allowances[what];
        if (before.used > before.cap) return;
        bool over = block.timestamp >= uint256(before.since) + terms.period;
        _take(terms, operator, what, amount);
        Allowance memory next = terms.allowances[what];
        bool unlimited = before.cap == type(uint64).max;
        assert(next.cap == before.cap && next.used <= next.cap);
        assert(next.used == (unlimited ? before.used : (over ? 0 : before.used) + amount));
        assert(next.since == (!unlimited && over ? uint64(block.timestamp) : before.since));
    }
}
