/**
 * A live account moves from desk-8 to desk-16 with a true proof of `class-move`: with positions, through the loss of its disk, and flat,
 * from the command, to its exit. What comes before the moves is proven from the published trapdoor, each statement with every constraint
 * evaluated.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileVerifier } from "../../contracts/deploy/compile-verifier.ts";
import { commit, isFlat, sizeOf } from "../../model/book.ts";
import type { Change } from "../../model/change.ts";
import { moveBook } from "../../model/class-move.ts";
import { defaultDirectory, loadArtifacts } from "../../prover/artifacts/load.ts";
import { verifierCodeOf } from "../../prover/artifacts/verifier-codes.ts";
import { openBackend } from "../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../prover/backend/proving-backend.ts";
import { readTransaction } from "../../prover/chain/read-transaction.ts";
import { reconcile } from "../../prover/chain/reconcile.ts";
import { restoreStore } from "../../prover/chain/restore.ts";
import { submitMove } from "../../prover/chain/submit-move.ts";
import { loadMoveCircuit, type MoveCircuit } from "../../prover/circuit.ts";
import { proveMove, type ReleasedMove } from "../../prover/move.ts";
import { writeSeedFile } from "../../prover/secrets/seed-file.ts";
import { BookStore } from "../../prover/store/book-store.ts";
import { formatMove } from "../../verifier/move-bundle.ts";
import type { Proof } from "../../verifier/proof.ts";
import type { MoveEvidence, TransactionEvidence } from "../../verifier/transaction/evidence.ts";
import { judgeTransaction } from "../../verifier/transaction/judge-transaction.ts";
import { verifyMove } from "../../verifier/verify-move.ts";
import { MNEMONIC } from "../contracts/support/chain.ts";
import type { Venue } from "../contracts/support/venue.ts";
import { ballastHere } from "../prover/support/ballast.ts";
import { serveChain } from "../prover/support/rpc-server.ts";
import { temporaryDirectory } from "../prover/support/temporary.ts";
import { type Desk8, openDesk8, satisfyingWitness } from "./support/desk-8.ts";
import { type EpochData, epochData, PERP } from "./support/market.ts";
import {
  after,
  layOut,
  type Member,
  newMember,
  registerMember,
  type Step,
  sendPair,
  sendUpdate,
} from "./support/member.ts";
import { FIRST_EPOCH, fund, openStage, publishEpoch } from "./support/stage.ts";
import { openTrapdoorProver, type TrapdoorProver } from "./support/trapdoor-prover.ts";

const folder = temporaryDirectory();
const at = (name: string): string => join(folder, name);
const DEADLINE = 2n ** 40n;
let desk8: Desk8;
let trapdoor: TrapdoorProver;
let circuit: MoveCircuit;
let backend: ProvingBackend;
let venue: Venue;
let data: EpochData;
let desk: Member;
let flat: Member;
let moved: ReleasedMove;
let evidence: TransactionEvidence;
let rpc: { readonly url: string; close(): void };

/** A step that satisfies every constraint, with its proof. */
function valid(member: Member, change: Change): readonly [Step, Proof] {
  const step = layOut(desk8, member, change, data);
  satisfyingWitness(desk8, step.input);
  return [step, trapdoor(step.draft.publicInputs)];
}

async function funded(member: Member): Promise<Member> {
  await registerMember(venue, member);
  const deposit = { mode: "full", sizes: [], flow: { asset: "cash", amount: 50_000_000_000n } } as const;
  const step = valid(member, deposit);
  await sendUpdate(venue, ...step);
  return after(step[0]);
}

beforeAll(async () => {
  [desk8, backend, circuit] = [await openDesk8(), await openBackend(), await loadMoveCircuit("desk-8", "desk-16")];
  trapdoor = await openTrapdoorProver(desk8);
  const { paths } = await loadArtifacts("class-move-desk-8-desk-16", { kinds: ["vkey"] });
  const key = JSON.parse(readFileSync(paths.vkey, "utf8"));
  const artifact = compileVerifier(key, "CircuitVerifier", ".ballast/contracts/verifiers");
  venue = await openStage(desk8, { moves: [{ from: "desk-8", to: "desk-16", artifact, development: true }] });
  data = epochData(FIRST_EPOCH);
  await publishEpoch(venue, data);
  await fund(venue, venue.guardian);
  desk = await funded(newMember(venue, venue.desk, 1));
  flat = await funded(newMember(venue, venue.guardian, 3));
  const maker = await funded(newMember(venue, venue.maker, 2));
  const trade = (size: bigint): Change => ({ mode: "full", sizes: [{ instrument: PERP, size }], tradeSalt: 7n });
  const sides = [valid(desk, trade(500n)), valid(maker, trade(-500n))] as const;
  await sendPair(venue, ...sides);
  desk = after(sides[0][0]);
  rpc = await serveChain(venue.chain);
}, 600_000);
afterAll(async () => {
  rpc.close();
  await backend.close();
  await venue.chain.close();
});

