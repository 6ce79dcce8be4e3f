import { afterAll, beforeAll, expect, test } from "vitest";
import type { Change } from "../../model/change.ts";
import { BallastError } from "../../model/errors.ts";
import { riskRootOf } from "../../model/risk-root.ts";
import { openBackend } from "../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../prover/backend/proving-backend.ts";
import type { Circuit } from "../../prover/circuit.ts";
import { proveUpdate } from "../../prover/prove.ts";
import { PolicyRefusal } from "../../prover/refusals.ts";
import type { ProveStep } from "../../prover/release.ts";
import { decryptOpening } from "../../prover/secrets/opening.ts";
import type { BookStore } from "../../prover/store/book-store.ts";
import { readStore } from "../../prover/store/book-store.ts";
import { parseBundle } from "../../verifier/parse-bundle.ts";
import { verifyBundle } from "../../verifier/verify-bundle.ts";
import { deskAccount, deskSeed } from "./support/desk.ts";
import { newDeskStore, toyDesk8 } from "./support/toy-desk.ts";
import { market, PERPETUAL, policy, sheet } from "./support/venue.ts";

let circuit: Circuit;
let backend: ProvingBackend;
const deadline = 1_800_000_000n;
const deposit: Change = { mode: "full", sizes: [], flow: { asset: "cash", amount: 5_000_000_000n } };

beforeAll(async () => {
  circuit = await toyDesk8();
  backend = await openBackend();
});
afterAll(() => backend.close());

const run = (store: BookStore, change: Change, more: object = {}, tools: object = {}) =>
  proveUpdate(
    { change, market, sheet, policy, deadline, ...more },
    { store, seed: deskSeed, circuit, backend, ...tools },
  );

test("a deposit is explained, written ahead, proven, verified and released, in this order", async () => {
  using store = newDeskStore();
  const steps: [ProveStep, string | undefined][] = [];
  const onStep = (step: ProveStep) => {
    const opening = [...readStore(store.directory, deskSeed).openings.values()][0];
    steps.push([step, opening?.status]);
  };
  const { bundle, text } = await run(store, deposit, { riskRoot: riskRootOf(market, sheet, policy) }, { onStep });
  expect(steps).toEqual([
    ["explained", undefined],
    ["written", "prepared"],
    ["witness", "prepared"],
    ["proven", "prepared"],
    ["verified", "prepared"],
    ["released", "released"],
  ]);
  expect(verifyBundle(text, [{ class: "desk-8", key: circuit.key }], { current: store.live })).toMatchObject({
    status: "valid",
  });
  expect(parseBundle(text)).toEqual({ status: "parsed", bundle });
  expect(bundle).toMatchObject({
    ...deskAccount,
    mode: "full",
    side: 0,
    flow: deposit.flow,
    recipient: deskAccount.account,
  });
  const opening = Uint8Array.from(Buffer.from(bundle.opening.slice(2), "hex"));
  const [, newCommitment] = bundle.publicInputs;
  expect(decryptOpening(deskSeed, "desk-8", newCommitment, opening)).toEqual(
    store.state.openings.get(newCommitment)?.book,
  );
  expect(readStore(store.directory, deskSeed).openings.get(newCommitment)?.bundle).toBe(text);
});

test("the next proof starts from what the chain shows, not from what was prepared", async () => {
  using store = newDeskStore();
  const first = await run(store, deposit);
  const second = await run(store, deposit);
  expect(second.bundle.publicInputs[0]).toBe(first.bundle.publicInputs[0]);
  expect(second.bundle.publicInputs[1]).not.toBe(first.bundle.publicInputs[1]);
  store.reconcile({ commitment: first.bundle.publicInputs[1], nonce: 1n, block: 3n });
  const third = await run(store, { mode: "full", sizes: [{ instrument: PERPETUAL, size: 100n }], tradeSalt: 5n });
  expect(third.bundle).toMatchObject({ nonce: 1n, side: 0 });
  expect(third.bundle.publicInputs[0]).toBe(first.bundle.publicInputs[1]);
  expect(third.bundle.publicInputs[3]).not.toBe(0n);
});

test("a change that the policy refuses names its rules, and leaves no trace", async () => {
  using store = newDeskStore();
  const refused = run(store, { mode: "full", sizes: [{ instrument: PERPETUAL, size: 100n }] });
  const error = await refused.catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(PolicyRefusal);
  expect(error).toMatchObject({ code: "BAL-231", exitCode: 3, shortMessage: expect.stringMatching(/S-10.*S-13/) });
  expect((error as PolicyRefusal).explanation.accepted).toBe(false);
  expect(store.state.openings.size).toBe(0);
});

test("data of another epoch and a circuit of another class are refused before anything is written", async () => {
  using store = newDeskStore();
  await expect(run(store, deposit, { riskRoot: 5n })).rejects.toMatchObject({ code: "BAL-232", exitCode: 5 });
  const other = { ...circuit, class: "desk-16" };
  await expect(run(store, deposit, {}, { circuit: other })).rejects.toMatchObject({ code: "BAL-235", exitCode: 2 });
  expect(store.state.openings.size).toBe(0);
});

test("a refusing circuit is mapped to its rule, and the opening is given up", async () => {
  using store = newDeskStore();
  const refusing: Circuit = {
    ...circuit,
    calculate: () => Promise.reject(new BallastError("BAL-504", "no witness exists for these inputs.")),
    brokenRules: async () => ["S-13"],
  };
  await expect(run(store, deposit, {}, { circuit: refusing })).rejects.toThrow(/refused, by rule S-13/);
  expect([...store.state.openings.values()].map(({ status }) => status)).toEqual(["abandoned"]);
});

test("a proof that does not verify, or proves something else, never leaves", async () => {
  using store = newDeskStore();
  const swapping: ProvingBackend = {
    prove: async (zkey, wtns) => {
      const { proof, publicInputs } = await backend.prove(zkey, wtns);
      return { proof: { ...proof, a: proof.c, c: proof.a }, publicInputs };
    },
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
  const lying: ProvingBackend = {
    ...swapping,
    prove: async (zkey, wtns) => {
      const { proof, publicInputs } = await backend.prove(zkey, wtns);
      return { proof, publicInputs: publicInputs.map((value) => value + 1n) };
    },
  };
  await expect(run(store, deposit, {}, { backend: swapping })).rejects.toMatchObject({ code: "BAL-234", exitCode: 4 });
  await expect(run(store, deposit, {}, { backend: lying })).rejects.toMatchObject({ code: "BAL-234" });
  expect([...store.state.openings.values()].map(({ status }) => status)).toEqual(["abandoned", "abandoned"]);
});
