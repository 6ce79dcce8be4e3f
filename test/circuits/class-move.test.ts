/**
 * The statement `class-move`: what a desk's book may become in a larger class, and what a liar would put there. The verdict is the
 * constraint system's, as it ships and unsimplified.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { type Book, collateralElement, commit, emptyBook, slotElements } from "../../model/book.ts";
import { packCall, packMoveCall } from "../../model/call.ts";
import { buildMoveInput, moveBook, movePublicInputs } from "../../model/class-move.ts";
import { bookDomain, DOMAINS } from "../../model/domains.ts";
import { toField } from "../../model/field.ts";
import { at, pow2, times } from "../../model/integers.ts";
import { H, P5 } from "../../model/poseidon.ts";
import type { CircuitInput } from "../../model/witness.ts";
import { wiresOf } from "../../prover/artifacts/r1cs.ts";
import { ruleOf } from "../../prover/artifacts/violations.ts";
import { type OpenCircuit, openCircuit } from "../harness/circuit.ts";
import { type ForgeLab, openForgeLab } from "../harness/forge-signals.ts";
import { BOOK, EXTREME } from "../model/support/vector-samples.ts";
import { rulesBroken } from "./support/market-circuit.ts";

const MAIN = "circuits/main/class-move-desk-8-desk-16.circom";
const SALT = pow2(247) + 77n;
const CALL = packMoveCall(pow2(179) + 5n);
const HONEST = buildMoveInput(EXTREME, "desk-16", SALT, CALL);
const MOVED = moveBook(EXTREME, "desk-16", SALT);

/** A commitment to any numbers, also those of no book. */
function commitAny(
  bookClass: Book["class"],
  element: readonly bigint[],
  book: Pick<Book, "cash" | "collateral" | "salt">,
) {
  const { cash, collateral, salt } = book;
  return P5(bookDomain(bookClass), H(DOMAINS.slots, element), toField(cash), collateralElement(collateral), salt);
}

let lab: ForgeLab;
let circuit: OpenCircuit;
beforeAll(async () => {
  lab = await openForgeLab(MAIN);
  circuit = await openCircuit(MAIN);
});

const objections = (input: CircuitInput): string[] => rulesBroken(circuit, input).rules;

describe("an honest move", () => {
  it.each([
    ["of a book with positions", BOOK],
    ["of a full book at the limits of every range", EXTREME],
    ["of the empty book", emptyBook("desk-8")],
  ])("%s keeps every number; its commitment is the model's", (_, book) => {
    const input = buildMoveInput(book, "desk-16", SALT, CALL);
    const moved = moveBook(book, "desk-16", SALT);
    expect(objections(input)).toEqual([]);
    expect(circuit.honest.calculate(input).slice(1, 6)).toEqual(movePublicInputs(input));
    expect(movePublicInputs(input)[1]).toBe(commit(moved));
    expect(slotElements(moved.slots)).toEqual([...slotElements(book.slots), 0n, 0n, 0n]);
    expect([moved.cash, moved.collateral, moved.slots.slice(0, 8)]).toEqual([book.cash, book.collateral, book.slots]);
  });

  it("stays near its goal of 1,500 constraints", () => {
    const { constraints, wires, publicInputs, publicOutputs } = circuit.r1cs;
    expect({ constraints, wires, publicInputs, publicOutputs }).toMatchSnapshot();
    expect(constraints).toBeLessThanOrEqual(1_500);
  });

  it("every constraint names a rule of the move when it breaks", () => {
    const { r1cs, names } = circuit;
    const rules = times(r1cs.constraints, (constraint) => {
      const signals = wiresOf(r1cs, constraint).flatMap((wire) => names.ofWire.get(wire) ?? []);
      return ruleOf({ constraint, signals, components: [] });
    });
    expect([...new Set(rules)].sort()).toEqual(["C-01", "C-02", "C-03", "C-04"]);
  });
});

