// SPDX-License-Identifier: Apache-2.0
// One page an integrator can compile with whatever 0.8 compiler it has, so the interfaces stand together.
// solhint-disable one-contract-per-file, compiler-version, func-name-mixedcase
pragma solidity >=0.8.4 <0.9.0;

/// @title IBallastGate
/// @notice What a protocol asks of a sizing gate. The calls of `ISizingGate` with plain integers for its value types:
/// the two have one ABI, which a test holds them to. Errors and rules are documented there.
interface IBallastGate {
    /// @notice Where an account stands.
    enum State {
        Unregistered,
        /// Open, and holds nothing.
        Empty,
        /// Proven to meet the venue's policy, not too long ago.
        Healthy,
        /// Proven to meet the maintenance margin only.
        Maintenance,
        /// No proof in time.
        Stale,
        /// Stale for so long that only a flat exit is left.
        Defaulted
    }

    /// @notice One account's side of a call.
    struct Change {
        address account;
        /// Last second in which the change may be accepted.
        uint64 deadline;
        uint64 epoch;
        /// Who gets the claim of an outflow.
        address recipient;
        /// 0 full update or refresh, 1 reduce-only, 2 maintenance refresh.
        uint8 mode;
        /// 0 plus side of a trade, or no trade; 1 minus side.
        uint8 side;
        /// 0 cash, k + 1 collateral k.
        uint8 flowAsset;
        bool flowOut;
        /// µ-quote or lots.
        uint64 flowAmount;
        /// Version of the class's verifier.
        uint32 version;
        uint256 newCommitment;
        /// Commitment of the trade, zero for none.
        uint256 trade;
        uint256[8] proof;
        /// The encrypted opening.
        bytes opening;
        /// Empty if the account calls itself, else its signature (EIP-712, EIP-1271); an operator's ends in its word.
        bytes authorization;
    }

    /// @notice What the gate says of an account.
    struct Health {
        State state;
        /// Size class of its book.
        uint32 class;
        /// Epoch of its last proof in mode 0 or 2.
        uint64 provenEpoch;
        /// Ticks since that epoch: fresh epochs, not time.
        uint64 age;
        /// Maintenance refreshes in a row.
        uint8 maintenance;
    }

    /// @notice Opens an account for the caller.
    function register(uint32 class) external;

    /// @notice Accepts one account's change without a trade.
    function update(Change calldata change) external;

    /// @notice Accepts both sides of a trade, or neither.
    function updatePair(Change calldata first, Change calldata second) external;

    /// @notice Closes the caller's flat book by opening it.
    function flatExit(int256 cash, uint256 salt) external;

    /// @notice Names the book of the caller's mandates; zero for none, which ends all of them.
    function setMandateBook(address book) external;

    /// @notice The book that an account named, or zero.
    function mandateBookOf(address account) external view returns (address);

    /// @notice Where an account stands; any address may be asked for.
    function health(address account) external view returns (Health memory);

    /// @notice The registry the gate judges by.
    function MARKET() external view returns (IBallastMarket);

    /// @notice The vault that keeps the venue's tokens.
    function VAULT() external view returns (IBallastVault);

    /// @notice Who is told of every update; fixed at deployment.
    function LISTENER() external view returns (IBallastListener);
}

/// @title IBallastMarket
/// @notice What a protocol asks of the registry beside the gate.
interface IBallastMarket {
    /// @notice Whether the latest epoch is past its expiry, or there is none: then accounts do not age.
    function stale() external view returns (bool);

    /// @notice The newest market; its tier is 0 calm, 1 elevated, 2 stressed, 3 halted.
    function marketHead() external view returns (uint64 epoch, uint256 root, uint8 tier, bool any);

    /// @notice The latest epoch, the second it was published, and its tick; reverts when there is none.
    function latest() external view returns (uint64 epoch, uint64 publishedAt, uint64 tick);
}

/// @title IBallastVault
/// @notice What an account that is a contract needs of the vault.
interface IBallastVault {
    /// @notice Sends part or all of the caller's claim on one asset to the caller: asset 0 cash, k + 1 collateral k.
    function withdraw(uint256 asset, uint256 amount) external;

    /// @notice What a recipient may withdraw of an asset, µ-quote or lots.
    function claimable(address recipient, uint256 asset) external view returns (uint256);

    /// @notice Token of an asset and base units of one of its units.
    function assetOf(uint256 asset) external view returns (address token, uint256 unit);
}

/// @title IBallastMandates
/// @notice What an account that is a contract needs to let operators act for it; `IMandateBook` documents it.
interface IBallastMandates {
    /// @notice What an operator may do.
    struct Mandate {
        /// Last second in which it holds.
        uint64 validUntil;
        /// Bit m: changes of mode m.
        uint8 modes;
        bool trades;
        /// The only account it may trade with; zero for any.
        address counterparty;
        /// Bit 0 cash, bit k + 1 collateral k.
        uint8 inflows;
        uint8 outflows;
        /// The only recipient of outflows; zero for the account itself.
        address recipient;
        /// Seconds.
        uint32 period;
        /// Per period: five assets, in and out together, then the number of changes; 2^64 - 1 for no limit.
        uint64[6] caps;
    }

    /// @notice Grants an operator a mandate of the caller at a gate.
    function grant(address gate, address operator, Mandate calldata mandate) external;

    /// @notice Ends an operator's mandate at once.
    function revoke(address gate, address operator) external;

    /// @notice A mandate and what is left of its caps now.
    function mandateOf(address gate, address account, address operator)
        external
        view
        returns (Mandate memory mandate, uint64[6] memory left);
}

/// @title IBallastListener
/// @notice A contract that a gate tells of every update, with 100,000 gas and deaf to the answer.
interface IBallastListener {
    /// @notice An account's commitment changed.
    function onUpdate(address account, uint64 epoch, uint8 mode, uint256 commitment) external;
}