const account = (member = desk) =>
  venue.get<{ commitment: bigint; class: number; nonce: bigint }>("SizingGate", venue.gate, "accounts", [
    member.account.account,
  ]);
const restore = (name: string, member = desk) =>
  restoreStore(venue.chain.read, at(name), member.seed, member.account, 0n);

describe("a desk with positions", () => {
  it("moves with a true proof, its opening on disk first; the commitment is the model's", async () => {
    const clients = { read: venue.chain.read, wallet: venue.desk };
    const before = await restore("books");
    const steps: string[] = [];
    const tools = { store: before, seed: desk.seed, circuit, backend, onStep: (step: string) => steps.push(step) };
    moved = await proveMove({ to: "desk-16", deadline: DEADLINE }, tools);
    before.close();
    expect(steps).toEqual(["written", "witness", "proven", "verified", "released"]);
    // The desk fails before it sends: its store alone says what it was about to become.
    using store = BookStore.open(at("books"), desk.seed);
    const { transaction } = await submitMove(clients, { bundle: moved.bundle, authorization: "0x" });
    expect(await reconcile(venue.chain.read, store)).toBe("advanced");
    const { book, commitment, nonce } = store.live;
    expect(book).toEqual(moveBook(desk.book, "desk-16", book.salt));
    expect([sizeOf(book, PERP), book.class, book.slots.length]).toEqual([500n, "desk-16", 16]);
    expect(await account()).toMatchObject({ commitment, nonce, class: 2 });
    expect(commit(book)).toBe(commitment);
    const gate = moved.bundle.gate;
    evidence = await readTransaction(venue.chain.read, { gate, transaction, fromBlock: 0n });
  });

  it("is restored in its new class after the disk is lost, from the seed and the chain", async () => {
    using store = await restore("lost");
    expect(store.live.book).toEqual(moveBook(desk.book, "desk-16", store.live.book.salt));
    expect(store.state.account.class).toBe("desk-16");
  });

  it("cannot use its proof again, nor one of the class it left", async () => {
    const clients = { read: venue.chain.read, wallet: venue.desk };
    const again = submitMove(clients, { bundle: moved.bundle, authorization: "0x" });
    await expect(again).rejects.toMatchObject({ code: "BAL-406", exitCode: 5 });
    using store = await restore("again");
    const tools = { store, seed: desk.seed, circuit, backend };
    await expect(proveMove({ to: "desk-16", deadline: DEADLINE }, tools)).rejects.toMatchObject({ code: "BAL-235" });
  });
});

