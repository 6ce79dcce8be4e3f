import {
  BaseError,
  ContractFunctionRevertedError,
  HttpRequestError,
  InsufficientFundsError,
  TimeoutError,
  WebSocketRequestError,
} from "viem";
import { BallastError, type ErrorCode, type ExitCode } from "../../model/errors.ts";

/** Custom errors that mean: the market data, the epoch or the deadline is behind; prove again with newer data, or wait. */
const STALE = new Set([
  "SizingGateDeadlinePassed",
  "SizingGateStaleEpoch",
  "MarketRegistryEpochNotUsable",
  "MarketRegistryEpochVoid",
  "MarketRegistryNoEpoch",
  "MarketRegistryNoMarket",
  "MarketRegistryEpochInFuture",
  "MarketRegistryEpochOutOfOrder",
  "MarketRegistryFeedNotYet",
  "MarketRegistrySheetNotOfHead",
  "MarketRegistrySequencerDown",
  "MarketRegistrySequencerInGrace",
  "MarketRegistrySequencerUnknown",
]);

/** Every way in which a hinted round is not the one. */
const FIRST_ROUND = "Hint the feed's first round at or after the boundary.";

/** What to do about the reverts a desk or a publisher can meet; anything else is explained by its own name and values. */
const REMEDIES: Readonly<Record<string, string>> = {
  SizingGateDeadlinePassed: "Prove again with a later deadline.",
  SizingGateStaleEpoch:
    "Only `ballast reduce` is served until an epoch is published that is fresh and no calmer than the newest market.",
  MarketRegistryEpochNotUsable: "Prove again with the latest epoch's data.",
  MarketRegistryEpochVoid:
    "Its sheet had a row that its market refutes: prove again with the data of the epoch that serves.",
  LinearRowsNothingToVoid: "The epoch was skipped, or somebody voided it.",
  LinearRowsNothingStated: "Only spot pairs, perpetuals and collateral that the venue stated can be judged.",
  LinearRowsOtherSheet: "Give the sheet and the policy that were published with the epoch.",
  MarketRegistryNotVoider: "Name the registry whose venue stated these rows.",
  MarketRegistryNoEpoch: "Wait for the venue to publish its first epoch.",
  MarketRegistryNoMarket: "Publish a market with `ballast market run` first.",
  MarketRegistryEpochInFuture: "Wait for the epoch's boundary.",
  MarketRegistryEpochOutOfOrder: "Somebody published it, or a later one: go on with the next epoch.",
  MarketRegistryFeedNotYet: "Wait for the feed's next round, or until its heartbeat has passed.",
  MarketRegistryFeedNotAtFault: FIRST_ROUND,
  MarketRegistryRoundAbsent: FIRST_ROUND,
  MarketRegistryRoundBeforeBoundary: FIRST_ROUND,
  MarketRegistryRoundNotFirst: FIRST_ROUND,
  MarketRegistryRoundSuperseded: "The feed changed its aggregator: hint the first round of the present phase.",
  MarketRegistryWrongPredecessor: "Hint as predecessor the last round of the phase before.",
  MarketRegistryGasTooLow: "Give the transaction more gas.",
  MarketRegistrySheetNotOfHead: "Build and sign the sheet for the newest market.",
  MarketRegistrySheetOfOtherMarket: "Build and sign the sheet for the market that was published.",
  MarketRegistryWrongSignatureCount: "Give exactly as many signatures as the registry's threshold.",
  MarketRegistryNotPublisher: "Collect the signature of a publisher of the set in force.",
  MarketRegistrySignersNotAscending: "Give each signer once, ascending by address.",
  MarketRegistrySequencerDown: "Wait until the chain's sequencer is back and its grace has passed.",
  MarketRegistrySequencerInGrace: "Wait until the grace after the sequencer's return has passed.",
  MarketRegistrySequencerUnknown: "The venue's uptime feed does not answer; nothing is read until it does.",
  SizingGateNotRegistered: "Open the account with `ballast init --register`.",
  SizingGateAlreadyRegistered: "The account is open; go on with `ballast status`.",
  SizingGateNoConsent: "Send from the account itself, or attach its signature of this change.",
  SizingGateNoMandateBook:
    "Send from the account itself, or attach its signature of this change; to act as its operator you need a mandate: `ballast operator grant`.",
  MandateBookNoMandate: "The account grants this operator a mandate at this gate, or revoked it: ask the account.",
  MandateBookExpired: "The mandate ended: ask the account for a new one.",
  MandateBookWrongMode:
    "The mandate does not reach to this mode: send from the account, or ask it for another mandate.",
  MandateBookWrongTrade: "The mandate does not let this operator trade with this account.",
  MandateBookWrongFlow: "The mandate does not let this asset flow in this direction.",
  MandateBookWrongRecipient: "Name the recipient that the mandate names.",
  MandateBookSpent: "Wait for the next period, ask for less, or ask the account for a larger cap.",
  SizingGatePaused: "The guardian stopped trades and outflows; reductions and exits still work.",
  SizingGateTooManyTrades: "Wait for the next epoch, or ask the venue for a higher limit.",
  SizingGateMaintenanceExhausted: "Restore full health with `ballast refresh`, or reduce.",
  SizingGateNotDefaulted: "Wait: the account is not past its time, which counts epochs that were published fresh.",
  SizingGateAlreadySeized: "Somebody marked it: go on with `ballast default auction` and `ballast default cover`.",
  DefaultFundNotSeized: "Seize the account first with `ballast default mark`.",
  DefaultFundNothingToCover: "The vault can pay its open claims, or the fund is empty.",
  DefaultFundTooEarly: "What was lent stays for the terms' time after the last loan.",
  DefaultFundNothingToRecover: "Nothing is lent, or the vault needs it for its claims: try after the next deposits.",
  DefaultFundAuctionRuns: "Wait until the running auction is sold, or over.",
  DefaultFundStalePrice: "Wait for an epoch that is not past its expiry.",
  Groth16VerifierInvalidProof:
    "The account, the epoch or the feeds moved since the proof was made: read the chain again and prove again.",
};

