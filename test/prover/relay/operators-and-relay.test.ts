/** An operator's consent and a relayer's batch, by the prover's own functions, on a venue whose verifier has a toy key. */
import { erc20Abi, type Hex } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Change } from "../../../model/change.ts";
import type { Market } from "../../../model/market.ts";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../../prover/backend/proving-backend.ts";
import {
  grantCalls,
  type Mandate,
  readMandate,
  revokeCall,
  signMandate,
  UNLIMITED,
} from "../../../prover/chain/mandate.ts";
import { authorize, consentOf, operatorAuthorization } from "../../../prover/chain/operator.ts";
import { claimCalls, exitCalls, updateCalls } from "../../../prover/chain/planned-changes.ts";
import { readEpoch } from "../../../prover/chain/read-chain.ts";
import { reconcile } from "../../../prover/chain/reconcile.ts";
import { sendCalls } from "../../../prover/chain/send-calls.ts";
import { register, submitUpdate } from "../../../prover/chain/submit.ts";
import type { Circuit } from "../../../prover/circuit.ts";
import { type AuthorizedChange, formatAuthorized, parseAuthorized } from "../../../prover/relay/authorized-change.ts";
import { GAS_PER_CHANGE, relayBatch } from "../../../prover/relay/relay-batch.ts";
import { acceptOffer } from "../../../prover/trade/accept-offer.ts";
import { makeOffer } from "../../../prover/trade/make-offer.ts";
import { proveSides } from "../../../prover/trade/settle-offer.ts";
import type { Address } from "../../../verifier/account-context.ts";
import { proofWords } from "../../../verifier/proof.ts";
import type { TestChain } from "../../contracts/support/chain.ts";
import { deployArtifact, testArtifact, type Venue } from "../../contracts/support/venue.ts";
import { deskOf, publishMarket, toyVenue, venuePolicy } from "../support/chain-venue.ts";
import { newParty, type Party, provenBy } from "../support/party.ts";
import { toyDesk8 } from "../support/toy-desk.ts";
import { PERPETUAL, sheet } from "../support/venue.ts";

const CASH = 50_000_000_000n;
const deposit: Change = { mode: "full", sizes: [], flow: { asset: "cash", amount: CASH } };
const refresh: Change = { mode: "full", sizes: [] };
const NOBODY: Address = `0x${"00".repeat(20)}`;

let venue: Venue;
let circuit: Circuit;
let backend: ProvingBackend;
let market: Market;
let desk: Party;
let maker: Party;
let book: Address;
let relay: Address;

beforeAll(async () => {
  [venue, circuit, backend] = [await toyVenue(), await toyDesk8(), await openBackend()];
  market = await publishMarket(venue, 30n);
  const party = (name: "desk" | "maker", seed: number) => {
    const { account, clients } = deskOf(venue, name);
    return newParty(account, clients, seed);
  };
  [desk, maker] = [party("desk", 81), party("maker", 82)];
  book = (await deployArtifact(venue.chain, testArtifact("MandateBook"), [])).toLowerCase() as Address;
  relay = (await deployArtifact(venue.chain, testArtifact("BatchRelay"), [])).toLowerCase() as Address;
  for (const { clients, account } of [desk, maker]) await register(clients, account.gate, 1);
}, 300_000);
afterAll(async () => {
  for (const { store } of [desk, maker]) store.close();
  await backend.close();
  await venue.chain.close();
});

const proven = (party: Party, change: Change) => provenBy(party, change, { venue, market, circuit, backend });
const wallet = (place: number) => venue.chain.wallets[place] as TestChain["wallets"][number];
const server = () => wallet(7);
const operatorOf = () => server().account.address.toLowerCase() as Address;
const signer = (place: number) => wallet(place).account as never;
const place = () => ({ book, gate: desk.account.gate, account: desk.account.account, operator: operatorOf() });
const mandate = (over: Partial<Mandate> = {}): Mandate => ({
  validUntil: 2n ** 40n,
  modes: 0b001,
  trades: true,
  counterparty: maker.account.account,
  inflows: 0,
  outflows: 0,
  recipient: NOBODY,
  period: 86_400,
  caps: [0n, 0n, 0n, 0n, 0n, UNLIMITED],
  ...over,
});
const relayer = () => ({ read: venue.chain.read, wallet: venue.guardian });
const trusted = () => [{ class: "desk-8" as const, key: circuit.key }];
const sent = async (...changes: AuthorizedChange[]) => {
  const facts = { chain: BigInt(venue.chainId), gate: desk.account.gate, trusted: trusted() };
  return relayBatch(relayer(), relay, changes, { ...facts, now: await venue.chain.now() });
};
const authorized = async (party: Party, change: Change, key: number): Promise<AuthorizedChange> => {
  const { bundle } = await proven(party, change);
  return [{ bundle, authorization: await authorize(signer(key), bundle) }];
};

