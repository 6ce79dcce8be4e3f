import type { Command } from "commander";
import type { BookClass } from "../../../model/classes.ts";
import { BallastError, EXIT, type ExitCode } from "../../../model/errors.ts";
import { bookJson } from "../../../model/files/book-file.ts";
import { mismatchError } from "../../chain/chain-error.ts";
import { readAccount, readEpoch, readVenue } from "../../chain/read-chain.ts";
import { readDefault, readStanding } from "../../chain/read-default.ts";
import { loadCircuit } from "../../circuit.ts";
import { readStore } from "../../store/book-store.ts";
import { bookAt } from "../../store/state.ts";
import { withPage } from "../command-page.ts";
import { accountOf, type DeskFile, type DeskOptions, filesOf, homeOf, readDesk, readerOf, seedOf } from "../desk.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { withHome } from "../shared-options.ts";

/** `ballast status` and `ballast doctor`: they look and change nothing, beside a running desk too. */
export function statusCommands(program: Command): void {
  const asJson = (): boolean => program.opts().json === true;
  const status = withHome(
    program.command("status").description("the desk's book, the account on the chain, what is on its way"),
  )
    .option("--book", "show the book itself")
    .action(async (options: DeskOptions & { book?: boolean }) => printOutcome(await runStatus(options), asJson()));
  withPage(status, {
    reads: "the desk's store, beside a running desk too; the account, the latest epoch",
    leaves: "nothing",
    prints:
      "account, gate, class, step (in step, behind, not open, unknown book), standing (healthy … defaulted), age in ticks, seized, escrow (pinned and inForce default key), nonce, commitment, epoch, pending[]; book with --book",
    exits: [2, 5, 6],
    examples: ["ballast status", "ballast status --book --json"],
  });
  const doctor = withHome(
    program.command("doctor").description("check runtime, artifacts, seed, store and chain"),
  ).action(async (options: DeskOptions) => printOutcome(await runDoctor(options), asJson()));
  withPage(doctor, {
    reads: "everything the other commands need",
    leaves: "nothing",
    prints: "ok, checks[] of name, ok, note",
    exits: [2, 5, 6],
    examples: ["ballast doctor", "ballast doctor --json"],
  });
}

async function runStatus(options: DeskOptions & { book?: boolean }): Promise<Outcome> {
  const desk = readDesk(options);
  const { chain, gate, account } = accountOf(desk);
  const client = readerOf(options.rpc ?? desk.rpc, chain);
  const state = readStore(filesOf(homeOf(options)).store, await seedOf(options));
  const [onChain, venue] = [await readAccount(client, gate, account), await readVenue(client, gate)];
  const epoch = await readEpoch(client, venue.market);
  const { standing, age, seized } = await readStanding(client, gate, account);
  const { key } = await readDefault(client, gate);
  const escrow = { pinned: desk.defaultKey ?? null, inForce: key ?? null };
  const known = onChain.classId !== 0 && bookAt(state, onChain.commitment, onChain.nonce) !== undefined;
  const inStep = state.live.commitment === onChain.commitment && state.live.nonce === onChain.nonce;
  const pending = [...state.openings.values()].filter(
    ({ status, nonce }) => nonce >= state.live.nonce && status !== "confirmed" && status !== "abandoned",
  );
  const step = onChain.classId === 0 ? "not open" : inStep ? "in step" : known ? "behind" : "unknown book";
  const { salt: _salt, ...book } = bookJson(state.live.book);
  const json = {
    account,
    gate,
    class: state.live.book.class,
    step,
    standing,
    age,
    seized,
    escrow,
    nonce: onChain.nonce,
    commitment: onChain.commitment,
    epoch,
    pending: pending.map(({ nonce, newCommitment, status, deadline }) => ({ nonce, newCommitment, status, deadline })),
    ...(options.book === true ? { book } : {}),
  };
  const lines = [
    `${account}: ${step}, ${standing}${seized ? " and seized" : ""}, nonce ${onChain.nonce}, epoch ${epoch.epoch} (tier ${epoch.tier}${epoch.fresh ? "" : ", stale"})`,
    ...pending.map(({ nonce, status, deadline }) => `  nonce ${nonce}: ${status}, until ${deadline}`),
    ...(escrow.pinned === escrow.inForce
      ? []
      : [`  openings are escrowed for ${escrow.pinned ?? "none"}, the venue's key is ${escrow.inForce ?? "none"}`]),
    ...(options.book === true ? [JSON.stringify(book, null, 2)] : []),
  ];
  return { json, lines };
}

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly note: string;
  /** How the command ends when this is the first check that fails. */
  readonly exitCode: ExitCode;
}

async function runDoctor(options: DeskOptions): Promise<Outcome> {
  const desk = () => readDesk(options);
  const reader = () => readerOf(options.rpc ?? desk().rpc, BigInt(desk().chain));
  const checks = [
    await check("node", () => Promise.resolve(process.version)),
    await check("desk", () => Promise.resolve(desk().account)),
    await check("artifacts", async () => {
      const { artifacts } = await loadCircuit(await presentClass(desk(), options));
      return `${artifacts.circuit}${artifacts.development ? " (development key: local chains only)" : ""}`;
    }),
    await check("seed", async () => `${(await seedOf(options)).length} bytes`),
    await check(
      "store",
      async () => `${readStore(filesOf(homeOf(options)).store, await seedOf(options)).openings.size} openings`,
    ),
    await check("chain", async () => {
      const venue = await readVenue(reader(), accountOf(desk()).gate);
      if (venue.chain === BigInt(desk().chain)) return `chain ${venue.chain}`;
      throw mismatchError(
        `the node serves chain ${venue.chain}, the desk is for ${desk().chain}.`,
        "Choose the right RPC address.",
      );
    }),
  ];
  const failed = checks.find(({ ok }) => !ok);
  const lines = checks.map(({ name, ok: good, note }) => `${good ? "ok  " : "FAIL"} ${name}: ${note}`);
  const shown = checks.map(({ name, ok, note }) => ({ name, ok, note }));
  return { json: { ok: failed === undefined, checks: shown }, lines, exitCode: failed?.exitCode ?? EXIT.ok };
}

/** The class of the desk's book: that of its store, or where that cannot be read the one it was made with. */
async function presentClass(desk: DeskFile, options: DeskOptions): Promise<BookClass> {
  try {
    return readStore(filesOf(homeOf(options)).store, await seedOf(options)).live.book.class;
  } catch {
    return desk.class;
  }
}

async function check(name: string, look: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, note: await look(), exitCode: EXIT.ok };
  } catch (cause) {
    const exitCode = cause instanceof BallastError ? cause.exitCode : EXIT.internal;
    return { name, ok: false, note: cause instanceof Error ? cause.message : String(cause), exitCode };
  }
}
