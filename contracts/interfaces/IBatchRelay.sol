// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IBatchRelay
/// @notice Submits changes of many accounts in one transaction, in their order. An item that is refused changes nothing
/// of the others. Whoever sends the batch pays for it and decides nothing but which items it holds.
interface IBatchRelay {
    /// @notice One call of the gate.
    struct Item {
        /// What the call may burn, at least `GAS_PER_CHANGE` for each of its changes.
        uint64 gas;
        /// `update` or `updatePair` with its arguments.
        bytes data;
    }

    /// @notice What became of an item.
    struct Outcome {
        bool accepted;
        /// The first `REASON_BYTES` bytes that a refusal returned; empty for an accepted item.
        bytes reason;
    }

    /// @notice The gate accepted an item.
    event Accepted(address indexed gate, uint256 indexed index);

    /// @notice The gate refused an item, which changed nothing.
    event Refused(address indexed gate, uint256 indexed index, bytes reason);

    /// @notice An item is neither `update` nor `updatePair`.
    error BatchRelayNotAChange(uint256 index, bytes4 selector);

    /// @notice An item is given less gas than changes take: it would fail and look refused.
    error BatchRelayAllowanceTooLow(uint256 index, uint256 least, uint256 allowance);

    /// @notice Too little gas is left to give an item its allowance. Nothing of the batch happens.
    error BatchRelayGasTooLow(uint256 index, uint256 needed, uint256 available);

    /// @notice Submits items in their order.
    /// @dev Assumes: nothing; `gate` is the sender's choice, and a contract that is no gate gets these calls from a
    /// sender without any rights. Liveness: the gate's, for each item.
    /// @param gate where the changes go
    /// @param items the calls
    /// @return outcomes in the order of the items
    function relay(address gate, Item[] calldata items) external returns (Outcome[] memory outcomes);

    /// @notice Gas that each change of an item is given at least: the dearest flow with a listener, and room.
    function GAS_PER_CHANGE() external view returns (uint256);

    /// @notice Bytes of a refusal that are kept.
    function REASON_BYTES() external view returns (uint256);
}
