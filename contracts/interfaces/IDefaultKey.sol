// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IDefaultKey
/// @notice Names the public key of X25519 for which the openings of a venue's accounts are encrypted too, so that its
/// holder can read a defaulted book. It can read every other book as well: provers pin the key, and take a new one only
/// when their operator says so. The contract moves nothing and no other contract asks it.
interface IDefaultKey {
    /// @notice A key was named, active from a second on; zero for none.
    event KeyProposed(uint32 indexed version, bytes32 key, uint64 activeFrom);

    /// @notice A key that was not active yet was taken back.
    event KeyCancelled(uint32 indexed version);

    /// @notice Another key is waiting for its notice to pass.
    error DefaultKeyProposalPending(uint32 version, uint64 activeFrom);

    /// @notice No key is waiting.
    error DefaultKeyNothingPending();

    /// @notice Names the next key, active after the notice.
    /// @dev Assumes: nothing; what is no key of X25519 is refused by provers. Liveness: the owner.
    /// @param key 32 bytes as RFC 7748 encodes them; zero for none
    /// @return version its number
    function propose(bytes32 key) external returns (uint32 version);

    /// @notice Takes back a key that is not active yet.
    /// @dev Assumes: nothing. Liveness: the owner.
    function cancel() external;

    /// @notice The key in force and its number; zero when openings are made for their owners alone.
    function active() external view returns (uint32 version, bytes32 key);

    /// @notice The key that will follow, and from when; zeros when none is waiting.
    function pending() external view returns (uint32 version, bytes32 key, uint64 activeFrom);
}
