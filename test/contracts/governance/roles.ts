/**
 * What each role gets from each function that changes something. `roles.test.ts` calls every function of every contract
 * below as every role, and fails for a function that has no entry here.
 *
 * To add a function: write an entry under its contract. `args` are arguments for the scene of `scene.ts` with which whoever
 * may call it gets furthest; `may` says who gets past the question who they are (`anyone`, or roles), and `after` names the
 * error that stops them after it, if one does; `else` is the error of all the others. `but` says it for single roles.
 * To add a contract: a key below, and where it stands in `addressesOf`.
 */
import { type Address, encodeFunctionData, zeroHash } from "viem";
import { TIMELOCK_ROLES, timelockBatch } from "../../../contracts/deploy/timelock.ts";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import { type Change, opening } from "../support/changes.ts";
import { mandate } from "../support/mandates.ts";
import { draftMove } from "../support/moves.ts";
import { samplePolicy } from "../support/policies.ts";
import { RULES } from "../support/venue.ts";
import { FLAT, type Role, type Scene } from "./scene.ts";

/** Who may call a function, and what stops the others. */
export interface Entry {
  readonly args?: (scene: Scene) => readonly unknown[];
  readonly may: "anyone" | readonly Role[];
  readonly after?: string;
  readonly else?: string;
  readonly but?: Readonly<Partial<Record<Role, string>>>;
}

const OWNABLE = "OwnableUnauthorizedAccount";
const ACCESS = "AccessControlUnauthorizedAccount";
const owner = (args: Entry["args"] = () => [], after?: string): Entry => ({
  args,
  may: ["owner"],
  else: OWNABLE,
  ...(after === undefined ? {} : { after }),
});

const ownership: Readonly<Record<string, Entry>> = {
  transferOwnership: owner(({ of }) => [of.heir]),
  renounceOwnership: owner(),
  acceptOwnership: { may: ["heir"], else: OWNABLE },
};

const office: Readonly<Record<string, Entry>> = {
  proposeGuardian: owner(({ of }) => [of.nobody]),
  revokeGuardian: owner(),
  acceptGuardian: { may: ["nominee"], else: "GuardedNotNominee" },
};

const firstVersion = () => [1, 1];
const batch = ({ venue }: Scene) => Object.values(timelockBatch([{ to: venue.gate, data: "0x3f4ba83a" }]));
const single = ({ venue }: Scene) => [venue.gate, 0n, "0x3f4ba83a", zeroHash, zeroHash];
const roleArgs = ({ of }: Scene) => [TIMELOCK_ROLES.proposers, of.nobody];

/** A change that carries nobody's consent, as an item of a batch. */
const unsigned = (change: Change) => ({
  gas: 600_000n,
  data: encodeFunctionData({ abi: sizingGateAbi, functionName: "update", args: [change as never] }),
});

