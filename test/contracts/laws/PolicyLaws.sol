// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPolicyRegistry} from "../../../contracts/interfaces/IPolicyRegistry.sol";
import {PolicyDirection} from "../../../contracts/libraries/PolicyDirection.sol";
import {PolicyEncoding} from "../../../contracts/libraries/PolicyEncoding.sol";

/// @title PolicyLaws
/// @notice The twenty elements of a policy in range give back its every value, so that one root is one policy (P-23); a
/// step that is said not to loosen makes no field looser.
contract PolicyLaws {
    uint256 private constant _RATIO = (1 << 24) - 1;

    function testElementsAreTheRatios(IPolicyRegistry.Policy calldata policy) external pure {
        uint256[13] memory all = PolicyEncoding.ratios(policy);
        for (uint256 i = 0; i < 13; ++i) if (all[i] > _RATIO) return;
        if (policy.kellyFraction > 256 || policy.riskShare > 256 || policy.volTarget > 1e18) return;
        for (uint256 t = 0; t < 4; ++t) if (policy.scale[t] > 256) return;
        uint256[20] memory elements = PolicyEncoding.pack(policy);
        for (uint256 i = 0; i < 10; ++i) assert((elements[0] >> (24 * i)) & _RATIO == all[i]);
        for (uint256 i = 0; i < 3; ++i) assert((elements[1] >> (24 * i)) & _RATIO == all[10 + i]);
        assert((elements[1] >> 72) & 511 == policy.kellyFraction && (elements[1] >> 81) & 511 == policy.riskShare);
        for (uint256 t = 0; t < 4; ++t) assert((elements[1] >> (90 + 9 * t)) & 511 == policy.scale[t]);
        assert(elements[1] >> 126 == policy.volTarget);
        assert(elements[0] < 1 << 240 && elements[1] < 1 << 186);
    }

    function testElementsAreTheDrifts(IPolicyRegistry.Policy calldata policy) external pure {
        for (uint256 f = 0; f < 8; ++f) if (policy.drift[f] > 1e9 || policy.drift[f] < -1e9) return;
        uint256 element = PolicyEncoding.pack(policy)[2];
        for (uint256 f = 0; f < 8; ++f) {
            uint256 word = (element >> (31 * f)) & ((1 << 31) - 1);
            int256 magnitude = int256(word >> 1);
            assert(policy.drift[f] == (word & 1 == 1 ? -magnitude : magnitude));
            assert(word != 1);
        }
        assert(element < 1 << 248);
    }

    function testElementsAreTheHaircuts(IPolicyRegistry.Policy calldata policy) external pure {
        for (uint256 i = 0; i < 16; ++i) if (policy.haircuts[i / 4][i % 4].slope > 10_000) return;
        uint256[20] memory elements = PolicyEncoding.pack(policy);
        for (uint256 i = 0; i < 16; ++i) {
            assert((elements[3] >> (14 * i)) & 16_383 == policy.haircuts[i / 4][i % 4].slope);
            assert(elements[4 + i] == policy.haircuts[i / 4][i % 4].intercept);
        }
        assert(elements[3] < 1 << 224);
    }

    function testStricterLoosensNothing(
        IPolicyRegistry.Policy calldata next,
        IPolicyRegistry.Policy calldata current
    ) external pure {
        if (PolicyDirection.between(next, current).loosens()) return;
        assert(next.imFactor >= current.imFactor && next.mmFactor >= current.mmFactor);
        assert(next.mmShare >= current.mmShare && next.basis >= current.basis);
        assert(next.slippage <= current.slippage && next.borrow <= current.borrow);
        assert(next.leverage <= current.leverage && next.deltaLimit <= current.deltaLimit);
        assert(next.gammaLimit <= current.gammaLimit && next.vegaLimit <= current.vegaLimit);
        assert(next.atrRisk <= current.atrRisk && next.participation <= current.participation);
        assert(next.horizon <= current.horizon && next.volTarget <= current.volTarget);
        for (uint256 t = 0; t < 4; ++t) assert(next.scale[t] <= current.scale[t]);
        for (uint256 f = 0; f < 8; ++f) assert(next.drift[f] == current.drift[f]);
        for (uint256 i = 0; i < 16; ++i) {
            assert(next.haircuts[i / 4][i % 4].slope <= current.haircuts[i / 4][i % 4].slope);
            assert(next.haircuts[i / 4][i % 4].intercept <= current.haircuts[i / 4][i % 4].intercept);
        }
    }

    function testSameIsNoChange(IPolicyRegistry.Policy calldata policy) external pure {
        assert(PolicyDirection.between(policy, policy).isNone());
    }
}
