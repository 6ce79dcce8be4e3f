// SPDX-License-Identifier: Apache-2.0
// Small doubles stand together, and calling arbitrary data is what they are for.
// solhint-disable one-contract-per-file, avoid-low-level-calls
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {IUpdateListener} from "../../../contracts/interfaces/IUpdateListener.sol";
import {Commitment} from "../../../contracts/types/Commitment.sol";
import {Epoch} from "../../../contracts/types/Units.sol";

/// @title ContractWallet
/// @notice An account that is a contract: it signs by EIP-1271 with its owner's key and can call anything.
contract ContractWallet {
    address private immutable _OWNER;

    /// @param owner whose signatures count
    constructor(address owner) {
        _OWNER = owner;
    }

    /// @notice Calls a contract and passes on its failure.
    function execute(address target, bytes calldata data) external {
        (bool ok, bytes memory answer) = target.call(data);
        if (ok) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }

    /// @notice The magic value of EIP-1271 for the owner's signature.
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        return ECDSA.recover(digest, signature) == _OWNER ? this.isValidSignature.selector : bytes4(0);
    }
}

/// @title Listener
/// @notice A venue that is told of updates and can misbehave.
contract Listener is IUpdateListener {
    /// @notice What it does when told.
    enum Habit {
        Counts,
        Reverts,
        BurnsAllGas,
        ReturnsBomb,
        Reenters
    }

    /// @notice Its present habit.
    Habit public habit;

    /// @notice How often it was told and had enough gas to count.
    uint256 public count;

    /// @notice The last commitment it was told of.
    Commitment public last;

    address private _target;
    bytes private _data;

    /// @notice It was told to fail.
    error ListenerReverts();

    /// @notice Changes its habit.
    function setHabit(Habit newHabit) external {
        habit = newHabit;
    }

    /// @notice What to call back.
    function setReentry(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    /// @inheritdoc IUpdateListener
    function onUpdate(address, Epoch, uint8, Commitment commitment) external {
        if (habit == Habit.Reverts) revert ListenerReverts();
        if (habit == Habit.BurnsAllGas) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (habit == Habit.ReturnsBomb) {
            assembly ("memory-safe") {
                return(0, 60000)
            }
        }
        if (habit == Habit.Reenters) {
            (bool ok, ) = _target.call(_data);
            if (ok) revert ListenerReverts();
        }
        ++count;
        last = commitment;
    }
}

/// @title Failing
/// @notice Stands for a market registry, router or verifier that answers nothing any more.
contract Failing {
    /// @notice It always fails.
    error FailingAlways();

    fallback() external {
        revert FailingAlways();
    }
}

/// @title Garbling
/// @notice Stands for a contract that answers every call with words of the right form that mean nothing.
contract Garbling {
    fallback() external {
        assembly ("memory-safe") {
            mstore(0, shl(224, timestamp()))
            mstore(0x20, number())
            return(0, 0x40)
        }
    }
}

/// @title Silent
/// @notice Stands for a contract that takes every call and says nothing.
contract Silent {
    fallback() external {} // solhint-disable-line no-empty-blocks
}

/// @title Burning
/// @notice Stands for a contract that takes all gas it gets.
contract Burning {
    fallback() external {
        assembly ("memory-safe") {
            invalid()
        }
    }
}

/// @title OddSigner
/// @notice An operator that is a contract and misbehaves when it is asked for its consent.
contract OddSigner {
    /// @notice What it does when asked.
    enum Habit {
        SaysNothing,
        Reverts,
        ReturnsBomb,
        SaysOne,
        CallsBackAndAgrees
    }

    Habit private _habit;
    address private _target;
    bytes private _data;

    /// @notice It was told to fail.
    error OddSignerReverts();

    /// @notice Changes its habit, and what it calls back.
    function set(Habit habit, address target, bytes calldata data) external {
        (_habit, _target, _data) = (habit, target, data);
    }

    /// @notice Its answer to whether it consents. To agree it must have failed to call back: it is asked without the
    /// right to change anything.
    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        if (_habit == Habit.Reverts) revert OddSignerReverts();
        if (_habit == Habit.ReturnsBomb) {
            assembly ("memory-safe") {
                return(0, 60000)
            }
        }
        if (_habit == Habit.SaysOne) return bytes4(uint32(1));
        if (_habit != Habit.CallsBackAndAgrees) return bytes4(0);
        (bool ok, ) = _target.call{gas: gasleft() / 2}(_data);
        return ok ? bytes4(0) : this.isValidSignature.selector;
    }
}

/// @title OddGate
/// @notice A callee that refuses with more than anyone wants to read, or burns what it is given.
contract OddGate {
    bool private _burns;

    /// @notice Whether it burns gas instead of returning a bomb.
    function set(bool burns) external {
        _burns = burns;
    }

    fallback() external {
        bool burns = _burns;
        assembly ("memory-safe") {
            if burns {
                invalid()
            }
            revert(0, 60000)
        }
    }
}

/// @title TurncoatBook
/// @notice An account that is its own mandate book, and registers in another class when it is asked about an operator.
contract TurncoatBook {
    address private immutable _GATE;
    bytes private _turn;

    /// @param gate where its account is
    /// @param opening calls to begin with, one after the other
    /// @param turn the call it makes when asked
    constructor(address gate, bytes[] memory opening, bytes memory turn) {
        _GATE = gate;
        _turn = turn;
        for (uint256 i = 0; i < opening.length; ++i) _call(opening[i]);
    }

    // solhint-disable-next-line payable-fallback, no-complex-fallback
    fallback() external {
        _call(_turn);
    }

    /// @notice Makes a call at the gate.
    function execute(bytes calldata data) external {
        _call(data);
    }

    function _call(bytes memory data) private {
        (bool ok, bytes memory answer) = _GATE.call(data);
        if (ok) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}
