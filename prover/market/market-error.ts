import { BallastError, type ErrorCode } from "../../model/errors.ts";

/** The chain's epochs do not follow from the first block and the model. */
export function replayError(epoch: bigint, what: string): BallastError {
  const details =
    "Either --first or --model is not this registry's, or the node shows events that the registry never made: ask another node.";
  return oracleError("BAL-411", `epoch ${epoch}: ${what}.`, details);
}

/** The events of a registry's feeds do not fit together. */
export function feedHistoryError(what: string): BallastError {
  const details =
    "Either --from-block is after the registry's first block, or the node keeps events back: ask another node.";
  return oracleError("BAL-411", `${what}.`, details);
}

/** The files at hand are not what the registry was made with. */
export function foreignMarketError(what: string, remedy: string): BallastError {
  return oracleError("BAL-412", `${what}.`, remedy);
}

function oracleError(code: ErrorCode, message: string, details: string): BallastError {
  return new BallastError(code, message, { details, exitCode: 5 });
}
