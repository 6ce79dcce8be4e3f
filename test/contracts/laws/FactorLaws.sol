// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {factorAt, FactorState, PRICE_BOUND} from "../../../contracts/types/FactorState.sol";

/// @title FactorLaws
/// @notice A factor's range is never understated: what was seen since the last epoch is in it, whichever windows it was
/// seen in.
contract FactorLaws {
    uint256 private constant _EPOCHS = 1 << 30;

    /// Two prices seen after a settled one, in windows that are due, and one more in a window that may be: all that were
    /// seen up to the epoch's boundary are within the range.
    function testRangeHoldsWhatWasSeen(
        uint256 settled,
        uint256[3] memory prices,
        uint256[3] memory windows,
        uint256 epoch,
        uint256 price
    ) external pure {
        FactorState state = factorAt(_price(settled));
        uint256 window = 0;
        for (uint256 i = 0; i < 3; ++i) {
            window += windows[i] % _EPOCHS;
            state = state.widen(window, _price(prices[i]));
        }
        (uint256 high, uint256 low) = state.rangeUpTo(epoch % _EPOCHS, _price(price));
        assert(low <= _price(price) && _price(price) <= high && low > 0 && high < PRICE_BOUND);
        assert(state.priceOf() == _price(settled));
        window = 0;
        for (uint256 i = 0; i < 3; ++i) {
            window += windows[i] % _EPOCHS;
            if (window <= epoch % _EPOCHS) assert(low <= _price(prices[i]) && _price(prices[i]) <= high);
        }
    }

    /// What was seen after an epoch's boundary is still there once the epoch took its price.
    function testSettleKeepsWhatComesAfter(uint256 settled, uint256 seen, uint256 window, uint256 epoch, uint256 price)
        external
        pure
    {
        (window, epoch) = (window % _EPOCHS, epoch % _EPOCHS);
        FactorState state = factorAt(_price(settled)).widen(window, _price(seen)).settle(epoch, _price(price));
        assert(state.priceOf() == _price(price));
        (uint256 high, uint256 low) = state.rangeUpTo(_EPOCHS, _price(price));
        if (window > epoch) assert(low <= _price(seen) && _price(seen) <= high);
        else assert(low == _price(price) && high == _price(price));
    }

    /// A price in [1, 2^38 - 1].
    function _price(uint256 any) private pure returns (uint256) {
        uint256 price = any % PRICE_BOUND;
        return price == 0 ? 1 : price;
    }
}
