// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBatchRelay} from "../interfaces/IBatchRelay.sol";
import {ISizingGate} from "../interfaces/ISizingGate.sol";

/// @title BatchRelay
/// @notice Submits changes of many accounts in one transaction. It stores nothing, holds nothing and is nobody: every
/// change carries the consent of its own account or operator, or the gate refuses it.
contract BatchRelay is IBatchRelay {
    /// @inheritdoc IBatchRelay
    uint256 public constant GAS_PER_CHANGE = 600_000;

    /// @inheritdoc IBatchRelay
    uint256 public constant REASON_BYTES = 256;

    /// @dev What remains for this contract after an item: its event and its part of the answer.
    uint256 private constant _AFTER = 20_000;

    /// @inheritdoc IBatchRelay
    function relay(address gate, Item[] calldata items) external returns (Outcome[] memory outcomes) {
        outcomes = new Outcome[](items.length);
        for (uint256 i = 0; i < items.length; ++i) {
            _requireItem(i, items[i]);
            outcomes[i] = _submit(gate, items[i]);
            if (outcomes[i].accepted) emit Accepted(gate, i);
            else emit Refused(gate, i, outcomes[i].reason);
        }
    }

    /// @dev The whole allowance must be there before the call: one that asks for more than is left gets less, silently.
    function _requireItem(uint256 index, Item calldata item) private view {
        bytes4 selector = item.data.length < 4 ? bytes4(0) : bytes4(item.data[:4]);
        bool pair = selector == ISizingGate.updatePair.selector;
        if (!pair && selector != ISizingGate.update.selector) revert BatchRelayNotAChange(index, selector);
        uint256 least = pair ? 2 * GAS_PER_CHANGE : GAS_PER_CHANGE;
        if (item.gas < least) revert BatchRelayAllowanceTooLow(index, least, item.gas);
        uint256 needed = uint256(item.gas) + item.gas / 63 + _AFTER + item.data.length;
        if (gasleft() < needed) revert BatchRelayGasTooLow(index, needed, gasleft());
    }

    /// @dev Copies at most `REASON_BYTES` of what a refusal says, so that no callee can make the copy dear.
    function _submit(address gate, Item calldata item) private returns (Outcome memory outcome) {
        (bytes memory data, uint256 allowance) = (item.data, item.gas);
        bytes memory reason = new bytes(REASON_BYTES);
        bool accepted;
        assembly ("memory-safe") {
            accepted := call(allowance, gate, 0, add(data, 0x20), mload(data), 0, 0)
            let size := returndatasize()
            if accepted { size := 0 }
            if gt(size, mload(reason)) { size := mload(reason) }
            mstore(reason, size)
            returndatacopy(add(reason, 0x20), 0, size)
        }
        (outcome.accepted, outcome.reason) = (accepted, reason);
    }
}
