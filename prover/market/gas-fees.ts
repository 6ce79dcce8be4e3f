import { BaseError, Eip1559FeesNotSupportedError, formatGwei, type PublicClient, parseGwei } from "viem";
import { BallastError } from "../../model/errors.ts";

/** Wei for a unit of gas, by the names that a transaction has for them: two on most chains, `gasPrice` on the others. */
export type Fees = Readonly<Record<string, bigint>>;

/** What a sender pays for gas unless told otherwise: at 500,000 gas, 0.05 of the chain's coin for an epoch. */
export const DEFAULT_MAX_FEE = parseGwei("100");

/** A replacement pays at most so many times what the node asks for now: more buys nothing. */
const MOST_RAISED = 4n;

/** How nodes word that they hold another transaction with this nonce, which pays as much or nearly so. */
const HELD = /underpriced|already ?known|known transaction|replac/i;

/**
 * What one sender pays for gas. What waits unmined is replaced for a quarter more than was sent, at most four times the present estimate;
 * any other failure raises nothing. Node and chain may ask for whatever they like: beyond the limit nothing is sent.
 *
 * @example
 * const fees = new GasFees(parseGwei("100"));
 * const price = await fees.of(client, nonce);
 */
export class GasFees {
  readonly #most: bigint;
  #unmined: { readonly nonce: number; readonly fees: Fees } | undefined;

  /** @param most wei for a unit of gas, tip included */
  constructor(most = DEFAULT_MAX_FEE) {
    this.#most = most;
  }

  /** What the transaction with this nonce should pay. Throws BallastError BAL-413 above the limit, and what the client throws. */
  async of(client: PublicClient, nonce: number): Promise<Fees> {
    const asked = await estimateOf(client);
    const highest = Object.values(asked).reduce((most, fee) => (fee > most ? fee : most), 0n);
    if (highest > this.#most) throw feeError(highest, this.#most);
    const before = this.#unmined?.nonce === nonce ? this.#unmined.fees : {};
    const pay = ([name, fee]: [string, bigint]): [string, bigint] => [name, this.#raised(fee, before[name])];
    return Object.fromEntries(Object.entries(asked).map(pay));
  }

  /** Says that a transaction was sent and not mined. */
  unmined(nonce: number, fees: Fees): void {
    this.#unmined = { nonce, fees };
  }

  #raised(asked: bigint, before: bigint | undefined): bigint {
    if (before === undefined) return asked;
    const replacing = (before * 5n) / 4n + 1n;
    const bound = MOST_RAISED * (asked > 0n ? asked : 1n);
    const most = bound < this.#most ? bound : this.#most;
    if (replacing > most) return most;
    return replacing > asked ? replacing : asked;
  }
}

/** Whether a node refused a transaction because one with its nonce waits already. */
export function isHeld(cause: unknown): boolean {
  return (
    cause instanceof BaseError && cause.walk((inner) => inner instanceof Error && HELD.test(inner.message)) !== null
  );
}

async function estimateOf(client: PublicClient): Promise<Fees> {
  try {
    const { maxFeePerGas, maxPriorityFeePerGas } = await client.estimateFeesPerGas();
    return { maxFeePerGas, maxPriorityFeePerGas };
  } catch (cause) {
    if (!(cause instanceof Eip1559FeesNotSupportedError)) throw cause;
    return { gasPrice: await client.getGasPrice() };
  }
}

function feeError(asked: bigint, most: bigint): BallastError {
  const words = `gas costs ${formatGwei(asked)} gwei, more than --max-fee ${formatGwei(most)}.`;
  const details =
    "A runner waits until it is cheaper. Where this is usual, raise --max-fee; if it is not, doubt the node.";
  return new BallastError("BAL-413", words, { details });
}