test("an authorization's bytes alone say whose it is", () => {
  const [account, operator] = [desk.account.account, operatorOf()];
  const plain: Hex = `0x${"12".repeat(65)}`;
  expect(consentOf(account, plain)).toEqual({ consenter: account, signature: plain });
  expect(consentOf(account, "0x")).toEqual({ consenter: account, signature: "0x" });
  expect(consentOf(account, operatorAuthorization(operator, plain))).toEqual({ consenter: operator, signature: plain });
  const mixedCase = server().account.address;
  expect(operatorAuthorization(mixedCase, plain)).toBe(operatorAuthorization(operator, plain));
  expect(consentOf(account, operatorAuthorization(operator))).toEqual({ consenter: operator, signature: "0x" });
});

test("accounts that only sign are relayed in one transaction, and a file shows what the chain will show", async () => {
  const [first, second] = [await authorized(desk, deposit, 1), await authorized(maker, deposit, 2)];
  const text = formatAuthorized(first);
  expect(parseAuthorized(text)).toEqual(first);
  const report = await sent(first, second);
  expect(report.results.map(({ status }) => status)).toEqual(["accepted", "accepted"]);
  const { input } = await venue.chain.read.getTransaction({ hash: report.transaction?.hash ?? "0x" });
  const [{ bundle, authorization }] = first;
  const words = [...proofWords(bundle.proof), ...bundle.publicInputs.slice(1, 2)].map((n) => n.toString(16));
  for (const shown of [bundle.opening, authorization, bundle.account].map((hex) => hex.slice(2)).concat(words))
    expect(input).toContain(shown);
  // What is not in the input is in the gate or its events (old commitment, risk root, call, nonce, class), or names files.
  expect(Object.keys(JSON.parse(JSON.parse(text).sides[0].bundle))).toEqual(
    "version statement class chain gate account nonce deadline epoch recipient mode side flow opening publicInputs proof artifacts".split(
      " ",
    ),
  );
  for (const party of [desk, maker]) expect(await reconcile(venue.chain.read, party.store)).toBe("advanced");
});

test("an operator without a mandate is refused; with one it sends, signs and trades with the maker it was given", async () => {
  const { clients, account } = desk;
  const early = await proven(desk, refresh);
  const operator = { read: venue.chain.read, wallet: server() };
  await expect(submitUpdate(operator, { bundle: early.bundle, authorization: "0x" })).rejects.toMatchObject({
    code: "BAL-403",
    message: expect.stringContaining("SizingGateNoMandateBook"),
  });
  const calls = grantCalls(place(), mandate(), await readMandate(venue.chain.read, place()));
  expect(calls.map((call) => call.function.split("(")[0])).toEqual(["setMandateBook", "grant"]);
  await sendCalls(clients, account.account, calls, "grant");
  expect(await readMandate(venue.chain.read, place())).toMatchObject({ mandate: mandate(), named: book });
  await submitUpdate(operator, { bundle: early.bundle, authorization: "0x" });
  await reconcile(venue.chain.read, desk.store);

  const { riskRoot } = await readEpoch(venue.chain.read, venue.market);
  const now = await venue.chain.now();
  const data = { market, sheet, policy: venuePolicy(), riskRoot, now };
  const asked = { ...data, deltas: [{ instrument: PERPETUAL, lots: 500n }], deadline: now + 600n };
  const offer = await makeOffer(asked, { store: maker.store, signer: signer(2) });
  const request = { ...data, client: venue.chain.read, operator: operatorOf() };
  const { acceptance } = await acceptOffer(offer, request, { ...desk, circuit, backend, signer: signer(7) });
  const { own, taker } = await proveSides(
    acceptance,
    { ...data, trusted: trusted() },
    { ...maker, circuit, backend },
    venue.chain.read,
  );
  const pair: AuthorizedChange = [{ bundle: own.bundle, authorization: await authorize(signer(2), own.bundle) }, taker];
  expect(parseAuthorized(formatAuthorized(pair))).toEqual(pair);
  expect(() => parseAuthorized(formatAuthorized([taker]))).toThrow(/one side of a trade/);
  const { results } = await sent(pair);
  expect(results).toEqual([{ accounts: [maker.account.account, account.account], status: "accepted" }]);
  for (const party of [desk, maker]) expect(await reconcile(venue.chain.read, party.store)).toBe("advanced");
  expect(desk.store.live.book.slots[0]).toEqual({ instrument: PERPETUAL, size: -500n });
}, 120_000);