/** By contract and function. */
export const TABLE: Readonly<Record<string, Readonly<Record<string, Entry>>>> = {
  PolicyRegistry: {
    ...ownership,
    propose: owner(() => [{ ...samplePolicy(), horizon: 9 }, samplePolicy()]),
    cancel: owner(() => [], "PolicyRegistryNothingPending"),
  },
  MarketRegistry: {
    ...ownership,
    publishMarket: { args: ({ market }) => [market], may: "anyone" },
    publishSheet: { args: ({ sheet }) => sheet, may: "anyone" },
    poke: { may: "anyone" },
    proposePublishers: owner(({ of }) => [[of.nobody], 1n]),
    cancelPublishers: owner(() => [], "MarketRegistryNothingPending"),
    proposeRules: owner(() => [{ ...RULES, grace: 9n }], "MarketRegistryChangePending"),
    proposeFeed: owner(
      ({ venue }) => [
        0n,
        { feed: venue.gate, heartbeat: 1, decimals: 8, deviation: 0, numerator: 1n, denominator: 1n },
      ],
      "MarketRegistryUnusedFactor",
    ),
    activate: { args: ({ rules }) => [8n, rules], may: "anyone" },
    cancelChange: owner(() => [8n]),
    markVoid: { args: () => [1n], may: [], else: "MarketRegistryNotVoider" },
  },
  LinearRows: {
    ...ownership,
    state: owner(() => [17n, 0n]),
    cancel: owner(() => [17n], "LinearRowsNothingPending"),
    voidRow: {
      args: ({ venue }) => [venue.market, 0n, 1n, 1n, 17n, Array.from({ length: 8 }, () => 0n)],
      may: "anyone",
      after: "LinearRowsNothingToVoid",
    },
  },
  VerifierRouter: {
    ...ownership,
    ...office,
    add: owner(({ venue }) => [1, venue.verifiers[0]]),
    stop: { args: firstVersion, may: ["guardian", "owner"], else: "GuardedNotGuardian" },
    resume: owner(firstVersion),
  },
  SizingGate: {
    ...ownership,
    ...office,
    register: { args: () => [1], may: "anyone", but: { account: "SizingGateAlreadyRegistered" } },
    update: { args: ({ change }) => [change], may: ["account"], else: "SizingGateNoConsent" },
    updatePair: { args: ({ pair }) => pair, may: ["account"], else: "SizingGateNoConsent" },
    moveAccount: {
      args: ({ of }) => [draftMove(of.account, { to: 1, opening: opening(1, 1) })],
      may: ["account"],
      after: "VerifierRouterUnknownVersion",
      else: "SizingGateNoConsent",
    },
    flatExit: { args: () => [FLAT.cash, FLAT.salt], may: ["account"], else: "SizingGateNotRegistered" },
    markDefault: { args: ({ of }) => [of.account], may: "anyone", after: "SizingGateNotDefaulted" },
    pause: { may: ["guardian", "owner"], else: "GuardedNotGuardian" },
    endPause: owner(),
    setTradeLimit: owner(({ of }) => [of.account, 1]),
    setMandateBook: { args: ({ book }) => [book], may: "anyone" },
  },
  CollateralVault: {
    collect: { args: ({ of }) => [of.account, 0n, 1n], may: [], else: "CollateralVaultNotGate" },
    credit: { args: ({ of }) => [of.nobody, 0n, 1n], may: [], else: "CollateralVaultNotGate" },
    withdraw: { args: () => [1n, 1n], may: ["account"], else: "CollateralVaultClaimTooSmall" },
    advance: { args: () => [0n], may: "anyone", after: "CollateralVaultZeroAmount" },
    recover: { args: () => [1n], may: [], else: "CollateralVaultAdvanceTooSmall" },
  },
  DefaultKey: {
    ...ownership,
    propose: owner(() => [zeroHash]),
    cancel: owner(() => [], "DefaultKeyNothingPending"),
  },
  DefaultFund: {
    approve: { args: ({ of }) => [of.nobody, 1n], may: "anyone" },
    transfer: { args: ({ of }) => [of.nobody, 1n], may: [], else: "ERC20InsufficientBalance" },
    transferFrom: { args: ({ of }) => [of.account, of.nobody, 1n], may: [], else: "ERC20InsufficientAllowance" },
    deposit: { args: ({ of }) => [0n, of.nobody], may: "anyone" },
    mint: { args: ({ of }) => [0n, of.nobody], may: "anyone" },
    withdraw: { args: ({ of }) => [1n, of.nobody, of.account], may: [], else: "ERC4626ExceededMaxWithdraw" },
    redeem: { args: ({ of }) => [1n, of.nobody, of.account], may: [], else: "ERC4626ExceededMaxRedeem" },
    requestRedemption: { args: () => [1n], may: [], else: "ERC20InsufficientBalance" },
    cancelRedemption: { may: [], else: "DefaultFundNothingRequested" },
    gather: { args: () => [1n], may: "anyone", after: "DefaultFundNothingToGather" },
    startAuction: { args: () => [1n], may: "anyone", after: "DefaultFundNothingToOffer" },
    buy: { args: ({ of }) => [1n, 1n, 1n, of.nobody], may: "anyone", after: "DefaultFundOfferTooSmall" },
    cover: { args: ({ of }) => [of.account], may: "anyone", after: "DefaultFundNotSeized" },
    restore: { may: "anyone", after: "DefaultFundNothingToRecover" },
  },
  MandateBook: {
    grant: { args: ({ venue }) => [venue.gate, venue.vault, mandate()], may: "anyone" },
    grantFor: {
      args: ({ venue, of }) => [venue.gate, of.account, of.nobody, mandate(), 2n ** 40n, "0x"],
      may: [],
      else: "MandateBookUnsigned",
    },
    revoke: { args: ({ venue }) => [venue.gate, venue.vault], may: "anyone" },
    revokeFor: {
      args: ({ venue, of }) => [venue.gate, of.account, of.nobody, 2n ** 40n, "0x"],
      may: [],
      else: "MandateBookUnsigned",
    },
    use: {
      args: ({ venue, of }) => [of.account, venue.vault, of.nobody, of.nobody, 0n, 0n],
      may: [],
      else: "MandateBookNoMandate",
    },
  },
  BatchRelay: {
    relay: { args: ({ venue, change }) => [venue.gate, [unsigned(change)]], may: "anyone" },
  },
  TimelockController: {
    schedule: { args: (s) => [...single(s), 172_799n], may: ["proposer"], else: ACCESS },
    scheduleBatch: { args: (s) => [...batch(s), 172_799n], may: ["proposer"], else: ACCESS },
    execute: { args: single, may: ["executor"], after: "TimelockUnexpectedOperationState", else: ACCESS },
    executeBatch: { args: batch, may: ["executor"], after: "TimelockUnexpectedOperationState", else: ACCESS },
    cancel: { args: () => [zeroHash], may: ["canceller"], after: "TimelockUnexpectedOperationState", else: ACCESS },
    updateDelay: { args: () => [1n], may: ["owner"], else: "TimelockUnauthorizedCaller" },
    grantRole: { args: roleArgs, may: ["owner"], else: ACCESS },
    revokeRole: { args: roleArgs, may: ["owner"], else: ACCESS },
    renounceRole: { args: roleArgs, may: ["nobody"], else: "AccessControlBadConfirmation" },
    onERC721Received: { args: ({ of }) => [of.nobody, of.nobody, 1n, "0x"], may: "anyone" },
    onERC1155Received: { args: ({ of }) => [of.nobody, of.nobody, 1n, 1n, "0x"], may: "anyone" },
    onERC1155BatchReceived: { args: ({ of }) => [of.nobody, of.nobody, [], [], "0x"], may: "anyone" },
  },
};

/** Where the contracts of the table stand. */
export const addressesOf = ({ venue, book, relay }: Scene): Readonly<Record<string, Address>> => ({
  PolicyRegistry: venue.policies,
  MarketRegistry: venue.market,
  LinearRows: venue.rows as Address,
  VerifierRouter: venue.router,
  SizingGate: venue.gate,
  CollateralVault: venue.vault,
  DefaultKey: venue.defaultKey as Address,
  DefaultFund: venue.fund,
  MandateBook: book,
  BatchRelay: relay,
  TimelockController: venue.timelock as Address,
});
