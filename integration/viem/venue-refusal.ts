import { BaseError, type ContractErrorArgs, type ContractErrorName, type Hex } from "viem";
import type { sizingGateAbi } from "../../contracts/generated/abi.ts";
import { BallastError } from "../../model/errors.ts";

type Abi = typeof sizingGateAbi;

/** Name of a custom error of the gate, or of a contract it calls: registry, router, verifier, vault. */
export type VenueErrorName = ContractErrorName<Abi>;

/** A decoded custom error; its name tells the types of its values. */
export type VenueRevert = {
  readonly [N in VenueErrorName]: { readonly name: N; readonly args: ContractErrorArgs<Abi, N> };
}[VenueErrorName];

/**
 * A contract of the venue refused a call. `revert` holds the custom error where it is one of ours; else `data` is what the
 * contract returned, as when a token refuses a transfer with an error of its own.
 *
 * @example
 * if (error instanceof VenueRefusal && error.revert?.name === "SizingGateStaleEpoch") await nextEpoch(error.revert.args[0]);
 */
export class VenueRefusal extends BallastError {
  readonly revert: VenueRevert | undefined;
  readonly data: Hex | undefined;

  constructor(action: string, revert: VenueRevert | undefined, data: Hex | undefined, cause: unknown) {
    const values = (revert?.args ?? []) as readonly unknown[];
    const reason = revert === undefined ? `data ${data ?? "0x"}` : `${revert.name}(${values.map(String).join(", ")})`;
    const details = "The error's interface in contracts/interfaces/ says when it is raised and what to do.";
    super("BAL-421", `${action}: the venue refuses with ${reason}.`, { details, cause });
    this.name = "VenueRefusal";
    this.revert = revert;
    this.data = data;
  }
}

/** What viem's error for a revert holds; told by its name, since an application may load viem twice. */
type Reverted = BaseError & {
  readonly data?: { readonly errorName: string; readonly args?: readonly unknown[] };
  readonly raw?: Hex;
};

const revertedIn = (cause: unknown): Reverted | undefined => {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if (error.name === "ContractFunctionRevertedError") return error as Reverted;
  }
  return undefined;
};

/**
 * What viem threw, as an error of ours: a `VenueRefusal` for a revert, else BAL-422 (the node cannot be reached, the sender
 * cannot pay). An error of ours passes through.
 */
export function venueError(action: string, cause: unknown): BallastError {
  if (cause instanceof BallastError) return cause;
  const reverted = revertedIn(cause);
  if (reverted === undefined) {
    const reason = cause instanceof BaseError ? cause.shortMessage : "the chain client failed";
    return new BallastError("BAL-422", `${action}: ${reason}`, { details: "Check the node and the sender.", cause });
  }
  const { data, raw } = reverted;
  const known = data !== undefined && data.errorName !== "Error" && data.errorName !== "Panic";
  const revert = known ? ({ name: data.errorName, args: data.args ?? [] } as unknown as VenueRevert) : undefined;
  return new VenueRefusal(action, revert, raw, cause);
}

/** Runs a call to the chain and explains its failure. */
export async function explained<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw venueError(action, cause);
  }
}
