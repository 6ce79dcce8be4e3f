// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {ILinearRows} from "../interfaces/ILinearRows.sol";
import {SCALAR_ORDER} from "../libraries/Field.sol";
import {RowTerms} from "../libraries/RowTerms.sol";

/// @title RowStatements
/// @notice The words that a venue states of its linear rows, each with the second from which it judges; at most one of
/// a subject waits.
/// @dev A word judges epochs by their boundary, so publishers know it before they sign. What was replaced is kept: who
/// could make the chain forget it could have an epoch that was signed under it judged by nothing.
abstract contract RowStatements is ILinearRows, Ownable2Step {
    struct Statement {
        uint256 word;
        uint64 from;
    }

    /// @inheritdoc ILinearRows
    uint64 public immutable NOTICE;

    /// @dev Ascending by the second.
    mapping(uint256 subject => Statement[] statements) private _statements;

    /// @param notice seconds before a stated word judges
    /// @param subjects of the first words, in force for every epoch
    /// @param words the first words, in the same order
    constructor(uint64 notice, uint256[] memory subjects, uint256[] memory words) {
        if (subjects.length != words.length) revert LinearRowsLengthMismatch(subjects.length, words.length);
        NOTICE = notice;
        for (uint256 i = 0; i < subjects.length; ++i) _push(subjects[i], words[i], 0);
    }

    /// @inheritdoc ILinearRows
    function state(uint256 subject, uint256 word) external onlyOwner {
        uint64 pending = _pending(_statements[subject]);
        if (pending != 0) revert LinearRowsStatementPending(subject, pending);
        _push(subject, word, uint64(block.timestamp) + NOTICE);
    }

    /// @inheritdoc ILinearRows
    function cancel(uint256 subject) external onlyOwner {
        Statement[] storage statements = _statements[subject];
        if (_pending(statements) == 0) revert LinearRowsNothingPending(subject);
        statements.pop();
        emit StatementCancelled(subject);
    }

    /// @inheritdoc ILinearRows
    function statedAt(uint256 subject, uint256 boundary) public view returns (uint256 word) {
        Statement[] storage statements = _statements[subject];
        // From the newest: an epoch that serves is judged by one of the last two, and each older one took a notice.
        for (uint256 i = statements.length; i > 0; --i) {
            if (statements[i - 1].from <= boundary) return statements[i - 1].word;
        }
    }

    function _push(uint256 subject, uint256 word, uint64 from) private {
        _checkWord(subject, word);
        _statements[subject].push(Statement(word, from));
        emit Stated(subject, word, from);
    }

    /// @dev The second from which the newest word judges, while it waits; else 0.
    function _pending(Statement[] storage statements) private view returns (uint64) {
        uint256 count = statements.length;
        if (count == 0) return 0;
        uint64 from = statements[count - 1].from;
        return block.timestamp < from ? from : 0;
    }

    function _checkWord(uint256 subject, uint256 word) private pure {
        bool good = subject == 0 ? word < SCALAR_ORDER : word == 0 || RowTerms.areOf(word, subject);
        if (!good) revert LinearRowsBadTerms(subject, word);
    }
}
