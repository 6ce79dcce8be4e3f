// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {GateAccounts} from "./gate/GateAccounts.sol";
import {GateMoves} from "./gate/GateMoves.sol";
import {GateOperators} from "./gate/GateOperators.sol";
import {IGroth16Verifier} from "./interfaces/IGroth16Verifier.sol";
import {ISizingGate} from "./interfaces/ISizingGate.sol";
import {IUpdateListener} from "./interfaces/IUpdateListener.sol";
import {CallPacking} from "./libraries/CallPacking.sol";
import {CollateralLimbs} from "./libraries/CollateralLimbs.sol";
import {AgeLimits} from "./types/AgeLimits.sol";
import {Commitment, TradeCommitment} from "./types/Commitment.sol";
import {Guardianship} from "./types/Guardianship.sol";
import {RiskRoot} from "./types/Roots.sol";
import {Standing} from "./types/Standing.sol";
import {ClassId, Epoch} from "./types/Units.sol";

/// @title SizingGate
/// @notice Replaces an account's commitment only against a proof of `size-update` bound to this chain, gate, account,
/// nonce, class, epoch, deadline, recipient, flow and encrypted opening. Order within a call: checks, proofs, storage,
/// tokens, listener.
contract SizingGate is GateMoves, GateOperators {
    using CollateralLimbs for uint160;

    /// @dev A change that passed every check but its proof.
    struct Step {
        Commitment oldCommitment;
        RiskRoot riskRoot;
        uint256 call;
        uint40 tick;
        Standing standing;
        IGroth16Verifier verifier;
        AgeLimits limits;
    }

    /// @dev What the market registry says of an epoch.
    struct Serving {
        RiskRoot riskRoot;
        uint64 tick;
        uint64 latestTick;
        bool fresh;
        AgeLimits limits;
    }

    uint8 private constant _FULL = 0;
    uint8 private constant _REDUCE = 1;
    uint8 private constant _MAINTENANCE = 2;
    uint256 private constant _LISTENER_GAS = 100_000;
    bytes32 private constant _CONSENT_TYPE = keccak256(
        "Consent(address account,uint64 nonce,uint256 newCommitment,uint256 trade,uint256 call)"
    );

    /// @param owner who names the guardian and sets trade limits
    /// @param office the first guardian's nomination and the limit of its stops
    /// @param wiring the contracts around the gate
    /// @param classes the classes of books it serves
    constructor(address owner, Guardianship memory office, Wiring memory wiring, ClassConfig[] memory classes)
        GateAccounts(owner, office, wiring, classes)
        EIP712("Ballast SizingGate", "1")
    {}

    /// @inheritdoc ISizingGate
    function update(Change calldata change) external nonReentrant {
        if (TradeCommitment.unwrap(change.trade) != 0) revert SizingGateTradeWithoutCounterparty(change.trade);
        if (change.side != 0) revert SizingGateWrongSide(change.side);
        Account storage account = _registered(change.account);
        Step memory step = _check(change, account, _serve(change.epoch), address(0));
        _verify(change, step);
        _store(change, account, step);
        _moveFlow(change);
        _notify(change);
    }

    /// @inheritdoc ISizingGate
    function updatePair(Change calldata first, Change calldata second) external nonReentrant {
        _checkPair(first, second);
        Serving memory serving = _serve(first.epoch);
        Account storage accountOne = _registered(first.account);
        Account storage accountTwo = _registered(second.account);
        Step memory one = _check(first, accountOne, serving, second.account);
        Step memory two = _check(second, accountTwo, serving, first.account);
        _verifyPair(first, one, second, two);
        _countTrade(first, accountOne);
        _countTrade(second, accountTwo);
        _store(first, accountOne, one);
        _store(second, accountTwo, two);
        _moveFlow(first);
        _moveFlow(second);
        _notify(first);
        _notify(second);
    }

    /// @inheritdoc ISizingGate
    function callOf(Change calldata change) external view returns (uint256) {
        Account storage account = _registered(change.account);
        return CallPacking.pack(change, account.standing.nonceOf(), account.standing.classOf());
    }

    /// @inheritdoc ISizingGate
    function consentDigest(
        address account,
        uint64 nonce,
        Commitment newCommitment,
        TradeCommitment trade,
        uint256 call
    ) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(_CONSENT_TYPE, account, nonce, newCommitment, trade, call)));
    }

    function _serve(Epoch epoch) private view returns (Serving memory serving) {
        (serving.riskRoot, serving.tick, serving.latestTick, serving.fresh, serving.limits) = MARKET.serving(epoch);
    }

    function _checkPair(Change calldata first, Change calldata second) private pure {
        if (TradeCommitment.unwrap(first.trade) == 0) revert SizingGatePairWithoutTrade();
        if (!(first.trade == second.trade)) revert SizingGateTradesDiffer(first.trade, second.trade);
        if (first.side > 1) revert SizingGateWrongSide(first.side);
        if (second.side > 1) revert SizingGateWrongSide(second.side);
        if (first.side == second.side) revert SizingGateSameSide(first.side);
        if (first.account == second.account) revert SizingGateSameAccount(first.account);
        if (!(first.epoch == second.epoch)) revert SizingGateEpochsDiffer(first.epoch, second.epoch);
        if (first.mode == _MAINTENANCE) revert SizingGateTradeInMaintenance(first.account);
        if (second.mode == _MAINTENANCE) revert SizingGateTradeInMaintenance(second.account);
    }

    /// @dev Every condition but the proof, and the public inputs this gate knows by itself.
    function _check(Change calldata change, Account storage account, Serving memory serving, address counterparty)
        private
        returns (Step memory step)
    {
        if (block.timestamp > change.deadline) revert SizingGateDeadlinePassed(change.deadline, block.timestamp);
        Standing standing = account.standing;
        uint8 mode = change.mode;
        _checkMode(change, mode, standing.isEmpty());
        if (change.opening.length != standing.openingLengthOf()) {
            revert SizingGateWrongOpeningLength(standing.openingLengthOf(), change.opening.length);
        }
        _checkFlow(change);
        if (!serving.fresh && mode != _REDUCE) revert SizingGateStaleEpoch(change.epoch);
        if (standing.isSeized() || (!standing.isEmpty() && _isFrozen(standing, serving.latestTick, serving.limits))) {
            revert SizingGateAccountDefaulted(change.account);
        }
        ClassId class = standing.classOf();
        step.oldCommitment = account.commitment;
        step.riskRoot = serving.riskRoot;
        step.standing = standing;
        step.tick = uint40(serving.tick);
        step.limits = serving.limits;
        step.call = CallPacking.pack(change, standing.nonceOf(), class);
        step.verifier = ROUTER.verifierFor(class, change.version, mode);
        _checkConsent(change, step, counterparty);
    }

    /// @dev A verifier reverts or answers with the selector it was asked by: silence and noise are no proof.
    function _verify(Change calldata change, Step memory step) private view {
        bytes4 answer = step.verifier.verify(change.proof, _inputs(change, step));
        if (answer != IGroth16Verifier.verify.selector) revert SizingGateNoAnswer(address(step.verifier));
    }

    /// @dev Two proofs of one key in one batched pairing; of two keys one after the other.
    function _verifyPair(Change calldata first, Step memory one, Change calldata second, Step memory two) private view {
        if (address(one.verifier) != address(two.verifier)) {
            _verify(first, one);
            _verify(second, two);
            return;
        }
        bytes4 answer =
            one.verifier.verifyPair(first.proof, _inputs(first, one), second.proof, _inputs(second, two));
        if (answer != IGroth16Verifier.verifyPair.selector) revert SizingGateNoAnswer(address(one.verifier));
    }

    /// @dev Pausing touches mode 0 only, and there only what may grow a position (a trade) or takes value out.
    function _checkMode(Change calldata change, uint8 mode, bool empty) private view {
        if (mode > _MAINTENANCE) revert SizingGateUnknownMode(mode);
        if (mode != _FULL && empty) revert SizingGateEmptyAccount(mode);
        if (mode != _FULL) return;
        bool trades = TradeCommitment.unwrap(change.trade) != 0;
        if ((trades || change.flowOut) && _pause.holds()) revert SizingGatePaused();
    }

    function _checkFlow(Change calldata change) private pure {
        (uint8 asset, bool out) = (change.flowAsset, change.flowOut);
        if (change.flowAmount == 0) {
            if (asset != 0 || out) revert SizingGateFlowNotCanonical(asset, out);
            return;
        }
        if (asset > 4) revert SizingGateUnknownFlowAsset(asset);
        if (!out) return;
        if (change.mode != _FULL) revert SizingGateOutflowInMode(change.mode);
        if (change.recipient == address(0)) revert SizingGateNoRecipient();
    }

    /// @dev A proof alone is no consent: the opening of an empty account is public, so anyone could prove from it.
    function _checkConsent(Change calldata change, Step memory step, address counterparty) private {
        if (msg.sender == change.account) return;
        (uint64 nonce, uint256 bound) = (step.standing.nonceOf(), step.call);
        (address consenter, bytes calldata signature) = _consenter(change.account, change.authorization);
        if (msg.sender != consenter) {
            bytes32 digest = consentDigest(change.account, nonce, change.newCommitment, change.trade, bound);
            if (!SignatureChecker.isValidSignatureNowCalldata(consenter, digest, signature)) {
                revert SizingGateNoConsent(change.account, digest);
            }
        }
        if (consenter != change.account) _useMandate(consenter, counterparty, change, nonce, bound);
    }

    function _inputs(Change calldata change, Step memory step) private pure returns (uint256[5] memory) {
        return [
            Commitment.unwrap(step.oldCommitment),
            Commitment.unwrap(change.newCommitment),
            RiskRoot.unwrap(step.riskRoot),
            TradeCommitment.unwrap(change.trade),
            step.call
        ];
    }

    /// @dev Reductions are never limited, nor counted. A trade at the predecessor counts to the newer epoch.
    function _countTrade(Change calldata change, Account storage account) private {
        if (change.mode == _REDUCE) return;
        if (change.epoch > account.tradeEpoch) {
            account.tradeEpoch = change.epoch;
            account.tradeCount = 1;
            return;
        }
        uint16 limit = _tradeLimitOf(account);
        if (account.tradeCount >= limit) revert SizingGateTooManyTrades(change.account, limit);
        ++account.tradeCount;
    }

    function _store(Change calldata change, Account storage account, Step memory step) private {
        account.commitment = change.newCommitment;
        account.standing = _stamped(change, step).proceed();
        if (change.flowAsset != 0) account.collateral = _flowCollateral(change, account.collateral);
        _log(change, step);
    }

    /// @dev Mode 0 proves health; mode 2 counts once per epoch in a row; mode 1 stamps nothing.
    function _stamped(Change calldata change, Step memory step) private pure returns (Standing) {
        Standing standing = step.standing;
        uint8 mode = change.mode;
        if (mode == _REDUCE) return standing;
        uint8 count = 0;
        if (mode == _MAINTENANCE) {
            count = standing.maintenanceOf();
            if (count == 0 || !(standing.provenEpochOf() == change.epoch)) {
                uint8 most = step.limits.maxMaintenance();
                if (count >= most) revert SizingGateMaintenanceExhausted(most);
                ++count;
            }
        }
        return standing.stamp(change.epoch, step.tick, count);
    }

    function _flowCollateral(Change calldata change, uint160 collateral) private pure returns (uint160) {
        uint256 k = change.flowAsset - 1;
        uint256 lots = collateral.get(k);
        if (change.flowOut) {
            if (change.flowAmount > lots) {
                revert SizingGateCollateralShort(change.flowAsset, lots, change.flowAmount);
            }
            return collateral.set(k, lots - change.flowAmount);
        }
        lots += change.flowAmount;
        if (lots >= CollateralLimbs.BOUND) revert SizingGateCollateralTooLarge(change.flowAsset, lots);
        return collateral.set(k, lots);
    }

    function _moveFlow(Change calldata change) private {
        if (change.flowAmount == 0) return;
        if (change.flowOut) VAULT.credit(change.recipient, change.flowAsset, change.flowAmount);
        else VAULT.collect(change.account, change.flowAsset, change.flowAmount);
    }

    function _log(Change calldata change, Step memory step) private {
        emit Updated(
            change.account,
            change.epoch,
            step.oldCommitment,
            change.newCommitment,
            step.riskRoot,
            change.trade,
            step.call,
            step.standing.nonceOf(),
            change.deadline,
            change.recipient,
            change.version,
            change.opening
        );
    }

    /// @dev Gas is demanded up front, so that nobody can starve the listener; what it returns is never copied.
    function _notify(Change calldata change) private {
        address listener = address(LISTENER);
        if (listener == address(0)) return;
        uint256 needed = _LISTENER_GAS + _LISTENER_GAS / 63 + 5_000;
        if (gasleft() < needed) revert SizingGateGasTooLow(needed, gasleft());
        bytes memory data = abi.encodeCall(
            IUpdateListener.onUpdate, (change.account, change.epoch, change.mode, change.newCommitment)
        );
        assembly ("memory-safe") {
            pop(call(_LISTENER_GAS, listener, 0, add(data, 0x20), mload(data), 0, 0))
        }
    }
}
