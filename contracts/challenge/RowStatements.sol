// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {ILinearRows} from "../interfaces/ILinearRows.sol";
import {SCALAR_ORDER} from "../libraries/Field.sol";
import {RowTerms} from "../libraries/RowTerms.sol";

/// @title RowStatements
/// @notice The words that a venue states of its linear rows: of each subject the one in force and at most one to
/// follow it.
/// @dev A word judges epochs by their boundary, so publishers know it before they sign. Of what was replaced only the
/// second is kept from which it no longer holds: an epoch from before cannot be judged by terms that it was not signed
/// under.
abstract contract RowStatements is ILinearRows, Ownable2Step {
    struct Statement {
        uint256 word;
        uint256 nextWord;
        uint64 from;
        uint64 nextFrom;
    }

    /// @inheritdoc ILinearRows
    uint64 public immutable NOTICE;

    mapping(uint256 subject => Statement statement) private _statements;

    /// @param notice seconds before a stated word judges
    /// @param subjects of the first words, in force for every epoch
    /// @param words the first words, in the same order
    constructor(uint64 notice, uint256[] memory subjects, uint256[] memory words) {
        if (subjects.length != words.length) revert LinearRowsLengthMismatch(subjects.length, words.length);
        NOTICE = notice;
        for (uint256 i = 0; i < subjects.length; ++i) {
            _checkWord(subjects[i], words[i]);
            _statements[subjects[i]].word = words[i];
            emit Stated(subjects[i], words[i], 0);
        }
    }

    /// @inheritdoc ILinearRows
    function state(uint256 subject, uint256 word) external onlyOwner {
        _checkWord(subject, word);
        Statement storage found = _settled(subject);
        if (found.nextFrom != 0) revert LinearRowsStatementPending(subject, found.nextFrom);
        found.nextWord = word;
        found.nextFrom = uint64(block.timestamp) + NOTICE;
        emit Stated(subject, word, found.nextFrom);
    }

    /// @inheritdoc ILinearRows
    function cancel(uint256 subject) external onlyOwner {
        Statement storage found = _settled(subject);
        if (found.nextFrom == 0) revert LinearRowsNothingPending(subject);
        (found.nextWord, found.nextFrom) = (0, 0);
        emit StatementCancelled(subject);
    }

    /// @inheritdoc ILinearRows
    function statedAt(uint256 subject, uint256 boundary) public view returns (uint256 word) {
        Statement storage found = _statements[subject];
        if (found.nextFrom != 0 && boundary >= found.nextFrom) return found.nextWord;
        if (boundary < found.from) revert LinearRowsTooOld(subject, found.from);
        return found.word;
    }

    /// @dev The statement of a subject once a word that is due has taken its place.
    function _settled(uint256 subject) private returns (Statement storage found) {
        found = _statements[subject];
        if (found.nextFrom == 0 || block.timestamp < found.nextFrom) return found;
        (found.word, found.from) = (found.nextWord, found.nextFrom);
        (found.nextWord, found.nextFrom) = (0, 0);
    }

    function _checkWord(uint256 subject, uint256 word) private pure {
        bool good = subject == 0 ? word < SCALAR_ORDER : word == 0 || RowTerms.areOf(word, subject);
        if (!good) revert LinearRowsBadTerms(subject, word);
    }
}