describe("a new book that is not the old one", () => {
  const slots = MOVED.slots;
  const first = at(slots, 0);
  const zeroed = slots.with(0, { instrument: 0, size: 0n });
  const lies: readonly (readonly [string, Book])[] = [
    ["a size one lot larger", { ...MOVED, slots: slots.with(3, { ...at(slots, 3), size: 2n - pow2(40) }) }],
    ["a size of the other sign", { ...MOVED, slots: slots.with(0, { ...first, size: -first.size }) }],
    ["another instrument", { ...MOVED, slots: slots.with(0, { ...first, instrument: 16 }) }],
    ["a position dropped", { ...MOVED, slots: zeroed }],
    ["two slots exchanged", { ...MOVED, slots: slots.with(0, at(slots, 1)).with(1, first) }],
    ["a position moved to a slot the smaller class has not", { ...MOVED, slots: zeroed.with(8, first) }],
    ...times(8, (j): [string, Book] => [
      `slot ${8 + j} filled`,
      { ...MOVED, slots: slots.with(8 + j, { instrument: 17, size: 1n }) },
    ]),
    ["a unit of cash more", { ...MOVED, cash: EXTREME.cash + 1n }],
    ["cash of the other sign", { ...MOVED, cash: -EXTREME.cash }],
    ["a lot of collateral less", { ...MOVED, collateral: MOVED.collateral.with(2, pow2(40) - 2n) }],
    ["another salt than the one shown to the circuit", { ...MOVED, salt: SALT + 1n }],
  ];

  it.each(lies)("%s is refused by C-02 alone", (_, book) => {
    expect(objections({ ...HONEST, newCommitment: commit(book) })).toEqual(["C-02"]);
  });

  it("balances of two assets cannot change places", () => {
    const book = { ...BOOK, collateral: [1n, 2n, 3n, 4n] };
    const input = buildMoveInput(book, "desk-16", SALT, CALL);
    const swapped = { ...moveBook(book, "desk-16", SALT), collateral: [2n, 1n, 3n, 4n] };
    expect(objections(input)).toEqual([]);
    expect(objections({ ...input, newCommitment: commit(swapped) })).toEqual(["C-02"]);
  });

  it("no position may become negative zero, nor any limb spill into its neighbour", () => {
    const input = buildMoveInput(emptyBook("desk-8"), "desk-16", SALT, CALL);
    const empty = times(6, () => 0n);
    const signs = times(8, (j) => pow2(73 * (j % 3) + 32)).map((sign, j) => empty.with(Math.floor(j / 3), sign));
    for (const element of [...signs, empty.with(0, pow2(73)), empty.with(2, pow2(146)), empty.with(5, 1n)]) {
      const newCommitment = commitAny("desk-16", element, { ...emptyBook("desk-8"), salt: SALT });
      expect(objections({ ...input, newCommitment })).toEqual(["C-02"]);
    }
  });

  it("a new book of the smaller class, or of a third one, is refused by C-02", () => {
    const three = commit({ ...EXTREME, salt: SALT });
    const six = slotElements(MOVED.slots);
    const others = [three, commitAny("fund-64", six, MOVED), commitAny("desk-16", six.slice(0, 3), MOVED)];
    for (const newCommitment of others) expect(objections({ ...HONEST, newCommitment })).toEqual(["C-02"]);
  });
});

describe("an old book that is not the account's", () => {
  it("every opened number is bound to the old commitment", () => {
    const element = HONEST.element as readonly bigint[];
    const changed: CircuitInput[] = [
      ...element.map((value, e) => ({ element: element.with(e, value + 1n) })),
      ...["cash", "collateral"].map((name) => ({ [name]: (HONEST[name] as bigint) + 1n })),
    ];
    for (const change of changed) {
      expect(objections({ ...HONEST, ...change })).toEqual(["C-01", "C-02"]);
    }
    expect(objections({ ...HONEST, oldSalt: 1n })).toEqual(["C-01"]);
    expect(objections({ ...HONEST, newSalt: 1n })).toEqual(["C-02"]);
  });

  it("a book of another class is not opened", () => {
    const element = slotElements(EXTREME.slots);
    for (const other of ["desk-16", "fund-64"] as const)
      expect(objections({ ...HONEST, oldCommitment: commitAny(other, element, EXTREME) })).toEqual(["C-01"]);
  });

  it("numbers of no book pass as they are: that no accepted commitment holds them is what the move relies on", () => {
    const element = [pow2(32), 0n, pow2(146)];
    const input = {
      ...HONEST,
      element,
      oldCommitment: commitAny("desk-8", element, EXTREME),
      newCommitment: commitAny("desk-16", [...element, 0n, 0n, 0n], MOVED),
    };
    expect(objections(input)).toEqual([]);
  });
});

describe("public signals", () => {
  it("are five, and none can be another", () => {
    expect([circuit.r1cs.publicOutputs, circuit.r1cs.publicInputs]).toEqual([0, 5]);
    const base = lab.honest(HONEST);
    for (const name of ["oldCommitment", "newCommitment", "fromDomain", "toDomain", "call"]) {
      const full = `main.${name}`;
      const value = base[lab.circuit.names.wireOf(full) as number] as bigint;
      const other = name === "call" ? value + pow2(180) : value + 1n;
      const forged = lab.forge(base, { [full]: other });
      expect([forged.accepted, forged.shippedViolations.length > 0], name).toEqual([false, true]);
    }
  });

  it("the classes are the circuit's own, whatever the caller says", () => {
    for (const name of ["fromDomain", "toDomain"]) {
      for (const domain of [bookDomain("desk-8"), bookDomain("desk-16"), bookDomain("fund-64"), 0n]) {
        const isHonest = HONEST[name] === domain;
        expect(objections({ ...HONEST, [name]: domain }), name).toEqual(isHonest ? [] : ["C-03"]);
      }
    }
  });

  it("the call of an update is refused by C-04, any other context of a move is not the circuit's to judge", () => {
    for (const mode of [0, 1, 2] as const) {
      const call = packCall({ context: pow2(180) - 1n, mode, side: 0, flow: undefined });
      expect(objections({ ...HONEST, call })).toEqual(["C-04"]);
    }
    expect(objections({ ...HONEST, call: CALL + pow2(182) })).toEqual(["C-04"]);
    expect(objections({ ...HONEST, call: packMoveCall(0n) })).toEqual([]);
  });

  it("every wire between the two books is pinned", () => {
    const base = lab.honest(HONEST);
    const inner = [...times(6, (e) => `element[${e}]`), "cash", "collateral", "salt"].map(
      (name) => `main.c02_new.${name}`,
    );
    for (const full of inner) {
      const value = base[lab.circuit.names.wireOf(full) as number] as bigint;
      const forged = lab.forge(base, { [full]: value + 1n, "main.newCommitment": (read) => read("main.c02_new.out") });
      expect(forged.accepted, full).toBe(false);
    }
  });
});
