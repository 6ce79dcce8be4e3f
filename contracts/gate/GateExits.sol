// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISizingGate} from "../interfaces/ISizingGate.sol";
import {CollateralLimbs} from "../libraries/CollateralLimbs.sol";
import {SCALAR_ORDER} from "../libraries/Field.sol";
import {AgeLimits} from "../types/AgeLimits.sol";
import {Commitment} from "../types/Commitment.sol";
import {Standing} from "../types/Standing.sol";
import {Micros} from "../types/Units.sol";
import {GateAccounts} from "./GateAccounts.sol";

/// @title GateExits
/// @notice The two ways out that need no proof: a flat book opens itself, a long stale one defaults.
abstract contract GateExits is GateAccounts {
    using CollateralLimbs for uint160;

    int256 private constant _CASH_BOUND = 1 << 84;
    uint256 private constant _SALT_BOUND = 1 << 248;

    /// @inheritdoc ISizingGate
    function flatExit(Micros cash, uint256 salt) external nonReentrant {
        Account storage account = _registered(msg.sender);
        Standing standing = account.standing;
        if (standing.isEmpty()) revert SizingGateNothingToExit(msg.sender);
        _requireFlat(account, cash, salt);
        uint160 paid = standing.isSeized() ? 0 : account.collateral;
        emit Exited(msg.sender, standing.nonceOf(), account.commitment, cash, paid);
        _reset(account);
        _creditCollateral(msg.sender, paid);
        int256 signed = Micros.unwrap(cash);
        if (signed > 0) VAULT.credit(msg.sender, 0, uint256(signed));
        if (signed < 0) VAULT.collect(msg.sender, 0, uint256(-signed));
    }

    /// @inheritdoc ISizingGate
    function markDefault(address owner) external nonReentrant {
        Account storage account = _registered(owner);
        Standing standing = account.standing;
        if (standing.isSeized()) revert SizingGateAlreadySeized(owner);
        (uint64 latestTick, AgeLimits limits) = MARKET.aging();
        State state = _stateAt(standing, latestTick, limits);
        if (state != State.Defaulted) revert SizingGateNotDefaulted(owner, state);
        account.standing = standing.seize();
        emit Defaulted(owner, account.commitment, account.collateral);
        _creditCollateral(DEFAULT_FUND, account.collateral);
    }

    function _requireFlat(Account storage account, Micros cash, uint256 salt) private view {
        int256 signed = Micros.unwrap(cash);
        if (signed <= -_CASH_BOUND || signed >= _CASH_BOUND) revert SizingGateCashOutOfRange(cash);
        if (salt >= _SALT_BOUND) revert SizingGateSaltOutOfRange(salt);
        uint256 element = signed < 0 ? SCALAR_ORDER - uint256(-signed) : uint256(signed);
        Commitment opened = _commit(_classes[account.standing.classOf()], element, account.collateral, salt);
        if (!(opened == account.commitment)) revert SizingGateNotFlat(account.commitment, opened);
    }

    /// @dev Back to the constant commitment. The nonce moves on, so that no earlier proof or consent fits again.
    function _reset(Account storage account) private {
        account.commitment = _classes[account.standing.classOf()].emptyCommitment;
        account.collateral = 0;
        account.standing = account.standing.reset();
    }

    function _creditCollateral(address recipient, uint160 collateral) private {
        for (uint256 k = 0; k < 4; ++k) {
            uint256 lots = collateral.get(k);
            if (lots != 0) VAULT.credit(recipient, k + 1, lots);
        }
    }
}
