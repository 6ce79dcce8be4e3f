// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// What the registry keeps of a factor, in one word. From the low end: last price (38 bits), the older window (high
/// 38, low 38, number 32, whether it holds several windows 1), a spare bit, the newer window (high 38, low 38, number
/// 32).
///  Window k is the interval that ends at the boundary of epoch k. Two are kept, so that an observation after a
/// boundary does not wipe what the due epoch still needs; a third makes the older two one, and then every epoch that
/// is due takes the joint range: a range is never understated. A high of 0 marks an empty window, since prices are at
/// least 1. A window number of 32 bits lasts until 2106 even for epochs of one second.
type FactorState is uint256;

using {priceOf, widen, rangeUpTo, settle} for FactorState global;

uint256 constant PRICE_BITS = 38;
uint256 constant PRICE_BOUND = 1 << PRICE_BITS;

uint256 constant _PRICE_MASK = PRICE_BOUND - 1;
uint256 constant _NUMBER_MASK = (1 << 32) - 1;
uint256 constant _OLDER = 38;
uint256 constant _SEVERAL = 146;
uint256 constant _NEWER = 148;
// Of one window: where its low starts, and its number.
uint256 constant _LOW = 38;
uint256 constant _NUMBER = 76;
uint256 constant _WINDOW_MASK = (1 << 108) - 1;

/// The state of a factor that was only ever seen at one price, in [1, 2^38 − 1].
function factorAt(uint256 price) pure returns (FactorState) {
    return FactorState.wrap(price);
}

/// The price of the last epoch in which the factor's feed was sound.
function priceOf(FactorState state) pure returns (uint256) {
    return FactorState.unwrap(state) & _PRICE_MASK;
}

/// The state after a price, in [1, 2^38 − 1], was seen in a window; windows never come in descending order.
function widen(FactorState state, uint256 window, uint256 price) pure returns (FactorState) {
    uint256 word = FactorState.unwrap(state);
    uint256 newer = word >> _NEWER;
    uint256 seen = _window(price, price, window);
    if (newer == 0 || newer >> _NUMBER == window) return FactorState.wrap(_withNewer(word, _joint(newer, seen)));
    uint256 older = (word >> _OLDER) & _WINDOW_MASK;
    uint256 several = older == 0 ? 0 : 1;
    word = (word & _PRICE_MASK) | (_joint(older, newer) << _OLDER) | (several << _SEVERAL);
    return FactorState.wrap(_withNewer(word, seen));
}

/// The highest and lowest price up to an epoch's boundary since the factor was last settled, with the epoch's own
/// price.
function rangeUpTo(FactorState state, uint256 epoch, uint256 price) pure returns (uint256 high, uint256 low) {
    uint256 word = FactorState.unwrap(state);
    uint256 range = _window(price, price, 0);
    uint256 older = (word >> _OLDER) & _WINDOW_MASK;
    if (older >> _NUMBER <= epoch || (word >> _SEVERAL) & 1 == 1) range = _joint(range, older);
    uint256 newer = word >> _NEWER;
    if (newer >> _NUMBER <= epoch) range = _joint(range, newer);
    return (range & _PRICE_MASK, (range >> _LOW) & _PRICE_MASK);
}

/// The state after an epoch took its price; windows that end at its boundary or before are used up.
function settle(FactorState state, uint256 epoch, uint256 price) pure returns (FactorState) {
    uint256 word = FactorState.unwrap(state);
    uint256 kept = price;
    if (((word >> _OLDER) & _WINDOW_MASK) >> _NUMBER > epoch) {
        kept |= word & ((_WINDOW_MASK << _OLDER) | (1 << _SEVERAL));
    }
    if (word >> (_NEWER + _NUMBER) > epoch) kept = _withNewer(kept, word >> _NEWER);
    return FactorState.wrap(kept);
}

function _window(uint256 high, uint256 low, uint256 number) pure returns (uint256) {
    return high | (low << _LOW) | ((number & _NUMBER_MASK) << _NUMBER);
}

function _withNewer(uint256 word, uint256 newer) pure returns (uint256) {
    return (word & ((1 << _NEWER) - 1)) | (newer << _NEWER);
}

/// Both ranges in one, with the number of the later; an empty one changes nothing.
function _joint(uint256 a, uint256 b) pure returns (uint256) {
    if (a == 0) return b;
    if (b == 0) return a;
    (uint256 highA, uint256 lowA, uint256 numberA) = (a & _PRICE_MASK, (a >> _LOW) & _PRICE_MASK, a >> _NUMBER);
    (uint256 highB, uint256 lowB, uint256 numberB) = (b & _PRICE_MASK, (b >> _LOW) & _PRICE_MASK, b >> _NUMBER);
    return _window(
        highA > highB ? highA : highB, lowA < lowB ? lowA : lowB, numberA > numberB ? numberA : numberB
    );
}
