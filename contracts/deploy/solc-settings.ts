/** How every contract of ours is compiled: Hardhat's configuration and the compiler of verifiers both read it here. */
export const SOLC_SETTINGS = { evmVersion: "cancun", optimizer: { enabled: true, runs: 1_000_000 } } as const;
