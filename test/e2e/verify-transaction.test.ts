/**
 * An auditor who has a node, a key and a transaction's hash. Honest transactions with true proofs are re-read from the chain and
 * proven; then every part of the evidence is altered in turn, and the check that it belongs to must fail.
 */
import { type Hex, keccak256 } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifierCodeOf } from "../../prover/artifacts/verifier-codes.ts";
import type { ProvingBackend } from "../../prover/backend/proving-backend.ts";
import { readTransaction } from "../../prover/chain/read-transaction.ts";
import type { Address } from "../../verifier/account-context.ts";
import { proofWords } from "../../verifier/proof.ts";
import type { TransactionEvidence, UpdateEvidence } from "../../verifier/transaction/evidence.ts";
import { judgeTransaction, type Trust, type TrustedVerifier } from "../../verifier/transaction/judge-transaction.ts";
import type { Venue } from "../contracts/support/venue.ts";
import { ballastHere } from "../prover/support/ballast.ts";
import { serveChain } from "../prover/support/rpc-server.ts";
import { type Desk8, openDesk8, proofOf, satisfyingWitness } from "./support/desk-8.ts";
import { type EpochData, epochData, PERP } from "./support/market.ts";
import { openMarketKey } from "./support/market-key.ts";
import { after, consentedForm, gateForm, layOut, type Member, newMember } from "./support/member.ts";
import { mine } from "./support/mined.ts";
import { FIRST_EPOCH, openStage, publishEpoch } from "./support/stage.ts";
import { backendOf } from "./support/trapdoor-backend.ts";

let desk8: Desk8;
let backend: ProvingBackend;
let venue: Venue;
let data: EpochData;
let trusted: TrustedVerifier;
let trust: Trust;
let deposit: TransactionEvidence;
let trade: TransactionEvidence;
let reverted: Hex;
let rpc: { readonly url: string; close(): void };
let register: Hex;

const read = (transaction: Hex): Promise<TransactionEvidence> =>
  readTransaction(venue.chain.read, { gate: venue.gate.toLowerCase() as Address, transaction, fromBlock: 0n });

async function deposited(member: Member): Promise<readonly [Member, Hex]> {
  const flow = { asset: "cash", amount: 50_000_000_000n } as const;
  const step = layOut(desk8, member, { mode: "full", sizes: [], flow }, data);
  const proof = await proofOf(desk8, backend, satisfyingWitness(desk8, step.input));
  const { transactionHash } = await mine(venue, member.wallet, "update", [gateForm(step, proof)]);
  return [after(step), transactionHash];
}

async function traded(one: Member, two: Member): Promise<Hex> {
  const sizes = (lots: bigint) => [{ instrument: PERP, size: lots }];
  const first = layOut(desk8, one, { mode: "full", sizes: sizes(3n), tradeSalt: 5n }, data);
  const second = layOut(desk8, two, { mode: "full", sizes: sizes(-3n), tradeSalt: 5n }, data);
  const proofs = [first, second].map(({ input }) => proofOf(desk8, backend, satisfyingWitness(desk8, input)));
  const [a, b] = await Promise.all(proofs);
  if (a === undefined || b === undefined) throw new Error("two proofs were asked for");
  const changes = [gateForm(first, a), await consentedForm(second, b)];
  const { transactionHash } = await mine(venue, one.wallet, "updatePair", changes);
  return transactionHash;
}

beforeAll(async () => {
  desk8 = await openDesk8();
  backend = await backendOf(desk8);
  const market = await openMarketKey();
  const verifier = { artifact: market.artifact, development: true };
  venue = await openStage(desk8, {
    market: { verifier },
    proveMarket: (inputs) => proofWords(market.prove(inputs)),
  });
  data = epochData(FIRST_EPOCH);
  await publishEpoch(venue, data);
  const [desk, maker] = [newMember(venue, venue.desk, 1), newMember(venue, venue.maker, 2)];
  for (const member of [desk, maker]) register = (await mine(venue, member.wallet, "register", [1])).transactionHash;
  const [funded, hash] = await deposited(maker);
  const [rich] = await deposited(desk);
  const pair = await traded(rich, funded);
  reverted = (await mine(venue, venue.desk, "register", [1])).transactionHash;
  const { key, artifacts } = desk8.circuit;
  trusted = { class: "desk-8", key, artifacts, codeHash: verifierCodeOf(key.sha256) ?? "0x" };
  [deposit, trade] = [await read(hash), await read(pair)];
  const code = verifierCodeOf(market.key.sha256);
  trust = { books: [trusted], market: { key: market.key, ...(code === undefined ? {} : { codeHash: code }) } };
  rpc = await serveChain(venue.chain);
}, 300_000);
afterAll(async () => {
  rpc.close();
  await backend.close();
  await venue.chain.close();
});

