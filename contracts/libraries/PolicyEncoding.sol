// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPolicyRegistry} from "../interfaces/IPolicyRegistry.sol";
import {IPoseidonT6} from "../interfaces/IPoseidonT6.sol";
import {Domains} from "./Field.sol";

/// @title PolicyEncoding
/// @notice Packs a policy into twenty field elements and hashes them. Assumes every range was checked before.
library PolicyEncoding {
    /// @notice The Poseidon chain over all twenty elements, four at a time after the running hash.
    function root(IPoseidonT6 poseidon, IPolicyRegistry.Policy calldata policy)
        internal
        pure
        returns (uint256 hash)
    {
        uint256[20] memory elements = pack(policy);
        hash = Domains.POLICY;
        for (uint256 i = 0; i < 20; i += 4) {
            hash = poseidon.hash([hash, elements[i], elements[i + 1], elements[i + 2], elements[i + 3]]);
        }
    }

    /// @notice The twenty elements, in their normative order.
    function pack(IPolicyRegistry.Policy calldata policy) internal pure returns (uint256[20] memory elements) {
        uint256[13] memory all = ratios(policy);
        for (uint256 i = 0; i < 10; ++i) elements[0] |= all[i] << (24 * i);
        elements[1] = _packRest(policy);
        for (uint256 f = 0; f < 8; ++f) elements[2] |= _packDrift(policy.drift[f]) << (31 * f);
        for (uint256 i = 0; i < 16; ++i) {
            IPolicyRegistry.HaircutLine calldata line = policy.haircuts[i / 4][i % 4];
            elements[3] |= line.slope << (14 * i);
            elements[4 + i] = line.intercept;
        }
    }

    /// @notice The fields that share the range below 2^24, imFactor to horizon.
    function ratios(IPolicyRegistry.Policy calldata policy) internal pure returns (uint256[13] memory all) {
        all[0] = policy.imFactor;
        all[1] = policy.mmFactor;
        all[2] = policy.mmShare;
        all[3] = policy.slippage;
        all[4] = policy.borrow;
        all[5] = policy.basis;
        all[6] = policy.leverage;
        all[7] = policy.deltaLimit;
        all[8] = policy.gammaLimit;
        all[9] = policy.vegaLimit;
        all[10] = policy.atrRisk;
        all[11] = policy.participation;
        all[12] = policy.horizon;
    }

    function _packRest(IPolicyRegistry.Policy calldata policy) private pure returns (uint256 element) {
        element = uint256(policy.atrRisk) | (uint256(policy.participation) << 24) | (uint256(policy.horizon) << 48);
        element |= (uint256(policy.kellyFraction) << 72) | (uint256(policy.riskShare) << 81);
        for (uint256 t = 0; t < 4; ++t) element |= uint256(policy.scale[t]) << (90 + 9 * t);
        element |= uint256(policy.volTarget) << 126;
    }

    /// @dev Sign in bit 0, magnitude above it. Zero has one encoding, so −0 cannot be written.
    function _packDrift(int64 drift) private pure returns (uint256) {
        return drift < 0 ? 1 | (uint256(-int256(drift)) << 1) : uint256(int256(drift)) << 1;
    }
}