describe("a move's bundle", () => {
  const judge = (bundle: object) => verifyMove(formatMove(bundle as typeof moved.bundle), [circuit]);

  it("is valid for what its fields say, and for nothing else", () => {
    const { bundle, text } = moved;
    expect(verifyMove(text, [circuit], { chain: bundle.chain, gate: bundle.gate })).toMatchObject({ status: "valid" });
    expect(verifyMove(text, [circuit], { chain: 1n })).toMatchObject({ status: "wrong-statement", field: "chain" });
    expect(verifyMove(text, [circuit], { now: DEADLINE + 1n })).toMatchObject({ status: "stale", field: "deadline" });
    const [old, now, from, to, call] = bundle.publicInputs;
    const lies: readonly (readonly [object, string])[] = [
      [{ ...bundle, nonce: bundle.nonce + 1n }, "wrong-statement"],
      [{ ...bundle, deadline: 1n }, "wrong-statement"],
      [{ ...bundle, account: bundle.gate }, "wrong-statement"],
      [{ ...bundle, publicInputs: [old, now, to, from, call] }, "wrong-statement"],
      [{ ...bundle, publicInputs: [old, now + 1n, from, to, call] }, "invalid-proof"],
      [{ ...bundle, publicInputs: [old + 1n, now, from, to, call] }, "invalid-proof"],
      [{ ...bundle, to: "fund-64" }, "malformed"],
      [{ ...bundle, opening: "0x00" }, "malformed"],
      [{ ...bundle, statement: "size-update" }, "malformed"],
    ];
    for (const [lie, status] of lies) expect(judge(lie).status, status).toBe(status);
    expect(verifyMove(`${text} `, [circuit]).status).toBe("malformed");
    expect(verifyMove(text, []).status).toBe("wrong-statement");
  });

  it("is proven by its transaction, and every altered part of the evidence fails its check", () => {
    const codeHash = verifierCodeOf(circuit.key.sha256) ?? "0x";
    const judged = (alter: Partial<MoveEvidence> = {}) => {
      const moves = evidence.moves.map((move) => ({ ...move, ...alter }));
      return judgeTransaction({ ...evidence, moves }, { books: [], moves: [{ ...circuit, codeHash }] });
    };
    expect(judged()).toMatchObject({ status: "proven", updates: [], moves: [{ from: "desk-8", to: "desk-16" }] });
    const [move] = evidence.moves;
    if (move === undefined) throw new Error("the transaction holds no move");
    const failing = (alter: Partial<MoveEvidence>) =>
      judged(alter).moves.flatMap(({ checks }) =>
        checks.filter(({ result }) => result === "failed").map(({ name }) => name),
      );
    expect(failing({ event: { ...move.event, nonce: 9n } })).toEqual(["call"]);
    expect(failing({ event: { ...move.event, oldCommitment: 1n } })).toEqual(["proof", "old book"]);
    expect(failing({ event: { ...move.event, version: 2 } })).toEqual(["input"]);
    expect(failing({ previousCommitment: 1n })).toEqual(["old book"]);
    expect(failing({ verifier: { ...move.verifier, codeHash: "0x00" } })).toEqual(["verifier"]);
    expect(judged({ moves: [] }).status).toBe("partly");
    expect(judgeTransaction(evidence, { books: [] }).status).toBe("partly");
  });
});

describe("a flat desk, from the command", () => {
  const keyless = ["status", "doctor"];
  const run = (...argv: string[]) => {
    const home = argv[0] === "verify" ? [] : ["--home", at("flat")];
    const signs = home.length > 0 && !keyless.includes(argv[0] ?? "");
    return ballastHere([...argv, ...home, ...(signs ? ["--key-file", at("flat.key")] : []), "--json"]);
  };
  const good = async (...argv: string[]) => {
    const ran = await run(...argv);
    expect(ran.exitCode, ran.stderr).toBe(0);
    return JSON.parse(ran.stdout);
  };

  it("moves, is verified, is told what it lacks for proofs of the new class, and exits without one", async () => {
    const key = mnemonicToAccount(MNEMONIC, { addressIndex: 6 }).getHdKey().privateKey;
    writeFileSync(at("flat.key"), toHex(key ?? new Uint8Array()), { mode: 0o600 });
    await writeSeedFile(at("backup.json"), flat.seed);
    await good("init", "--gate", venue.gate, "--rpc", rpc.url, "--restore", at("backup.json"));
    expect(isFlat(flat.book)).toBe(true);
    expect(await run("move", "--to", "fund-64")).toMatchObject({ exitCode: 5, stdout: "" });
    await good("move", "--to", "desk-16", "--out", at("move.json"));
    expect(await good("verify", at("move.json"), "--chain", "31337")).toMatchObject({ status: "valid", to: "desk-16" });
    const { transaction } = await good("submit", at("move.json"));
    expect(await good("status")).toMatchObject({ step: "in step", class: "desk-16", nonce: "2" });
    const tx = ["--tx", transaction, "--rpc", rpc.url, "--gate", venue.gate];
    expect(await good("verify", ...tx)).toMatchObject({ status: "proven", moves: [{ from: "desk-8" }] });
    // The circuit of the new class is built on demand; where somebody built it, nothing is lacking.
    const isBuilt = existsSync(join(defaultDirectory(), "size-update-desk-16", "manifest.json"));
    const doctor = await run("doctor");
    expect(doctor).toMatchObject({
      exitCode: isBuilt ? 0 : 5,
      stdout: expect.stringContaining(isBuilt ? "size-update-desk-16" : "npm run build:circuits size-update-desk-16"),
    });
    const { collected } = await good("exit");
    expect(collected).toMatchObject([{ asset: 0, amount: "50000000000" }]);
    expect(await good("status")).toMatchObject({ class: "desk-16", nonce: "3" });
    // Empty again: the way back needs no proof.
    expect(await good("move", "--to", "desk-8")).toMatchObject({ class: "desk-8", nonce: "4" });
    expect(await good("status")).toMatchObject({ step: "in step", class: "desk-8" });
  });
});
