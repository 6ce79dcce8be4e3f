// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PolicyRoot, RiskRoot, SheetRoot} from "../types/Roots.sol";
import {Epoch} from "../types/Units.sol";
import {IGroth16Verifier} from "./IGroth16Verifier.sol";
import {IMarketRegistry} from "./IMarketRegistry.sol";

/// @title ILinearRows
/// @notice What a venue states of its spot pairs, its perpetuals and its stress grid, so that their rows follow from an
/// epoch's proven market alone; and the way by which anyone voids an epoch whose sheet has another row, with a proof of
/// `row-void`.
/// @dev Subjects: 0 is the grid's root, an instrument's id from 16 up its packed terms (docs/encodings.md, section 16).
/// Collateral assets, rows 1 to 4, need no terms. An epoch is judged by what was in force at its boundary.
interface ILinearRows {
    /// @notice A word was stated for a subject, in force for epochs whose boundary is not before `from` (seconds); 0
    /// takes the subject back: its row is then nobody's to judge.
    event Stated(uint256 indexed subject, uint256 word, uint64 from);

    /// @notice A word that was not in force yet was taken back.
    event StatementCancelled(uint256 indexed subject);

    /// @notice An epoch of a registry is void: it serves nothing from now on. `row` of its sheet is not what its market
    /// implies, as `prover` proved. What counts is the registry's address: any contract can be named as one.
    event EpochVoided(IMarketRegistry indexed market, Epoch indexed epoch, uint256 row, address indexed prover);

    /// @notice A subject is no grid, no instrument, or not the instrument that its terms name; or a number of the terms
    /// is out of range.
    error LinearRowsBadTerms(uint256 subject, uint256 word);

    /// @notice The words to begin with are not one for each subject.
    error LinearRowsLengthMismatch(uint256 subjects, uint256 words);

    /// @notice Another word of the subject waits for its notice.
    error LinearRowsStatementPending(uint256 subject, uint64 from);

    /// @notice No word of the subject waits.
    error LinearRowsNothingPending(uint256 subject);

    /// @notice The verifier has no code.
    error LinearRowsVerifierWithoutCode(address verifier);

    /// @notice The verifier answered by other than its selector.
    error LinearRowsNoAnswer(address verifier);

    /// @notice Nothing was stated of this row, or of the grid (0), at the epoch's boundary.
    error LinearRowsNothingStated(uint256 subject);

    /// @notice The epoch was skipped, or is void already.
    error LinearRowsNothingToVoid(Epoch epoch);

    /// @notice Sheet and policy do not make up the epoch's risk root.
    error LinearRowsOtherSheet(Epoch epoch, RiskRoot published, RiskRoot given);

    /// @notice States a word, in force after the notice. The longer notice of the venue is meant: terms decide which
    /// sheets are void.
    /// @dev Assumes: the owner states terms by which right rows can be built. Liveness: the owner.
    /// @param subject 0 for the grid, or an instrument's id
    /// @param word the grid's root, or the packed terms; 0 to take back
    function state(uint256 subject, uint256 word) external;

    /// @notice Takes back a word that is not in force yet.
    /// @dev Assumes: nothing. Liveness: the owner.
    /// @param subject of which one waits
    function cancel(uint256 subject) external;

    /// @notice Voids an epoch of a registry that obeys this contract: the proof shows that the sheet's row differs from
    /// what market, grid and terms imply. Anyone may call it.
    /// @dev Assumes: the verifier's key is sound. A row that follows from them has no proof. Liveness: anyone with the
    /// sheet's data; no role, no feed and no guardian is asked.
    /// @param market the registry
    /// @param epoch the epoch
    /// @param sheetRoot its sheet
    /// @param policyRoot its policy
    /// @param row the instrument's id, or 1 to 4 for collateral asset 0 to 3
    /// @param proof of `row-void`, made for the caller, in the order of EIP-197
    function voidRow(
        IMarketRegistry market,
        Epoch epoch,
        SheetRoot sheetRoot,
        PolicyRoot policyRoot,
        uint256 row,
        uint256[8] calldata proof
    ) external;

    /// @notice The word of a subject that epochs with this boundary are judged by; 0 when nothing is stated.
    /// @param subject 0 for the grid, or an instrument's id
    /// @param boundary seconds
    function statedAt(uint256 subject, uint256 boundary) external view returns (uint256 word);

    /// @notice What checks proofs of `row-void`.
    // solhint-disable-next-line func-name-mixedcase
    function VERIFIER() external view returns (IGroth16Verifier);

    /// @notice Seconds between stating a word and the first boundary that it judges.
    // solhint-disable-next-line func-name-mixedcase
    function NOTICE() external view returns (uint64);
}
