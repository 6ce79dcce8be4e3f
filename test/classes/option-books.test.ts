/**
 * Option books of the larger classes: the margin is the model's to the micro-quote, under the shipped constraints and at a gate. Each account
 * withdraws down to the last micro-quote that the margin lets go, by a true proof that our verifier and the contract check.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change } from "../../model/change.ts";
import { explain } from "../../model/explain.ts";
import { violatedConstraints } from "../../prover/artifacts/r1cs.ts";
import { rulesOf, violations } from "../../prover/artifacts/violations.ts";
import { openBackend } from "../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../prover/backend/proving-backend.ts";
import { formatBundle } from "../../verifier/bundle.ts";
import { verifyBundle } from "../../verifier/verify-bundle.ts";
import { inputOf } from "../circuits/support/case-input.ts";
import { type LoadedCircuit, loadCircuit } from "../circuits/support/desk-8.ts";
import type { RawInput } from "../circuits/support/reseal.ts";
import type { Wallet } from "../contracts/support/chain.ts";
import { after, type Member, newMember } from "../e2e/support/member.ts";
import { openClass, proofOf, type ShippedClass, satisfyingWitness } from "../e2e/support/shipped-class.ts";
import { fund } from "../e2e/support/stage.ts";
import { optionScene } from "../pricing/support/option-books.ts";
import { OptionVenue } from "./support/option-venue.ts";

const BOOKS = [
  ["desk-16", 16],
  ["fund-64", 60],
] as const;
const REFRESH: Change = { mode: "full", sizes: [] };

const shipped = new Map<string, ShippedClass>();
let backend: ProvingBackend;
let stage: OptionVenue;
let pool: Member;
let wallets: readonly Wallet[];

beforeAll(async () => {
  for (const [bookClass] of BOOKS) shipped.set(bookClass, await openClass(bookClass));
  backend = await openBackend();
  stage = await OptionVenue.open([...shipped.values()], optionScene("fund-64", 60));
  const { venue } = stage;
  wallets = [venue.desk, venue.guardian];
  await fund(venue, venue.guardian);
  pool = await stage.fund(newMember(venue, venue.maker, 2, "fund-64"));
}, 600_000);
afterAll(async () => {
  await backend.close();
  await stage.venue.chain.close();
});

describe.each(BOOKS)("%s with %i options", (bookClass, options) => {
  const scene = optionScene(bookClass, options);
  const { book, market, sheet, policy } = scene;
  const marginOf = (cash: bigint) => explain({ ...book, cash }, REFRESH, market, sheet, policy, { largest: false });

  it("is charged the model's worst loss by the constraints, neither more nor one micro-quote less", async () => {
    const circuit: LoadedCircuit = await loadCircuit(`circuits/main/size-update-${bookClass}.circom`);
    const broken = (cash: bigint, change = (input: RawInput): RawInput => input): readonly string[] => {
      const input = inputOf({ ...scene, book: { ...book, cash }, change: REFRESH });
      if (input === undefined) expect.fail("a refresh leads to a book");
      const witness = circuit.forging.calculate(change(input));
      return violatedConstraints(circuit.r1cs, witness, 1).length === 0
        ? []
        : rulesOf(violations(circuit.r1cs, witness, circuit.names));
    };
    const { accepted, worstLoss } = marginOf(book.cash);
    expect([accepted, worstLoss > 0n]).toEqual([true, true]);
    expect(broken(book.cash)).toEqual([]);
    expect(broken(book.cash, (input) => ({ ...input, worstLoss: worstLoss - 1n }))).toContain("S-08");
    expect(marginOf(book.cash - 1n).rules.flatMap(({ id, ok }) => (ok ? [] : [id]))).toEqual(["S-10"]);
    expect(broken(book.cash - 1n)).toEqual(["S-10"]);
  });

  it("goes down to its margin at a gate by a true proof, checked offline and by the contract", async () => {
    const { venue } = stage;
    const wallet = wallets[BOOKS.findIndex(([name]) => name === bookClass)] as Wallet;
    const one = shipped.get(bookClass) as ShippedClass;
    const opened = await stage.fund(newMember(venue, wallet, options, bookClass));
    const [holder, other] = await stage.assemble([opened, pool], scene);
    pool = other;
    const flow = { asset: "cash", amount: book.cash - holder.book.cash } as const;
    const deeper = { ...REFRESH, flow: { ...flow, amount: flow.amount - 1n } };
    expect(() => stage.step(holder, deeper)).toThrow("refused by S-10");
    const step = stage.step(holder, { ...REFRESH, flow });
    const proof = await proofOf(one, backend, satisfyingWitness(one, step.input));
    const { key, artifacts } = one.circuit;
    const bundle = formatBundle({ ...step.draft, proof });
    expect(verifyBundle(bundle, [{ class: bookClass, key, artifacts }]).status).toBe("valid");
    const { gasUsed } = await stage.update(step, proof);
    const moved = after(step);
    expect([moved.book.cash, moved.book.slots]).toEqual([book.cash, book.slots]);
    const health = await venue.get<{ state: number }>("SizingGate", venue.gate, "health", [holder.account.account]);
    expect(health.state).toBe(2);
    process.stdout.write(
      `${bookClass}: ${options} options at a worst loss of ${marginOf(book.cash).worstLoss}, ${gasUsed} gas\n`,
    );
  });
});
