import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Change } from "../../model/change.ts";
import { BallastError } from "../../model/errors.ts";
import { openBackend } from "../backend/open-backend.ts";
import { readTime } from "../chain/read-chain.ts";
import { readDefault } from "../chain/read-default.ts";
import { reconcile } from "../chain/reconcile.ts";
import { type ChainClients, type Inclusion, submitUpdate } from "../chain/submit.ts";
import { loadCircuit } from "../circuit.ts";
import { type ProveTools, proveUpdate, type ReleasedProof } from "../prove.ts";
import { createDurably } from "../store/durable.ts";
import { abandonExpired } from "../trade/settle-offer.ts";
import {
  accountOf,
  clientsOf,
  type DeskFile,
  type DeskOptions,
  defaultKeyOf,
  openStore,
  readDesk,
  seedOf,
} from "./desk.ts";
import { type DataOptions, type JudgedBy, readData } from "./market-data.ts";
import { progress } from "./output.ts";

/** Options of a command that proves. */
export type ProvingOptions = DeskOptions & DataOptions & { readonly deadline?: string };

/** How long a proof may be used unless told. */
const DEFAULT_SECONDS = "600";

/** Everything a proving command works with; the store is in step with the chain. */
export interface Session {
  readonly desk: DeskFile;
  readonly clients: ChainClients;
  readonly tools: ProveTools;
  readonly data: JudgedBy;
  /** Unix seconds of the chain's latest block. */
  readonly now: bigint;
  /** now + the seconds of `--deadline`. */
  readonly deadline: bigint;
}

/** Opens desk, chain, circuit and backend, brings the store in step with the chain, runs `work`, closes everything. */
export async function withSession<T>(options: ProvingOptions, work: (session: Session) => Promise<T>): Promise<T> {
  const desk = readDesk(options);
  const clients = clientsOf(options, desk);
  const seed = await seedOf(options);
  await using backend = await openBackend();
  using store = openStore(options, seed);
  await reconcile(clients.read, store);
  const circuit = await loadCircuit(store.live.book.class);
  const now = await readTime(clients.read);
  abandonExpired(store, now);
  const data = await readData(options, clients.read, accountOf(desk).gate, BigInt(desk.fromBlock));
  const defaultKey = await pinnedKey(clients.read, desk);
  const escrow = defaultKey === undefined ? {} : { defaultKey };
  const tools = { store, seed, circuit, backend, onStep: progress(), ...escrow };
  return await work({ desk, clients, tools, data, now, deadline: now + BigInt(options.deadline ?? DEFAULT_SECONDS) });
}

/**
 * The default key that this desk pinned. Where the chain says another, the desk goes on with its own and says so: a node
 * that lies must not become the reader of its books, and a venue that changes its key must not stop its accounts.
 */
export async function pinnedKey(client: ChainClients["read"], desk: DeskFile): Promise<Uint8Array | undefined> {
  const named = await readDefault(client, desk.gate).then(
    ({ key }) => ({ key }),
    () => undefined,
  );
  if (named !== undefined && named.key !== desk.defaultKey)
    process.stderr.write(
      `ballast: the venue's default key is ${named.key ?? "none"}, this desk escrows for ${desk.defaultKey ?? "none"}; see \`ballast default accept\`\n`,
    );
  return defaultKeyOf(desk);
}

/** Proves a change of the desk's book. */
export function proveChange({ data, deadline, tools }: Session, change: Change): Promise<ReleasedProof> {
  return proveUpdate({ ...data, change, deadline }, tools);
}

/** Sends a proof of this session and brings the store in step. */
export async function submitReleased(
  { clients, tools: { store } }: Session,
  { bundle }: ReleasedProof,
): Promise<Inclusion> {
  const [, newCommitment] = bundle.publicInputs;
  const signed = { bundle, authorization: "0x" } as const;
  const inclusion = await submitUpdate(clients, signed, (transaction) => store.submitted(newCommitment, transaction));
  await reconcile(clients.read, store);
  return inclusion;
}

/** Writes a result file that must not exist yet. Throws BallastError BAL-254 (exit 2). */
export function writeResult(path: string, text: string): void {
  try {
    createDurably(path, text);
  } catch (cause) {
    throw resultError(path, (cause as NodeJS.ErrnoException).code === "EEXIST", cause);
  }
}

/** Refuses a result's name before the work starts, when it is taken. Throws BallastError BAL-254 (exit 2). */
export function requireFree(path: string | undefined): void {
  if (path !== undefined && existsSync(path)) throw resultError(path, true, undefined);
  if (path !== undefined && !existsSync(dirname(resolve(path)))) throw resultError(path, false, undefined);
}

function resultError(path: string, exists: boolean, cause: unknown): BallastError {
  const details = exists
    ? "Choose another name; results are never overwritten."
    : "Check that its directory exists and may be written.";
  return new BallastError("BAL-254", `${path}: ${exists ? "exists already" : "cannot be written"}.`, {
    details,
    exitCode: 2,
    cause,
  });
}
