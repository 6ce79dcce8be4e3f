/**
 * The statement `row-void`: a right row has no proof, whatever its prover says, and each wrong one has. The verdict is the constraint
 * system's, as it ships.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { at, pow2, times } from "../../model/integers.ts";
import { marketRoot } from "../../model/market.ts";
import { collateralTerms, packTerms, termsOf } from "../../model/row-terms.ts";
import { buildVoidInput, type RowClaim, VOID_REASONS, voidPublicInputs, voidReason } from "../../model/row-void.ts";
import { type RiskRow, type Sheet, sheetRoot } from "../../model/sheet.ts";
import { lots, micros } from "../../model/units.ts";
import type { CircuitInput } from "../../model/witness.ts";
import { violatedConstraints, wiresOf } from "../../prover/artifacts/r1cs.ts";
import { ruleOf } from "../../prover/artifacts/violations.ts";
import { type OpenCircuit, openCircuit } from "../harness/circuit.ts";
import { rightClaim, wrongClaim } from "../support/random-claim.ts";
import { rulesBroken } from "./support/market-circuit.ts";
import { unsignedRow } from "./support/unsigned-row.ts";
import { voidEdges } from "./support/void-edges.ts";

const MAIN = "circuits/main/row-void.circom";
const PROVER = pow2(160) - 5n;

let circuit: OpenCircuit;
beforeAll(async () => {
  circuit = await openCircuit(MAIN);
});

const objections = (input: CircuitInput): string[] => rulesBroken(circuit, input).rules;
const inputOf = (claim: RowClaim, reason?: number): CircuitInput => buildVoidInput(claim, PROVER, reason);

/** A claim of a row of the tree, and one of collateral. */
const seedOf = (isCollateral: boolean): string =>
  at(
    times(40, (i) => `row/${i}`).filter((seed) => rightClaim(seed).terms.instrument < 16 === isCollateral),
    0,
  );
const ROW = rightClaim(seedOf(false));
const COLLATERAL = rightClaim(seedOf(true));

describe("a wrong row", () => {
  it("has a proof, and its public signals are the model's", () => {
    for (const i of times(10, (n) => n)) {
      const input = inputOf(wrongClaim(`circuit/${i}`));
      expect(objections(input), `seed circuit/${i}`).toEqual([]);
      expect(circuit.honest.calculate(input).slice(1, 6)).toEqual(voidPublicInputs(input));
    }
  });

  it("is wrong in two cells of one element, whatever the one makes up for in the other", () => {
    const seeds = times(80, (i) => `cells/${i}`);
    const isOfLater = ({ terms }: RowClaim): boolean => terms.instrument >= 16 && terms.factor >= 4;
    const claim = at(seeds.map(rightClaim).filter(isOfLater), 0);
    for (const factor of times(8, (f) => f).filter((f) => f !== claim.terms.factor))
      for (const settled of [false, true]) {
        const rows = claim.sheet.rows.map((row) =>
          row.instrument === claim.terms.instrument ? { ...row, factor, settled } : row,
        );
        const input = inputOf({ ...claim, sheet: { ...claim.sheet, rows } }, VOID_REASONS.indexOf("factor, settled"));
        expect(objections(input), `factor ${factor}, settled ${settled}`).toEqual([]);
      }
  });

  it("stays near its goal of 14,000 constraints", () => {
    const { constraints, wires, publicInputs, publicOutputs } = circuit.r1cs;
    expect({ constraints, wires, publicInputs, publicOutputs }).toMatchSnapshot();
    expect(constraints).toBeLessThanOrEqual(14_000);
    expect([publicInputs, publicOutputs]).toEqual([5, 0]);
  });

  it("every constraint names a rule when it breaks", () => {
    const { r1cs, names } = circuit;
    const rules = times(r1cs.constraints, (constraint) => {
      const signals = wiresOf(r1cs, constraint).flatMap((wire) => names.ofWire.get(wire) ?? []);
      return ruleOf({ constraint, signals, components: [] });
    });
    // A constraint on one input alone has that input's name, and a row's inputs are called as in size-update.
    expect([...new Set(rules)].sort()).toEqual(["S-03", ...times(9, (i) => `V-0${i + 1}`)]);
    expect(rules.filter((rule) => rule === "S-03")).toHaveLength(1);
  });
});

