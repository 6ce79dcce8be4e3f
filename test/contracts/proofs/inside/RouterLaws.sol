// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ClassId} from "../../../../contracts/types/Units.sol";
import {VerifierRouter} from "../../../../contracts/verifier/VerifierRouter.sol";

/// @title RouterLaws
/// @notice Where the router keeps a verifier: no two classes and versions share a place.
abstract contract RouterLaws is VerifierRouter {
    function testPlaces(uint32 class, uint32 version, uint32 otherClass, uint32 otherVersion) internal pure {
        uint64 place = _keyOf(ClassId.wrap(class), version);
        assert(place == uint64(class) * 2 ** 32 + version);
        bool same = place == _keyOf(ClassId.wrap(otherClass), otherVersion);
        assert(same == (class == otherClass && version == otherVersion));
    }
}
