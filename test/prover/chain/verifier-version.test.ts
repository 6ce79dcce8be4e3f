import { afterAll, beforeAll, expect, test } from "vitest";
import type { Change } from "../../../model/change.ts";
import type { Market } from "../../../model/market.ts";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../../prover/backend/proving-backend.ts";
import { reconcile } from "../../../prover/chain/reconcile.ts";
import { register, submitUpdate } from "../../../prover/chain/submit.ts";
import { requireUpdatesServed } from "../../../prover/chain/submit-move.ts";
import { matchingVersion, readVerifierVersions } from "../../../prover/chain/verifier-version.ts";
import type { Circuit } from "../../../prover/circuit.ts";
import { deployArtifact, HOUR, NOTICE, type Venue, verifierOf } from "../../contracts/support/venue.ts";
import { deskOf, publishMarket, toyVenue } from "../support/chain-venue.ts";
import { newParty, type Party, provenBy } from "../support/party.ts";
import { toyDesk8 } from "../support/toy-desk.ts";

let venue: Venue;
let circuit: Circuit;
let backend: ProvingBackend;
let desk: Party;
let market: Market;

/** A venue whose newest verifier of desk-8 holds another key than this side's artifacts. */
beforeAll(async () => {
  [venue, circuit, backend] = [await toyVenue(), await toyDesk8(), await openBackend()];
  const newer = await deployArtifact(venue.chain, verifierOf(venue.otherKeys), []);
  await router("add", newer);
  await venue.chain.goTo((await venue.chain.now()) + NOTICE + 1n);
  market = await publishMarket(venue, ((await venue.chain.now()) - venue.start) / HOUR + 1n);
  const { account, clients } = deskOf(venue, "desk");
  desk = newParty(account, clients, 61);
  await register(clients, account.gate, 1);
}, 300_000);
afterAll(async () => {
  desk.store.close();
  await backend.close();
  await venue.chain.close();
});

const router = (fn: "add" | "stop" | "resume", argument: unknown) =>
  venue.write(venue.owner, "VerifierRouter", venue.router, fn, [1, argument]);
const deposit: Change = { mode: "full", sizes: [], flow: { asset: "cash", amount: 50_000_000_000n } };
const proven = () => provenBy(desk, deposit, { venue, market, circuit, backend });

test("the version whose key made the proof is taken, though a newer one serves", async () => {
  const { read } = venue.chain;
  const live = await readVerifierVersions(read, venue.router, 1, "full");
  expect(live.map(({ version }) => version)).toEqual([2, 1]);
  const { bundle } = await proven();
  expect(await matchingVersion(read, venue.router, 1, bundle)).toBe(1);
  await submitUpdate(desk.clients, { bundle, authorization: "0x" });
  expect(await reconcile(read, desk.store)).toBe("advanced");
});

test("positions are taken to no class whose updates nothing verifies", async () => {
  const { gate } = desk.account;
  await requireUpdatesServed(venue.chain.read, { gate, to: "desk-8" });
  const refused = requireUpdatesServed(venue.chain.read, { gate, to: "desk-16" });
  await expect(refused).rejects.toMatchObject({
    code: "BAL-406",
    exitCode: 5,
    message: expect.stringMatching(/no updates of desk-16/),
  });
});

test("a venue that serves other keys only is named with the key, before anything is sent", async () => {
  const { bundle } = await proven();
  await router("stop", 1);
  const sent: string[] = [];
  const refused = submitUpdate(desk.clients, { bundle, authorization: "0x" }, (hash) => sent.push(hash));
  await expect(refused).rejects.toMatchObject({
    code: "BAL-407",
    exitCode: 5,
    message: expect.stringContaining(circuit.key.sha256),
  });
  expect(sent).toEqual([]);
  // The stopped version still serves reductions and maintenance.
  expect(await matchingVersion(venue.chain.read, venue.router, 1, { ...bundle, mode: "reduce" })).toBe(1);
  await router("stop", 2);
  await expect(matchingVersion(venue.chain.read, venue.router, 1, bundle)).rejects.toMatchObject({ code: "BAL-406" });
  await router("resume", 1);
  await router("resume", 2);
});