const failing = (evidence: TransactionEvidence, known = trust): string[] =>
  judgeTransaction(evidence, known).updates.flatMap(({ checks }) =>
    checks.filter(({ result }) => result === "failed").map(({ name }) => name),
  );

/** The evidence with its first update altered. */
function altered(evidence: TransactionEvidence, alter: (update: UpdateEvidence) => Partial<UpdateEvidence>) {
  const updates = evidence.updates.map((update, i) => (i === 0 ? { ...update, ...alter(update) } : update));
  return { ...evidence, updates };
}

describe("an honest transaction", () => {
  it("is proven, with every check held", () => {
    for (const evidence of [deposit, trade]) {
      const verdict = judgeTransaction(evidence, trust);
      expect(verdict.reason).toBe("every check held");
      expect(verdict.status).toBe("proven");
    }
    expect(judgeTransaction(deposit, trust).updates[0]?.flow).toEqual({ asset: "cash", amount: 50_000_000_000n });
  });

  it("shows both sides of a trade with one commitment", () => {
    const { updates } = judgeTransaction(trade, trust);
    expect(updates.map(({ side }) => side)).toEqual([0, 1]);
    expect(new Set(updates.map((update) => update.trade)).size).toBe(1);
  });

  it("is only partly checked without the verifier's code, or without a key of the class", () => {
    const { codeHash: _, ...bare } = trusted;
    expect(judgeTransaction(trade, { ...trust, books: [bare] }).status).toBe("partly");
    expect(judgeTransaction(trade, { ...trust, books: [] }).status).toBe("partly");
  });

  it("is only partly checked when the venue's epochs are out of the asked blocks", async () => {
    const late = await readTransaction(venue.chain.read, {
      gate: venue.gate.toLowerCase() as Address,
      transaction: deposit.transaction,
      fromBlock: deposit.block,
    });
    expect(judgeTransaction(late, trust)).toMatchObject({ status: "partly", reason: /old book/ });
  });
});

describe("the command", () => {
  const verify = (transaction: Hex, ...more: string[]) =>
    ballastHere(["verify", "--tx", transaction, "--rpc", rpc.url, "--gate", venue.gate, ...more]);

  it("says in plain words what was proven, and exits 0", async () => {
    const { exitCode, stdout } = await verify(trade.transaction);
    expect(stdout).toContain("proven: every check held");
    expect(stdout).toContain("states, in mode full: the new book follows from the old one and obeys every rule");
    expect(stdout).toContain("both sides show one trade");
    expect(stdout).toContain("development key: anyone can forge this");
    expect(stdout).toContain("taken on trust");
    expect(exitCode).toBe(0);
  });

  it("gives the same as JSON", async () => {
    const { stdout } = await verify(deposit.transaction, "--json");
    const shown = JSON.parse(stdout);
    expect(shown).toMatchObject({ status: "proven", transaction: deposit.transaction });
    expect(shown.updates[0]).toMatchObject({ mode: "full", flow: { asset: "cash", amount: "50000000000" } });
    expect(shown.updates[0].checks.map(({ result }: { result: string }) => result)).toEqual(Array(8).fill("held"));
  });

  it("fails a venue whose verifier is another one, and a transaction that changed nothing", async () => {
    expect(await verify(trade.transaction, "--code-hash", `0x${"00".repeat(32)}`)).toMatchObject({ exitCode: 4 });
    expect(await verify(reverted)).toMatchObject({ exitCode: 6 });
    expect(await verify(trade.transaction, "--chain", "1")).toMatchObject({ exitCode: 2 });
    expect(await verify(trade.transaction, "--risk-root", "1")).toMatchObject({ exitCode: 2 });
    expect(await ballastHere(["verify", "update.json", "--code-hash", "0x00"])).toMatchObject({ exitCode: 2 });
    expect(await ballastHere(["verify"])).toMatchObject({ exitCode: 2 });
    expect(await ballastHere(["verify", "--tx", trade.transaction])).toMatchObject({ exitCode: 2 });
  });
});

describe("a transaction that changed nothing", () => {
  it("is said to be so", async () => {
    expect(judgeTransaction(await read(reverted), trust)).toMatchObject({ status: "failed", updates: [] });
    expect(judgeTransaction(await read(register), trust)).toMatchObject({ status: "failed", updates: [] });
  });

  it("is refused by name when the chain does not hold it", async () => {
    await expect(read(`0x${"12".repeat(32)}`)).rejects.toMatchObject({ code: "BAL-406", exitCode: 5 });
  });
});

