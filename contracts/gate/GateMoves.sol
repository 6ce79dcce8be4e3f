// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IGateMoves} from "../interfaces/IGateMoves.sol";
import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {MovePacking} from "../libraries/MovePacking.sol";
import {AgeLimits} from "../types/AgeLimits.sol";
import {Commitment} from "../types/Commitment.sol";
import {Standing} from "../types/Standing.sol";
import {ClassId} from "../types/Units.sol";
import {GateExits} from "./GateExits.sol";

/// @title GateMoves
/// @notice Moves of live accounts to a larger class. The proof says that both commitments hold the same numbers, so
/// nothing that the gate keeps of the account changes but its class, its commitment and its nonce.
abstract contract GateMoves is GateExits, EIP712 {
    bytes32 private constant _MOVE_TYPE =
        keccak256("Move(address account,uint64 nonce,uint32 to,uint256 newCommitment,uint256 call)");

    /// @inheritdoc IGateMoves
    function moveAccount(Move calldata move) external nonReentrant {
        Account storage account = _registered(move.account);
        Standing standing = account.standing;
        _checkMove(move, standing);
        ClassId from = standing.classOf();
        uint64 nonce = standing.nonceOf();
        uint256 call = MovePacking.pack(move, nonce, from);
        _checkMoveConsent(move, nonce, call);
        _verifyMove(move, from, account.commitment, call);
        emit Moved(
            move.account,
            from,
            move.to,
            account.commitment,
            move.newCommitment,
            call,
            nonce,
            move.deadline,
            move.version,
            move.opening
        );
        account.commitment = move.newCommitment;
        account.standing = standing.changeClass(move.to, _classes[move.to].openingLength);
    }

    /// @inheritdoc IGateMoves
    function moveCallOf(Move calldata move) external view returns (uint256) {
        Standing standing = _registered(move.account).standing;
        return MovePacking.pack(move, standing.nonceOf(), standing.classOf());
    }

    /// @inheritdoc IGateMoves
    function moveConsentDigest(address account, uint64 nonce, ClassId to, Commitment newCommitment, uint256 call)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(keccak256(abi.encode(_MOVE_TYPE, account, nonce, to, newCommitment, call)));
    }

    /// @dev Everything but consent and proof. The state is that at the latest tick, however old the latest epoch is.
    function _checkMove(Move calldata move, Standing standing) private view {
        if (block.timestamp > move.deadline) revert SizingGateDeadlinePassed(move.deadline, block.timestamp);
        if (standing.isEmpty()) revert SizingGateNothingToMove(move.account);
        BookClass storage config = _classes[move.to];
        if (config.domain == 0) revert SizingGateUnknownClass(move.to);
        if (move.opening.length != config.openingLength) {
            revert SizingGateWrongOpeningLength(config.openingLength, move.opening.length);
        }
        (uint64 latestTick, AgeLimits limits) = MARKET.aging();
        if (_stateAt(standing, latestTick, limits) == State.Defaulted) revert SizingGateAccountDefaulted(move.account);
    }

    /// @dev The account itself, by sending or by signing: whoever may update for it may not change its class.
    function _checkMoveConsent(Move calldata move, uint64 nonce, uint256 call) private view {
        if (msg.sender == move.account) return;
        bytes32 digest = moveConsentDigest(move.account, nonce, move.to, move.newCommitment, call);
        if (!SignatureChecker.isValidSignatureNowCalldata(move.account, digest, move.authorization)) {
            revert SizingGateNoConsent(move.account, digest);
        }
    }

    /// @dev The domains come from this gate's own classes, so a verifier of another pair of classes refuses.
    function _verifyMove(Move calldata move, ClassId from, Commitment oldCommitment, uint256 call) private view {
        IGroth16Verifier verifier = ROUTER.verifierFor(MovePacking.route(from, move.to), move.version, 0);
        uint256[5] memory inputs = [
            Commitment.unwrap(oldCommitment),
            Commitment.unwrap(move.newCommitment),
            _classes[from].domain,
            _classes[move.to].domain,
            call
        ];
        bytes4 answer = verifier.verify(move.proof, inputs);
        if (answer != IGroth16Verifier.verify.selector) revert SizingGateNoAnswer(address(verifier));
    }
}
