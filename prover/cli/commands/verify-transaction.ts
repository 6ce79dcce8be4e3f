import { createPublicClient, http } from "viem";
import { CLASS_MOVES } from "../../../model/class-move.ts";
import { BOOK_CLASS_NAMES, type BookClass } from "../../../model/classes.ts";
import { BallastError, EXIT, type ExitCode } from "../../../model/errors.ts";
import { MARKET_PUBLIC_INPUTS } from "../../../model/market-witness.ts";
import type { Hex } from "../../../verifier/account-context.ts";
import type { TrustedMove } from "../../../verifier/transaction/judge-move.ts";
import {
  judgeTransaction,
  type TransactionVerdict,
  type Trust,
  type TrustedVerifier,
} from "../../../verifier/transaction/judge-transaction.ts";
import type { TrustedKey } from "../../../verifier/verify-bundle.ts";
import type { TrustedMoveKey } from "../../../verifier/verify-move.ts";
import { loadArtifacts } from "../../artifacts/load.ts";
import { verifierCodeOf } from "../../artifacts/verifier-codes.ts";
import { readTransaction } from "../../chain/read-transaction.ts";
import { artifactHashes, loadKey, moveCircuitName } from "../../circuit.ts";
import { MARKET_CIRCUIT } from "../../market/market-circuit.ts";
import { addressOption, countOption, hashOption, rpcOption, usageError } from "../input.ts";
import type { Outcome } from "../output.ts";
import { transactionJson, transactionLines } from "../transaction-text.ts";

/** Options of `ballast verify --tx`. */
export interface TransactionOptions {
  readonly tx: string;
  readonly rpc?: string;
  readonly gate?: string;
  readonly fromBlock?: string;
  readonly codeHash?: string;
}

/**
 * Judges a transaction that a gate accepted.
 *
 * @param keyOf the key to trust for a class; undefined when none is installed
 */
export async function verifyTransaction(
  options: TransactionOptions,
  keyOf: (bookClass: BookClass) => Promise<TrustedKey | undefined>,
): Promise<Outcome> {
  const { tx, rpc, gate, fromBlock = "0", codeHash } = options;
  if (rpc === undefined) throw usageError("--rpc", "name the node to ask, for --tx");
  if (gate === undefined) throw usageError("--gate", "name the gate as the venue publishes it, for --tx");
  const client = createPublicClient({ transport: http(rpcOption("--rpc", rpc)) });
  const evidence = await readTransaction(client, {
    gate: addressOption("--gate", gate),
    transaction: hashOption("--tx", tx),
    fromBlock: countOption("--from-block", fromBlock),
  });
  const keys = await Promise.all(BOOK_CLASS_NAMES.map(keyOf));
  const told = codeHash === undefined ? undefined : hashOption("--code-hash", codeHash);
  const books = keys.filter((key) => key !== undefined).map((key) => withCode(key, told));
  const market = await marketTrust();
  const moves = (await Promise.all(CLASS_MOVES.map(moveTrust))).filter((key) => key !== undefined);
  const verdict = judgeTransaction(evidence, { books, moves, ...(market === undefined ? {} : { market }) });
  return {
    json: transactionJson(evidence, verdict),
    lines: transactionLines(evidence, verdict),
    exitCode: exitCodeOf(verdict),
  };
}

/** A key with the code that its verifier must have: as told, else as this installation's build generates it. */
function withCode(trust: TrustedKey, told: Hex | undefined): TrustedVerifier {
  const codeHash = told ?? verifierCodeOf(trust.key.sha256);
  return codeHash === undefined ? trust : { ...trust, codeHash };
}

/** The installed key of markets; undefined when it was not built here. */
async function marketTrust(): Promise<Trust["market"]> {
  const key = await orAbsent(
    loadArtifacts(MARKET_CIRCUIT, { kinds: ["vkey"] }).then((loaded) => loadKey(loaded, MARKET_PUBLIC_INPUTS)),
  );
  const codeHash = key && verifierCodeOf(key.sha256);
  return key && { key, ...(codeHash === undefined ? {} : { codeHash }) };
}

/** The installed key of moves between two classes; undefined when it was not built here. */
async function moveTrust(move: (typeof CLASS_MOVES)[number]): Promise<TrustedMove | undefined> {
  const key = await orAbsent(trustedMoveKey(move.from, move.to));
  const codeHash = key && verifierCodeOf(key.key.sha256);
  return key && { ...key, ...(codeHash === undefined ? {} : { codeHash }) };
}

/**
 * The installed key of moves between two classes, checked against its manifest.
 *
 * @throws BallastError BAL-501…503 (exit 5) as `loadArtifacts`
 */
export async function trustedMoveKey(from: BookClass, to: BookClass): Promise<TrustedMoveKey> {
  const loaded = await loadArtifacts(moveCircuitName(from, to), { kinds: ["vkey"] });
  return { from, to, key: await loadKey(loaded), artifacts: artifactHashes(loaded) };
}

function exitCodeOf({ status, updates, moves }: TransactionVerdict): ExitCode {
  if (status === "proven") return EXIT.ok;
  if (status === "partly") return EXIT.artifact;
  return updates.length + moves.length === 0 ? EXIT.chain : EXIT.proofInvalid;
}

/** A key that may be missing: without artifacts of a class, its changes are not checked rather than refused. */
export async function orAbsent<Key>(key: Promise<Key>): Promise<Key | undefined> {
  try {
    return await key;
  } catch (cause) {
    if (cause instanceof BallastError && cause.code === "BAL-501") return undefined;
    throw cause;
  }
}
