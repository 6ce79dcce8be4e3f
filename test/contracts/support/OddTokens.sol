// SPDX-License-Identifier: Apache-2.0
// Small doubles stand together, and calling arbitrary data is what they are for.
// solhint-disable one-contract-per-file, avoid-low-level-calls
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title PlainToken
/// @notice A token anyone may mint, for tests.
contract PlainToken is ERC20 {
    /// @param symbol its symbol and name
    constructor(string memory symbol) ERC20(symbol, symbol) {}

    /// @notice Gives tokens to anyone.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @title OddToken
/// @notice A token whose habits can be switched: a fee on each side, rebasing, a false answer, a list of the blocked.
contract OddToken is PlainToken {
    /// @notice What it does on transfers.
    enum Habit {
        Plain,
        FeeFromReceiver,
        FeeFromSender,
        ReturnsFalse,
        ReturnsFalseAndMoves,
        ReturnsNothing,
        MovesNothing,
        Reenters
    }

    /// @notice Its present habit.
    Habit public habit;

    /// @notice Whom it refuses to send to or from.
    mapping(address account => bool listed) public blocked;

    address private _target;
    bytes private _data;

    /// @notice The account is on the list of the blocked.
    error OddTokenBlocked(address account);

    /// @param symbol its symbol and name
    constructor(string memory symbol) PlainToken(symbol) {}

    /// @notice Changes its habit.
    function setHabit(Habit newHabit) external {
        habit = newHabit;
    }

    /// @notice Lists or unlists an account.
    function setBlocked(address account, bool listed) external {
        blocked[account] = listed;
    }

    /// @notice Takes tokens away, as a downward rebase does.
    function shrink(address account, uint256 amount) external {
        _burn(account, amount);
    }

    /// @notice What to call while a transfer is under way.
    function setReentry(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    /// @inheritdoc ERC20
    function transfer(address to, uint256 amount) public override returns (bool) {
        return _answer(_before(msg.sender, to) && super.transfer(to, amount), msg.sender, to);
    }

    /// @inheritdoc ERC20
    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return _answer(_before(from, to) && super.transferFrom(from, to, amount), from, to);
    }

    function _before(address from, address to) private returns (bool) {
        if (blocked[from]) revert OddTokenBlocked(from);
        if (blocked[to]) revert OddTokenBlocked(to);
        if (habit == Habit.Reenters) {
            (bool ok, bytes memory answer) = _target.call(_data);
            if (!ok) {
                assembly ("memory-safe") {
                    revert(add(answer, 0x20), mload(answer))
                }
            }
        }
        return habit != Habit.ReturnsFalse && habit != Habit.MovesNothing;
    }

    function _answer(bool moved, address from, address to) private returns (bool) {
        if (habit == Habit.FeeFromReceiver) _burn(to, 1);
        if (habit == Habit.FeeFromSender) _burn(from, 1);
        if (habit == Habit.ReturnsNothing) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return moved ? habit != Habit.ReturnsFalseAndMoves : habit == Habit.MovesNothing;
    }
}