test("a relayer leaves out what would fail, with its reason, and sends the rest", async () => {
  const { bundle } = await proven(desk, refresh);
  const authorization = await authorize(signer(7), bundle, operatorOf());
  const good: AuthorizedChange = [{ bundle, authorization }];
  const foreign: AuthorizedChange = [
    { bundle, authorization: operatorAuthorization(maker.account.account, consentOf(NOBODY, authorization).signature) },
  ];
  const forged: AuthorizedChange = [{ bundle: { ...bundle, deadline: bundle.deadline - 1n }, authorization }];
  const { results, transaction } = await sent(foreign, forged, good, good);
  expect(results.map(({ status }) => status)).toEqual(["left out", "left out", "accepted", "left out"]);
  expect(results.map((result) => ("exitCode" in result ? result.exitCode : 0))).toEqual([4, 4, 0, 5]);
  expect(transaction?.gasUsed).toBeGreaterThan(0n);
  await reconcile(venue.chain.read, desk.store);
  expect(await venue.get("BatchRelay", relay, "GAS_PER_CHANGE")).toBe(GAS_PER_CHANGE);
});

test("an operator that burns gas only after the simulation takes no other change of the batch along", async () => {
  const deployed = (name: string) => deployArtifact(venue.chain, testArtifact(name), []);
  const [odd, deaf, fire] = [await deployed("OddSigner"), await deployed("Failing"), await deployed("Burning")];
  const habit = (target: Address) => venue.write(venue.owner, "OddSigner", odd, "set", [4, target, "0x"]);
  await habit(deaf);
  await venue.write(venue.desk, "SizingGate", venue.gate, "setMandateBook", [book]);
  await venue.write(venue.desk, "MandateBook", book, "grant", [place().gate, odd, mandate()]);
  const { bundle } = await proven(desk, refresh);
  const treacherous: AuthorizedChange = [{ bundle, authorization: operatorAuthorization(odd, `0x${"12".repeat(65)}`) }];
  const honest = await authorized(maker, refresh, 2);
  const wallet = Object.create(venue.guardian) as typeof venue.guardian;
  wallet.writeContract = async (request) => {
    await habit(fire);
    return venue.guardian.writeContract(request);
  };
  const facts = { chain: BigInt(venue.chainId), gate: desk.account.gate, trusted: trusted() };
  const now = await venue.chain.now();
  const { results } = await relayBatch({ ...relayer(), wallet }, relay, [treacherous, honest], { ...facts, now });
  expect(results[1]?.status).toBe("accepted");
  for (const party of [desk, maker]) await reconcile(venue.chain.read, party.store);
});

test("a revoked operator's signature is left out, and nothing is sent for it", async () => {
  const { bundle } = await proven(desk, refresh);
  const authorization = await authorize(signer(7), bundle, operatorOf());
  const signature = await signMandate(signer(1), venue.chain.read, place(), { deadline: 2n ** 40n });
  const args = [place().gate, place().account, operatorOf(), 2n ** 40n, signature];
  await venue.chain.undone(async () => {
    await venue.write(venue.guardian, "MandateBook", book, "revokeFor", args);
    expect((await sent([{ bundle, authorization }])).transaction).toBeUndefined();
  });
  await sendCalls(desk.clients, desk.account.account, [revokeCall(place())], "revoke");
  const { results, transaction } = await sent([{ bundle, authorization }]);
  expect(results).toMatchObject([
    { status: "left out", reason: expect.stringContaining("MandateBookNoMandate"), exitCode: 6 },
  ]);
  expect(transaction).toBeUndefined();
  await expect(sendCalls(desk.clients, operatorOf(), [], "none")).rejects.toMatchObject({ code: "BAL-406" });
});

test("calls that are written are calls that work: the account sends them as they stand", async () => {
  const { bundle } = await proven(desk, { ...deposit, flow: { asset: "cash", amount: -1_000_000n } });
  await venue.chain.undone(async () => {
    await sendCalls(desk.clients, desk.account.account, await updateCalls(venue.chain.read, bundle), "update");
    const claims = await claimCalls(venue.chain.read, desk.account.gate, desk.account.account);
    expect(claims).toMatchObject([
      { function: "withdraw(uint256,uint256)", arguments: { asset: 0n, amount: 1_000_000n } },
    ]);
    await sendCalls(desk.clients, desk.account.account, claims, "collect");
    expect(await claimCalls(venue.chain.read, desk.account.gate, desk.account.account)).toEqual([]);
  });
  const none = { abi: erc20Abi, address: venue.cash, functionName: "approve", args: [venue.vault, 0n] } as const;
  await venue.desk.writeContract({ ...none, chain: venue.desk.chain, account: venue.desk.account });
  const more = await proven(maker, deposit);
  const owing = await exitCalls(venue.chain.read, desk.account, { cash: -5n, salt: 1n });
  expect(owing.map(({ function: name }) => name)).toEqual(["approve(address,uint256)", "flatExit(int256,uint256)"]);
  expect((await updateCalls(venue.chain.read, more.bundle)).map(({ to }) => to)).toEqual([maker.account.gate]);
});