/**
 * Turns what viem throws into an error of ours: exit 5 when data or deadline is behind, exit 6 when the chain cannot be
 * reached or refuses. A BallastError passes through.
 */
export function chainError(cause: unknown, action: string): BallastError {
  if (cause instanceof BallastError) return cause;
  const revert = find(cause, ContractFunctionRevertedError);
  if (revert !== undefined) return revertedError(revert, action, cause);
  if (find(cause, HttpRequestError) ?? find(cause, WebSocketRequestError) ?? find(cause, TimeoutError))
    return error(
      "BAL-401",
      `${action}: the chain cannot be reached.`,
      "Check the RPC address and the network.",
      6,
      cause,
    );
  if (find(cause, InsufficientFundsError))
    return error("BAL-402", `${action}: the sender cannot pay for gas.`, "Fund the sender's address.", 6, cause);
  const words = cause instanceof BaseError ? cause.shortMessage : "the chain client failed";
  return error("BAL-409", `${action}: ${words}`, "Run again; if it stays, check the RPC node's log.", 6, cause);
}

function revertedError(revert: ContractFunctionRevertedError, action: string, cause: unknown): BallastError {
  const name = revert.data?.errorName ?? "";
  const values = (revert.data?.args ?? []).map(String).join(", ");
  const reason = name === "" ? (revert.reason ?? "without a reason") : `${name}(${values})`;
  const remedy = REMEDIES[name] ?? "The contract's interface documents this error.";
  const [code, exit]: [ErrorCode, ExitCode] = STALE.has(name) ? ["BAL-404", 5] : ["BAL-403", 6];
  return error(code, `${action}: the contract refuses with ${reason}.`, remedy, exit, cause);
}

/** A transaction was mined and failed although its simulation passed; `next` says what to do then. */
export function failedTransaction(
  action: string,
  transaction: string,
  next = "run `ballast status` and try again",
): BallastError {
  const remedy = `The chain moved between simulation and inclusion: ${next}.`;
  return error("BAL-405", `${action}: transaction ${transaction} was mined and reverted.`, remedy, 6, undefined);
}

/** Name of the custom error that a contract refused with; undefined for any other failure. */
export function revertName(cause: unknown): string | undefined {
  const inner = cause instanceof BallastError ? cause.cause : cause;
  return find(inner, ContractFunctionRevertedError)?.data?.errorName;
}

/** What the chain shows contradicts what this desk was set up with. */
export function mismatchError(what: string, remedy: string): BallastError {
  return error("BAL-406", what, remedy, 5, undefined);
}

/** No verifier in service holds the key that a proof was made with. */
export function foreignKeyError(classId: number, asked: number, vkey: string): BallastError {
  const who = asked === 1 ? "the one verifier" : `none of the ${asked} verifiers`;
  return error(
    "BAL-407",
    `${who} in service for class ${classId} ${asked === 1 ? "does not accept" : "accepts"} this proof.`,
    `It was made with the verification key ${vkey}. Install the artifacts the venue names, then prove again.`,
    5,
    undefined,
  );
}

function error(code: ErrorCode, message: string, details: string, exitCode: ExitCode, cause: unknown): BallastError {
  return new BallastError(code, message, { details, exitCode, ...(cause === undefined ? {} : { cause }) });
}

function find<T>(cause: unknown, type: new (...args: never[]) => T): T | undefined {
  if (!(cause instanceof BaseError)) return undefined;
  const found = cause.walk((inner) => inner instanceof type);
  return found instanceof type ? found : undefined;
}
