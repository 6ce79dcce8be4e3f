// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CollateralLimbs} from "../../../contracts/libraries/CollateralLimbs.sol";

contract LimbsHold {
    using CollateralLimbs for uint160;

    function setThenGet(uint160 limbs, uint256 k, uint256 lots) external pure {
        require(k < 4 && lots < CollateralLimbs.BOUND);
        assert(limbs.set(k, lots).get(k) == lots);
    }
}
