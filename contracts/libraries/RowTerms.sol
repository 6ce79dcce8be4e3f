// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title RowTerms
/// @notice The packed terms of a linear row. From the low end: instrument 32 bits, factor 3, share of the factor's
/// price 20 (basis points), contingency long 14 and short 14 (basis points), depth 40 (lots), numerator 40 and
/// denominator 40 of the lot.
library RowTerms {
    uint256 private constant _BASIS_POINTS = 10_000;
    uint256 private constant _SHARE = 35;
    uint256 private constant _LONG = 55;
    uint256 private constant _SHORT = 69;
    uint256 private constant _NUMERATOR = 123;
    uint256 private constant _DENOMINATOR = 163;
    uint256 private constant _END = 203;

    /// @dev Below it ids are reserved; 1 to 4 stand for collateral.
    uint256 private constant _FIRST_INSTRUMENT = 16;

    /// @notice Whether a word holds terms of this instrument, each number in its range.
    function areOf(uint256 word, uint256 instrument) internal pure returns (bool) {
        if (instrument < _FIRST_INSTRUMENT || instrument != _field(word, 0, 32) || word >> _END != 0) return false;
        if (_field(word, _LONG, 14) > _BASIS_POINTS || _field(word, _SHORT, 14) > _BASIS_POINTS) return false;
        uint256 lot = _field(word, _NUMERATOR, 40) * _field(word, _DENOMINATOR, 40);
        return lot != 0 && _field(word, _SHARE, 20) != 0;
    }

    /// @notice The terms of a collateral asset: one lot of it is one unit of the factor of its number.
    /// @param asset 0 to 3
    function ofCollateral(uint256 asset) internal pure returns (uint256) {
        uint256 lot = (1 << _NUMERATOR) | (1 << _DENOMINATOR);
        return (asset + 1) | (asset << 32) | (_BASIS_POINTS << _SHARE) | lot;
    }

    function _field(uint256 word, uint256 from, uint256 bits) private pure returns (uint256) {
        return (word >> from) & ((1 << bits) - 1);
    }
}
