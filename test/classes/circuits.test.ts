/**
 * The circuits of the larger classes against the model, the bit ledger and the liars of `test/circuits`: their sources are those of desk-8, what is
 * new in them is their number of slots. BALLAST_SEED sets the seed.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { type Book, commit, emptyBook } from "../../model/book.ts";
import { packMoveCall } from "../../model/call.ts";
import { buildMoveInput, moveBook } from "../../model/class-move.ts";
import { slotsOf } from "../../model/classes.ts";
import { times } from "../../model/integers.ts";
import type { Sheet } from "../../model/sheet.ts";
import { violatedConstraints } from "../../prover/artifacts/r1cs.ts";
import { agreementOn } from "../circuits/support/agreement.ts";
import { scene } from "../circuits/support/base-scene.ts";
import { inputOf, verdictOf } from "../circuits/support/case-input.ts";
import { type LoadedCircuit, loadCircuit } from "../circuits/support/desk-8.ts";
import { brokenRules } from "../circuits/support/forge.ts";
import { readLedger } from "../circuits/support/ledger.ts";
import { bookLies } from "../circuits/support/lies/books.ts";
import { choiceLies } from "../circuits/support/lies/choices.ts";
import { honest, refresh } from "../circuits/support/lies/lie.ts";
import { modeLies } from "../circuits/support/lies/modes.ts";
import { riskRootLies } from "../circuits/support/lies/risk-root.ts";
import { tradeLies } from "../circuits/support/lies/trades.ts";
import { copyInput, type RawInput, reseal } from "../circuits/support/reseal.ts";
import { randomCase } from "../support/random-case.ts";
import { widened } from "./support/widened.ts";

const SEED = process.env.BALLAST_SEED ?? String(Date.now());
const CLASSES = [
  ["desk-16", 60],
  ["fund-64", 20],
] as const;
const ledger = readLedger();

describe.each(CLASSES)("%s", (bookClass, runs) => {
  let circuit: LoadedCircuit;
  const widths = new Map<string, number>();
  beforeAll(async () => {
    circuit = await loadCircuit(`circuits/main/size-update-${bookClass}.circom`);
    for (const name of circuit.names.all) {
      const [, path, bit] = /^main\.(.*)\.bit\[(\d+)\]$/.exec(name) ?? [];
      if (path !== undefined) widths.set(path, Math.max(widths.get(path) ?? 0, Number(bit) + 1));
    }
  });

  it(`agrees with the model on ${runs} random books and changes (BALLAST_SEED=${SEED})`, () => {
    const tally = { accepted: 0, refused: 0 };
    for (let run = 0; run < runs; run++) {
      const { satisfied, disagreement } = agreementOn(circuit, `${SEED}/${run}`, bookClass);
      if (disagreement !== undefined) expect.fail(disagreement);
      if (satisfied !== undefined) tally[satisfied ? "accepted" : "refused"]++;
    }
    expect(Math.min(tally.accepted, tally.refused)).toBeGreaterThan(runs / 6);
  });

  it("takes a book with every slot in use", () => {
    const full = times(400, (i) => randomCase(`full/${i}`, bookClass)).find(
      (one) => one.book.slots.every(({ size }) => size !== 0n) && verdictOf(one).accepted && inputOf(one) !== undefined,
    );
    if (full === undefined) expect.fail("some full book passes");
    expect(brokenRules(circuit, inputOf(full) as RawInput)).toEqual([]);
  });

  it("checks every comparison of the ledger wide enough, and equity too", () => {
    for (const { component, bits } of ledger.comparisons) {
      const found = [...widths].filter(([path]) => path.startsWith(component) && path.includes("AssertLessEq"));
      expect(found.length, component).toBeGreaterThan(0);
      for (const [, width] of found) expect(width, component).toBeGreaterThan(bits[bookClass] as number);
    }
    for (const [path, width] of widths) expect(width, path).toBeLessThanOrEqual(ledger.limitBits);
    const equity = ledger.derived.find(({ name }) => name === "equity")?.bits[bookClass];
    const [, width] =
      [...widths].find(([path]) => path.startsWith("s11_capacity.split")) ?? expect.fail("equity is split");
    expect(width).toBeGreaterThanOrEqual(equity as number);
  });

  it("takes totals at the ends of their ranges: every slot at the largest size, mark and shock", () => {
    const [lots, mark, shock] = [2n ** 40n - 1n, 2n ** 38n - 1n, 2n ** 36n - 1n];
    const base = scene();
    const loss = base.sheet.rows[0] ?? expect.fail("a row");
    const rows = times(slotsOf(bookClass), (j) => ({
      ...loss,
      ...{ instrument: 100 + j, mark, delta: shock, gamma: -shock, vega: shock },
      ...{
        contingencyLong: 0n,
        contingencyShort: 0n,
        shocks: loss.shocks.map((_, s) => (s % 2 === 0 ? -shock : shock)),
      },
    }));
    const sheet = { ...base.sheet, rows } as Sheet;
    const slots = times(slotsOf(bookClass), (j) => ({ instrument: 100 + j, size: lots }));
    const book: Book = { ...emptyBook(bookClass), cash: 2n ** 84n - 1n, slots, salt: 5n };
    const most = 2 ** 24 - 1;
    const policy = {
      ...base.policy,
      imFactor: 0,
      basis: 0,
      leverage: most,
      deltaLimit: most,
      gammaLimit: most,
      vegaLimit: most,
    };
    const one = {
      ...base,
      book,
      sheet,
      policy: { ...policy, volTarget: 10n ** 18n },
      change: { mode: "full", sizes: [] },
    } as const;
    const { accepted, equity, rules } = verdictOf(one);
    expect(
      accepted,
      rules
        .filter(({ ok }) => !ok)
        .map(({ id }) => id)
        .join(),
    ).toBe(true);
    expect(equity).toBe(2n ** 84n - 1n + BigInt(slots.length) * lots * mark);
    expect(brokenRules(circuit, inputOf(one) as RawInput)).toEqual([]);
  });

  it("refuses what the liars say in a book of eight positions, and takes the honest book", () => {
    const empty = honest(refresh);
    const lies = [...bookLies, ...riskRootLies, ...tradeLies, ...choiceLies, ...modeLies];
    const wide = (input: RawInput): RawInput => reseal(widened(copyInput(input), empty, bookClass), bookClass);
    const satisfied = (input: RawInput): boolean =>
      violatedConstraints(circuit.r1cs, circuit.forging.calculate(input), 1).length === 0;
    const seen = new Map<RawInput, boolean>();
    for (const { name, from, tell, keepPublic } of lies) {
      const forged = wide(from);
      if (!seen.has(from)) seen.set(from, satisfied(forged));
      expect(seen.get(from), `${name}: the honest case`).toBe(true);
      tell(forged);
      expect(satisfied(keepPublic ? forged : reseal(forged, bookClass)), name).toBe(false);
    }
  });

  it("opens no commitment of another class", () => {
    const input = widened(honest(refresh), honest(refresh), bookClass);
    expect(brokenRules(circuit, reseal(copyInput(input), bookClass))).toEqual([]);
    for (const other of ["desk-8", "desk-16", "fund-64"] as const) {
      if (other !== bookClass) expect(brokenRules(circuit, reseal(copyInput(input), other)), other).toContain("S-01");
    }
  });
});

it("a book moves from desk-16 to fund-64 with every number it has, and with no other", async () => {
  const circuit = await loadCircuit("circuits/main/class-move-desk-16-fund-64.circom");
  const satisfied = (input: RawInput): boolean =>
    violatedConstraints(circuit.r1cs, circuit.forging.calculate(input), 1).length === 0;
  for (let i = 0; i < 20; i++) {
    const { book } = randomCase(`${SEED}/${i}`, "desk-16");
    const input = buildMoveInput(book, "fund-64", 99n, packMoveCall(7n)) as RawInput;
    expect(satisfied(input)).toBe(true);
    const moved = moveBook(book, "fund-64", 99n);
    const slots = moved.slots.with(16 + (i % 48), { instrument: 4_000_000_000, size: 1n });
    for (const lie of [
      { ...moved, slots },
      { ...moved, cash: moved.cash + 1n },
    ])
      expect(satisfied({ ...input, newCommitment: commit(lie) })).toBe(false);
  }
});