describe("a right row", () => {
  it.each([
    ["of the tree", ROW],
    ["of collateral", COLLATERAL],
  ])("%s has no proof, whichever difference is pointed at, or none, or several", (_, claim) => {
    expect(voidReason(claim)).toBeUndefined();
    for (const reason of VOID_REASONS.keys()) expect(objections(inputOf(claim, reason)), `${reason}`).not.toEqual([]);
    const none = { ...inputOf(claim), choice: times(VOID_REASONS.length, () => 0n) };
    const all = { ...inputOf(claim), choice: times(VOID_REASONS.length, () => 1n) };
    for (const input of [none, all]) expect(objections(input)).toContain("V-08");
  });

  it("has none in 10 random sheets", () => {
    for (const i of times(10, (n) => n))
      expect(objections(inputOf(rightClaim(`circuit/${i}`))), `seed circuit/${i}`).toContain("V-08");
  });

  it("has none at the ends of its depth", () => {
    const deep = (depth: bigint): Sheet => ({
      ...ROW.sheet,
      rows: ROW.sheet.rows.map((row) => (row.instrument === ROW.terms.instrument ? { ...row, depth } : row)),
    });
    const reason = VOID_REASONS.indexOf("depth above the terms");
    for (const depth of [0n, ROW.terms.depth])
      expect(objections(inputOf({ ...ROW, sheet: deep(depth) }, reason))).toEqual(["V-08"]);
    expect(objections(inputOf({ ...ROW, sheet: deep(ROW.terms.depth + 1n) }, reason))).toEqual([]);
  });

  it("cannot be made wrong by another market, grid, row, header or place than the signed ones", () => {
    const input = inputOf(ROW, VOID_REASONS.indexOf("mark"));
    const path = input.path as readonly (readonly bigint[])[];
    const header = input.header as readonly (readonly bigint[])[];
    const lies: readonly (readonly [string, CircuitInput, readonly string[]])[] = [
      ["price", { price: (input.price as bigint[]).map((price) => price + 1n) }, ["V-01"]],
      ["atr", { atr: (input.atr as bigint[]).map((range) => range + 1n) }, ["V-01", "V-08"]],
      ["coefficient", { coefficientMag: (input.coefficientMag as bigint[]).map((mag) => mag + 1n) }, ["V-02"]],
      ["moves", { moves: (input.moves as bigint[]).map((move) => move + 1n) }, ["V-02"]],
      ["mark", { rowMark: (input.rowMark as bigint) + 1n }, ["V-04"]],
      ["delta", { rowDelta: (input.rowDelta as bigint) + 1n }, ["V-04", "V-08"]],
      ["header", { header: header.with(0, at(header, 0).with(0, 77n)) }, ["V-04", "V-08"]],
      ["path", { path: path.with(1, at(path, 1).with(0, 77n)) }, ["V-04", "V-08"]],
    ];
    for (const [name, change, least] of lies) {
      const rules = objections({ ...input, ...change });
      expect(rules, name).toEqual(expect.arrayContaining([...least]));
      expect(
        rules.some((rule) => ["V-01", "V-02", "V-04"].includes(rule)),
        name,
      ).toBe(true);
    }
  });

  it("is not wrong for a row that the sheet does not have, even one whose path upwards has no fault", () => {
    const right = inputOf(ROW);
    const index = ROW.sheet.rows.findIndex(({ instrument }) => instrument === ROW.terms.instrument);
    const row = at(ROW.sheet.rows, index);
    const invented: readonly Partial<RiskRow>[] = [
      { mark: micros(row.mark + 1n) },
      { delta: micros(row.delta + 1n) },
      { settled: true },
      { factor: (row.factor + 1) % 8 },
      { depth: lots(ROW.terms.depth + 1n) },
      { contingencyLong: micros(row.contingencyLong + 1n) },
      { vega: micros(1n) },
      { shocks: row.shocks.with(31, micros(at(row.shocks, 31) + 1n)) },
    ];
    for (const part of invented) {
      const signed = inputOf({
        ...ROW,
        sheet: { ...ROW.sheet, rows: ROW.sheet.rows.with(index, { ...row, ...part }) },
      });
      expect(objections(signed), `${Object.keys(part)}, signed`).toEqual([]);
      const forged = { ...signed, sheetRoot: right.sheetRoot as bigint, top: right.top as bigint[] };
      // The constraint that says it is named after the flag in it, by which collateral has no row.
      expect(objections(forged), `${Object.keys(part)}`).toEqual(["V-03"]);
    }
  });

  it("cannot be judged by another instrument's terms, nor another row by its own", () => {
    const other = at(
      ROW.instruments.filter(({ instrument }) => instrument !== ROW.terms.instrument),
      0,
    );
    const terms = packTerms({ ...termsOf(other), instrument: ROW.terms.instrument });
    const input = inputOf(ROW, VOID_REASONS.indexOf("mark"));
    expect(objections({ ...input, terms: packTerms(termsOf(other)) })).toContain("V-04");
    // The same instrument under other terms is another claim; the contract takes terms from what the venue stated.
    expect(voidPublicInputs({ ...input, terms })).not.toEqual(voidPublicInputs(input));
  });

  it("collateral cannot be wrong by a row beside it, which nobody signed", () => {
    for (const reason of VOID_REASONS.keys()) {
      const rules = objections({ ...inputOf(COLLATERAL, reason), ...unsignedRow(COLLATERAL) });
      // The constraint that no element of a row is pointed at is named after the flag in it.
      const ofRow = reason >= VOID_REASONS.indexOf("vega") && reason < VOID_REASONS.indexOf("no row can be right");
      expect(rules, VOID_REASONS[reason]).toEqual([ofRow ? "V-03" : "V-08"]);
    }
  });

  it("a row of the tree cannot be claimed to be collateral, nor the other way round", () => {
    const asCollateral = inputOf({ ...ROW, terms: collateralTerms(1) });
    expect(objections(asCollateral)).toContain("V-08");
    const altered = COLLATERAL.sheet.header.map((shocks) => shocks.map((shock) => shock + 1n));
    const wrong = { ...COLLATERAL, sheet: { ...COLLATERAL.sheet, header: altered } };
    const input = inputOf(wrong, 0);
    expect(objections(input)).toEqual([]);
    const terms = input.terms as bigint;
    const unit = [1n, 2n ** 32n, 2n ** 35n, 2n ** 55n, 2n ** 83n, 2n ** 123n, 2n ** 163n];
    for (const step of [...unit, 8n]) expect(objections({ ...input, terms: terms + step }), `${step}`).not.toEqual([]);
  });
});

