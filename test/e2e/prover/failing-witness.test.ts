/**
 * The real desk-8 circuit refuses what the model accepted, and the desk learns by which rule. Two honest ways to make
 * them disagree: data that changes between judging and proving, as a fault in memory would change it, and inputs bent on
 * their way from the model to the circuit, as a bug in the model would bend them.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Change } from "../../../model/change.ts";
import type { Policy } from "../../../model/policy.ts";
import type { RiskRow } from "../../../model/sheet.ts";
import type { CircuitInput } from "../../../model/witness.ts";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../../prover/backend/proving-backend.ts";
import { type Circuit, loadCircuit } from "../../../prover/circuit.ts";
import { proveUpdate } from "../../../prover/prove.ts";
import { deskSeed } from "../../prover/support/desk.ts";
import { newDeskStore } from "../../prover/support/toy-desk.ts";
import { market, PERPETUAL, policy, sheet } from "../../prover/support/venue.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

let circuit: Circuit;
let backend: ProvingBackend;

beforeAll(async () => {
  circuit = await loadCircuit("desk-8");
  backend = await openBackend();
});
afterAll(() => backend.close());

/** 1,000 lots bought with fresh cash: every rule of a full update binds but those the policy switches off. */
const change: Change = {
  mode: "full",
  sizes: [{ instrument: PERPETUAL, size: 1_000n }],
  flow: { asset: "cash", amount: 30_000_000n },
  tradeSalt: 5n,
};

interface Fault {
  /** Fields of the policy that change once the model has accepted. */
  readonly policy?: Partial<Policy>;
  /** A shock that all scenarios of the row take on once the model has accepted. */
  readonly shock?: bigint;
  /** What is added to a number on its way into the circuit. */
  readonly bent?: readonly ["worstLoss" | "tradeCash" | "volTarget", bigint];
}

/** Proves with a fault, and returns the error and what the store kept. */
async function refusal(fault: Fault) {
  using store = newDeskStore();
  const [ownPolicy, row] = [{ ...policy }, { ...(sheet.rows[0] as RiskRow) } as Mutable<RiskRow>];
  const data = { market, policy: ownPolicy, sheet: { ...sheet, rows: [row] } };
  const bend = (input: CircuitInput): CircuitInput => {
    const [name, by] = fault.bent ?? ["worstLoss", 0n];
    return { ...input, [name]: (input[name] as bigint) + by };
  };
  const seam: Circuit = {
    ...circuit,
    calculate: (input) => circuit.calculate(bend(input)),
    brokenRules: (input) => circuit.brokenRules(bend(input)),
  };
  const onStep = (step: string): void => {
    if (step !== "explained") return;
    Object.assign(ownPolicy, fault.policy);
    const { shock } = fault;
    if (shock !== undefined) row.shocks = row.shocks.map(() => shock);
  };
  const tools = { store, seed: deskSeed, circuit: seam, backend, onStep };
  const error = await proveUpdate({ ...data, change, deadline: 1_800_000_000n }, tools).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return { error, statuses: [...store.state.openings.values()].map(({ status }) => status) };
}

const FAULTS: readonly (readonly [readonly string[], Fault])[] = [
  [["S-10"], { shock: -30_000n }],
  [["S-13"], { policy: { volTarget: 1n } }],
  [["S-14"], { policy: { leverage: 1 } }],
  [["S-15"], { policy: { deltaLimit: 1 } }],
  [["S-18"], { policy: { atrRisk: 1 } }],
  [["S-19"], { policy: { participation: 1 } }],
  [["S-08"], { bent: ["worstLoss", -1n] }],
  // Cash that comes from nowhere breaks the trade, and the commitment to the new book with it.
  [["S-01", "S-05"], { bent: ["tradeCash", 1n] }],
  // A policy field that is not the root's.
  [["S-03"], { bent: ["volTarget", 1n] }],
];

test.each(FAULTS)("a change that breaks %s only for the circuit is refused by name", async (rules, fault) => {
  const { error, statuses } = await refusal(fault);
  expect(error).toMatchObject({ code: "BAL-233", exitCode: 1 });
  expect((error as Error).message.match(/S-\d\d/g)).toEqual(rules);
  // No proof left, and the opening that was written ahead is given up.
  expect(statuses).toEqual(["abandoned"]);
});

test("without a fault the same change is proven", async () => {
  const { error, statuses } = await refusal({});
  expect(error).toBeUndefined();
  expect(statuses).toEqual(["released"]);
});