describe("evidence that was altered", () => {
  const event = (alter: (of: UpdateEvidence["event"]) => Partial<UpdateEvidence["event"]>) =>
    failing(altered(trade, (update) => ({ event: { ...update.event, ...alter(update.event) } })));

  it.each([
    ["another commitment", () => event(({ newCommitment }) => ({ newCommitment: newCommitment + 1n })), "proof"],
    ["another old book", () => event(({ oldCommitment }) => ({ oldCommitment: oldCommitment + 1n })), "old book"],
    ["another trade", () => event((of) => ({ trade: of.trade + 1n })), "input"],
    ["another epoch", () => event(({ epoch }) => ({ epoch: epoch + 1n })), "call"],
    ["another nonce", () => event(({ nonce }) => ({ nonce: nonce + 1n })), "call"],
    ["another deadline", () => event(({ deadline }) => ({ deadline: deadline + 1n })), "call"],
    ["another call", () => event(({ call }) => ({ call: call + 1n })), "call"],
    ["another risk root", () => event(({ riskRoot }) => ({ riskRoot: riskRoot + 1n })), "risk root"],
    ["another recipient", () => event(() => ({ recipient: `0x${"11".repeat(20)}` })), "call"],
    ["another opening", () => event(({ opening }) => ({ opening: `${opening.slice(0, -2)}00` as Hex })), "call"],
  ])("%s fails the check it belongs to", (_, failed, check) => {
    expect(failed()).toContain(check);
  });

  it("on another chain or gate fails its call", () => {
    expect(failing({ ...trade, chain: 1_337n })).toContain("call");
    expect(failing({ ...trade, gate: `0x${"22".repeat(20)}` })).toContain("call");
  });

  it("counts for nothing on a real chain under a development key", () => {
    expect(failing({ ...trade, chain: 1n })).toContain("proof");
  });

  it("with another flow, mode or side in the input fails its call", () => {
    const input = (alter: object) =>
      failing(altered(deposit, ({ changes }) => ({ changes: changes.map((change) => ({ ...change, ...alter })) })));
    expect(input({ flowAmount: 1n })).toContain("call");
    expect(input({ flowOut: true })).toContain("call");
    expect(input({ mode: 2 })).toContain("call");
    expect(input({ side: 1 })).toContain("call");
    expect(input({ flowAsset: 200 })).toContain("call");
  });

  it("with another proof fails its proof, and with the sides' proofs swapped too", () => {
    const [one, two] = trade.updates.map(({ changes }) => changes[0]);
    const swapped = altered(trade, ({ changes }) => ({
      changes: changes.map((change) => ({ ...change, proof: two?.proof ?? [] })),
    }));
    expect(failing(swapped)).toContain("proof");
    expect(one?.proof).not.toEqual(two?.proof);
  });

  it("with other verifier code, roots or policy fields fails theirs", () => {
    expect(failing(altered(trade, ({ verifier }) => ({ verifier: { ...verifier, codeHash: "0x00" } })))).toEqual([
      "verifier",
    ]);
    const publication = (alter: object) =>
      failing(altered(trade, (update) => ({ publication: update.publication && { ...update.publication, ...alter } })));
    expect(publication({ tier: 3 })).toEqual(["risk root"]);
    expect(publication({ sheetRoot: 5n })).toEqual(["risk root"]);
    expect(publication({ policyRoot: 5n })).toEqual(["risk root", "policy"]);
    const policy = { ...data.policy, leverage: data.policy.leverage + 1 };
    expect(failing(altered(trade, () => ({ policy })))).toEqual(["policy"]);
  });

  it("with look-alikes of the change before it in the input is what it was", () => {
    const decoys = altered(trade, ({ changes }) => ({
      changes: [
        ...changes.map((change) => ({ ...change, proof: change.proof.map((word) => word + 1n) })),
        ...changes.map((change) => ({ ...change, flowAsset: 200, flowAmount: 7n })),
        ...changes.map((change) => ({ ...change, deadline: change.deadline + 1n })),
        ...changes,
      ],
    }));
    expect(judgeTransaction(decoys, trust).status).toBe("proven");
  });

  it("with a market that was not proven by this release's key fails its market", () => {
    const market = (alter: object) =>
      failing(altered(trade, (update) => ({ market: update.market && { ...update.market, ...alter } })));
    expect(market({ proofs: [] })).toEqual(["market"]);
    expect(market({ proofs: [Array(8).fill(1n)] })).toEqual(["market"]);
    const inputs = trade.updates[0]?.market?.inputs ?? [];
    for (const place of inputs.keys())
      expect(market({ inputs: inputs.with(place, (inputs[place] ?? 0n) + 1n) }), `input ${place}`).toEqual(["market"]);
    const verifier = { address: venue.gate, codeHash: keccak256("0x60006000f3") };
    expect(market({ verifier })).toEqual(["market"]);
    const unproven = altered(trade, () => ({ market: undefined }));
    expect(judgeTransaction(unproven, trust)).toMatchObject({ status: "partly", reason: /market/ });
    expect(judgeTransaction(trade, { books: [trusted] })).toMatchObject({ status: "partly", reason: /market/ });
  });
});
