// SPDX-License-Identifier: Apache-2.0
// Small doubles stand together.
// solhint-disable one-contract-per-file
pragma solidity 0.8.37;

import {IAggregatorV3} from "../../../contracts/interfaces/IAggregatorV3.sol";

/// @title ScriptedFeed
/// @notice A feed whose every round is written by hand and that can fail in every way a feed has. It stands for a proxy
/// too: a round's number carries its phase.
contract ScriptedFeed is IAggregatorV3 {
    /// @notice How its calls end.
    enum Fault {
        None,
        Reverts,
        BurnsGas,
        ReturnsNothing,
        ReturnsShort,
        ReturnsHuge,
        ReturnsGarbage
    }

    /// @dev Two words. An aggregator that need not lie about its answer's width uses one.
    struct Round {
        int256 answer;
        uint64 startedAt;
        uint64 updatedAt;
        uint80 answeredInRound;
    }

    /// @notice The number of the newest round.
    uint80 public newest;

    /// @notice How its newest round is answered.
    Fault public latestFault;

    /// @notice How rounds by number are answered.
    Fault public historyFault;

    /// @notice Whether it keeps no history and gives out the newest round under every number, as adapters of price
    /// pulls do.
    bool public forgetful;

    /// @inheritdoc IAggregatorV3
    uint8 public decimals;

    mapping(uint80 id => Round round) private _rounds;

    /// @notice There is no such round.
    error ScriptedFeedNoData(uint80 round);

    /// @param stated its decimals
    constructor(uint8 stated) {
        decimals = stated;
    }

    /// @notice Writes a round and makes it the newest.
    function push(uint80 id, int256 answer, uint64 updatedAt) external {
        _rounds[id] = Round(answer, updatedAt, updatedAt, id);
        newest = id;
    }

    /// @notice Writes every field of a round; the newest one stays.
    function setRound(uint80 id, int256 answer, uint64 startedAt, uint64 updatedAt, uint80 answeredInRound) external {
        _rounds[id] = Round(answer, startedAt, updatedAt, answeredInRound);
    }

    /// @notice States other decimals.
    function setDecimals(uint8 stated) external {
        decimals = stated;
    }

    /// @notice Switches faults.
    function setFaults(Fault ofLatest, Fault ofHistory) external {
        (latestFault, historyFault) = (ofLatest, ofHistory);
    }

    /// @notice Says whether it keeps its history.
    function setForgetful(bool now_) external {
        forgetful = now_;
    }

    /// @inheritdoc IAggregatorV3
    function getRoundData(uint80 id) external view returns (uint80, int256, uint256, uint256, uint80) {
        _fail(historyFault);
        if (forgetful) {
            (, int256 answer, uint256 startedAt, uint256 updatedAt,) = _answer(newest);
            return (id, answer, startedAt, updatedAt, id);
        }
        if (_rounds[id].updatedAt == 0 && _rounds[id].answer == 0) revert ScriptedFeedNoData(id);
        return _answer(id);
    }

    /// @inheritdoc IAggregatorV3
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        _fail(latestFault);
        return _answer(newest);
    }

    function _answer(uint80 id) private view returns (uint80, int256, uint256, uint256, uint80) {
        Round storage round = _rounds[id];
        return (id, round.answer, round.startedAt, round.updatedAt, round.answeredInRound);
    }

    function _fail(Fault fault) private view {
        if (fault == Fault.Reverts) revert ScriptedFeedNoData(0);
        uint256 size = fault == Fault.ReturnsShort ? 128 : fault == Fault.ReturnsHuge ? 20_000 : 160;
        assembly ("memory-safe") {
            if eq(fault, 2) {
                invalid()
            }
            if eq(fault, 3) {
                return(0, 0)
            }
            if gt(fault, 3) {
                // Garbage is of the right size and of no right type: every word has its highest bit set.
                for { let i := 0 } lt(i, 160) { i := add(i, 32) } { mstore(i, not(timestamp())) }
                return(0, size)
            }
        }
    }
}

/// @title ScriptedProxy
/// @notice Stands before a feed as the proxies of price feeds do, which costs what they cost: one more storage read and
/// one more call.
contract ScriptedProxy is IAggregatorV3 {
    IAggregatorV3 private _target;

    /// @param target the feed behind it
    constructor(IAggregatorV3 target) {
        _target = target;
    }

    /// @inheritdoc IAggregatorV3
    function decimals() external view returns (uint8) {
        return _target.decimals();
    }

    /// @inheritdoc IAggregatorV3
    function getRoundData(uint80 id) external view returns (uint80, int256, uint256, uint256, uint80) {
        return _target.getRoundData(id);
    }

    /// @inheritdoc IAggregatorV3
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return _target.latestRoundData();
    }
}