describe("at the edges", () => {
  it.each(voidEdges())("$what: accepted $accepted", ({ input, accepted }) => {
    expect(objections(input as CircuitInput).length === 0).toBe(accepted);
  });
});

describe("public signals", () => {
  it("are five, and none can be another", () => {
    const witness = circuit.honest.calculate(inputOf(wrongClaim("public")));
    for (const name of ["marketRoot", "sheetRoot", "gridRoot", "terms", "prover"]) {
      const wire = circuit.names.wireOf(`main.${name}`) as number;
      const other = witness.with(wire, (witness[wire] as bigint) + (name === "prover" ? pow2(160) : 1n));
      expect(violatedConstraints(circuit.r1cs, other, 1), name).not.toEqual([]);
    }
  });

  it("the prover is any address and nothing wider", () => {
    const claim = wrongClaim("public");
    for (const prover of [0n, 1n, pow2(160) - 1n]) expect(objections(buildVoidInput(claim, prover))).toEqual([]);
    for (const prover of [pow2(160), -1n]) expect(objections(buildVoidInput(claim, prover))).toEqual(["V-09"]);
  });

  it("the roots are the model's", () => {
    const claim = wrongClaim("public");
    expect(voidPublicInputs(inputOf(claim)).slice(0, 2)).toEqual([marketRoot(claim.market), sheetRoot(claim.sheet)]);
  });
});
