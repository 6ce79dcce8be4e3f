// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {ILinearRows} from "../interfaces/ILinearRows.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {IPoseidonT6} from "../interfaces/IPoseidonT6.sol";
import {Domains} from "../libraries/Field.sol";
import {PoseidonCheck} from "../libraries/PoseidonCheck.sol";
import {RowTerms} from "../libraries/RowTerms.sol";
import {MarketRoot, PolicyRoot, RiskRoot, SheetRoot} from "../types/Roots.sol";
import {Epoch} from "../types/Units.sol";
import {RowStatements} from "./RowStatements.sol";

/// @title LinearRows
/// @notice Takes proofs that a sheet's row is not what the market implies, and has the registry void the epoch.
/// @dev It knows no registry: a registry knows it, and refuses everyone else. So a caller may name any contract as the
/// registry, and what happens then happens there alone; this one keeps nothing of it, and its log names the registry.
contract LinearRows is RowStatements {
    /// @dev Collateral assets, rows 1 to 4.
    uint256 private constant _ASSETS = 4;

    /// @inheritdoc ILinearRows
    IGroth16Verifier public immutable VERIFIER;

    /// @notice The deployed hash.
    IPoseidonT6 public immutable POSEIDON;

    /// @param owner who states terms and the grid
    /// @param verifier of `row-void`, for good
    /// @param poseidon the deployed hash
    /// @param notice seconds before a stated word judges
    /// @param subjects of the first words
    /// @param words the first words: the grid's root for subject 0, packed terms for instruments
    constructor(
        address owner,
        IGroth16Verifier verifier,
        IPoseidonT6 poseidon,
        uint64 notice,
        uint256[] memory subjects,
        uint256[] memory words
    ) Ownable(owner) RowStatements(notice, subjects, words) {
        if (address(verifier).code.length == 0) revert LinearRowsVerifierWithoutCode(address(verifier));
        VERIFIER = verifier;
        POSEIDON = PoseidonCheck.checked(poseidon);
    }

    /// @inheritdoc ILinearRows
    function voidRow(
        IMarketRegistry market,
        Epoch epoch,
        SheetRoot sheetRoot,
        PolicyRoot policyRoot,
        uint256 row,
        uint256[8] calldata proof
    ) external {
        MarketRoot marketRoot = _checkSheet(market, epoch, sheetRoot, policyRoot);
        uint256 boundary = uint256(market.START()) + uint256(Epoch.unwrap(epoch)) * market.LENGTH();
        uint256[5] memory inputs = [
            MarketRoot.unwrap(marketRoot),
            SheetRoot.unwrap(sheetRoot),
            _stated(0, boundary),
            _termsOf(row, boundary),
            uint160(msg.sender)
        ];
        if (VERIFIER.verify(proof, inputs) != IGroth16Verifier.verify.selector) {
            revert LinearRowsNoAnswer(address(VERIFIER));
        }
        emit EpochVoided(market, epoch, row, msg.sender);
        market.markVoid(epoch);
    }

    /// @dev The epoch's market, once sheet and policy are known to be those that its risk root was made of.
    function _checkSheet(IMarketRegistry market, Epoch epoch, SheetRoot sheetRoot, PolicyRoot policyRoot)
        private
        view
        returns (MarketRoot marketRoot)
    {
        (RiskRoot published, uint8 tier,) = market.epochs(epoch);
        if (!published.isPublished()) revert LinearRowsNothingToVoid(epoch);
        (marketRoot,) = market.markets(epoch);
        uint256[5] memory inputs = [
            Domains.RISK,
            MarketRoot.unwrap(marketRoot),
            SheetRoot.unwrap(sheetRoot),
            PolicyRoot.unwrap(policyRoot),
            tier
        ];
        RiskRoot given = RiskRoot.wrap(POSEIDON.hash(inputs));
        if (RiskRoot.unwrap(given) != RiskRoot.unwrap(published)) revert LinearRowsOtherSheet(epoch, published, given);
    }

    /// @dev Row 0 would be the grid, which is no row.
    function _termsOf(uint256 row, uint256 boundary) private view returns (uint256) {
        if (row == 0) revert LinearRowsNothingStated(row);
        return row <= _ASSETS ? RowTerms.ofCollateral(row - 1) : _stated(row, boundary);
    }

    function _stated(uint256 subject, uint256 boundary) private view returns (uint256 word) {
        word = statedAt(subject, boundary);
        if (word == 0) revert LinearRowsNothingStated(subject);
    }
}
