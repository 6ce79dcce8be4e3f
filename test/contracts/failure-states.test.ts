import { readFileSync } from "node:fs";
import { BaseError } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bookOf, judge, refusals, slot, to } from "../model/support/fixture.ts";
import { ATTEMPTS } from "./failure/attempts.ts";
import { failurePage } from "./failure/render.ts";
import { aimOf, enter, silentVenue, workingVenue } from "./failure/scenes.ts";
import {
  type Cell,
  type FailureState,
  REFUSALS,
  type Refusal,
  STATES,
  type StateId,
  WAYS,
  type Way,
} from "./failure/table.ts";
import { accountOf } from "./support/changes.ts";
import { revertOf } from "./support/reverts.ts";
import { closeProver } from "./support/toy-prover.ts";
import type { Venue } from "./support/venue.ts";

let venue: Venue;
let silent: Venue;

beforeAll(async () => {
  venue = await workingVenue();
  silent = await silentVenue();
});
afterAll(async () => {
  await venue.chain.close();
  await silent.chain.close();
  await closeProver();
});

/** The error of a refusal, null for a revert that carries none, "yes" for what was accepted. */
const outcomeOf = async (call: Promise<unknown>): Promise<string | null> => {
  try {
    await call;
    return "yes";
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return revertOf(Promise.reject(error)).then(
      ({ name }) => name,
      () => null,
    );
  }
};

const errorOf = (refusal: Refusal): string | null => REFUSALS[refusal][0];

const executed = (where: Venue, state: StateId, way: Way, mode: 0 | 1 = 0): Promise<string | null> =>
  where.chain.undone(() => outcomeOf(ATTEMPTS[way](where, aimOf(state), mode)));

const expectRefused = async (where: Venue, state: StateId, way: Way, refusal: Refusal): Promise<void> => {
  const before = await accountOf(where, where.desk.account.address);
  expect(await executed(where, state, way), WAYS[way]).toBe(errorOf(refusal));
  expect(await accountOf(where, where.desk.account.address)).toEqual(before);
};

const expectCell = async (where: Venue, state: StateId, way: Way, cell: Cell): Promise<void> => {
  if (cell === "yes" || cell === "growth") {
    expect(await executed(where, state, way), WAYS[way]).toBe("yes");
  } else if (typeof cell === "string") {
    await expectRefused(where, state, way, cell);
  } else {
    await expectRefused(where, state, way, cell[1]);
    expect(await executed(where, state, way, 1), `${WAYS[way]} in mode 1`).toBe("yes");
  }
};

const expectRow = async (where: Venue, state: StateId): Promise<void> => {
  const { cells }: FailureState = STATES[state];
  for (const way of Object.keys(WAYS) as Way[]) await expectCell(where, state, way, cells[way]);
};

describe("what an account can do when", () => {
  for (const [state, { title }] of Object.entries(STATES) as [StateId, FailureState][]) {
    it(title, async () => {
      if (state === "noEpoch") return expectRow(silent, state);
      return venue.chain.undone(async () => {
        await enter(venue, state);
        await expectRow(venue, state);
      });
    });
  }
});

// The gate cannot see growth, so in tier 3 it lets a trade through to the verifier; the statement refuses it.
it("tier 3 refuses growth in the statement, and no reduction", () => {
  const book = bookOf([slot(17, 10n)]);
  const at = (size: bigint): string[] =>
    refusals(judge({ book, market: { tier: 3 }, change: { mode: "full", sizes: [to(17, size)] } }));
  expect(at(11n)).toEqual(["S-22"]);
  expect(at(9n)).toEqual([]);
});

it("is what docs/failure-states.md says", () => {
  expect(readFileSync("docs/failure-states.md", "utf8")).toBe(failurePage());
});
