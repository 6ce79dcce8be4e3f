// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPolicyRegistry} from "../interfaces/IPolicyRegistry.sol";
import {Direction, LOOSER, ofLimit, ofRequirement, UNCHANGED} from "../types/Direction.sol";
import {PolicyEncoding} from "./PolicyEncoding.sol";

/// @title PolicyDirection
/// @notice Says field by field whether a policy is stricter or looser than the one it replaces. A field is stricter
/// when no book and no change that it admits was refused before, whatever the mode, the tier and the market. Assumes
/// both policies are in range.
/// @dev Why each field points one way in all modes. Requirements, the higher the stricter: imFactor weighs W, which
/// counts against a book in S-10; in S-20 it weighs W' − W₀ against 10^4·(M₀ − M'), which is never negative because no
/// size grows and contingencies are not signed. mmFactor and mmShare stand in S-10 of mode 2 alone, basis in the charge
/// of S-09. Limits, the lower the stricter: slippage in S-20, borrow in S-04, the limits of S-13 to S-15, S-18 and
/// S-19. A scale makes Q, which only ever admits; in S-16 a negative side refuses whatever Q is. Haircut lines bound
/// what counts as equity. Drifts are signed by direction of a book, so any change of one admits somebody more.
library PolicyDirection {
    /// @dev Of the thirteen ratios in `PolicyEncoding`'s order: imFactor, mmFactor, mmShare and basis.
    uint256 private constant _REQUIREMENTS = 0x27;

    /// @dev Above every share, where the rule is off.
    uint256 private constant _OFF = 257;

    /// @notice Where the step from `current` to `next` leads.
    function between(IPolicyRegistry.Policy calldata next, IPolicyRegistry.Policy calldata current)
        internal
        pure
        returns (Direction)
    {
        return _ofRatios(next, current) | _ofShares(next, current) | _ofDrift(next, current)
            | _ofHaircuts(next, current);
    }

    function _ofRatios(IPolicyRegistry.Policy calldata next, IPolicyRegistry.Policy calldata current)
        private
        pure
        returns (Direction found)
    {
        uint256[13] memory nexts = PolicyEncoding.ratios(next);
        uint256[13] memory currents = PolicyEncoding.ratios(current);
        for (uint256 i = 0; i < 13; ++i) {
            bool requirement = (_REQUIREMENTS >> i) & 1 == 1;
            found = found
                | (requirement ? ofRequirement(nexts[i], currents[i]) : ofLimit(nexts[i], currents[i]));
        }
    }

    function _ofShares(IPolicyRegistry.Policy calldata next, IPolicyRegistry.Policy calldata current)
        private
        pure
        returns (Direction found)
    {
        found = ofLimit(next.volTarget, current.volTarget)
            | ofLimit(_share(next.kellyFraction), _share(current.kellyFraction))
            | ofLimit(_share(next.riskShare), _share(current.riskShare));
        for (uint256 tier = 0; tier < 4; ++tier) found = found | ofLimit(next.scale[tier], current.scale[tier]);
    }

    function _ofDrift(IPolicyRegistry.Policy calldata next, IPolicyRegistry.Policy calldata current)
        private
        pure
        returns (Direction)
    {
        for (uint256 factor = 0; factor < 8; ++factor) {
            if (next.drift[factor] != current.drift[factor]) return LOOSER;
        }
        return UNCHANGED;
    }

    /// @dev Line by line: an order of the same lines is not seen to be the same.
    function _ofHaircuts(IPolicyRegistry.Policy calldata next, IPolicyRegistry.Policy calldata current)
        private
        pure
        returns (Direction found)
    {
        for (uint256 i = 0; i < 16; ++i) {
            IPolicyRegistry.HaircutLine calldata line = next.haircuts[i / 4][i % 4];
            IPolicyRegistry.HaircutLine calldata before = current.haircuts[i / 4][i % 4];
            found = found | ofLimit(line.intercept, before.intercept) | ofLimit(line.slope, before.slope);
        }
    }

    /// @dev A share of 0 switches its rule off, which is looser than any share.
    function _share(uint256 share) private pure returns (uint256) {
        return share == 0 ? _OFF : share;
    }
}
