import { encodeFunctionData, erc20Abi, type Hex } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import type { Change } from "../../../model/change.ts";
import type { Market } from "../../../model/market.ts";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../../prover/backend/proving-backend.ts";
import { signConsent } from "../../../prover/chain/consent.ts";
import { readEpoch } from "../../../prover/chain/read-chain.ts";
import { reconcile } from "../../../prover/chain/reconcile.ts";
import { register, submitUpdate } from "../../../prover/chain/submit.ts";
import type { Circuit } from "../../../prover/circuit.ts";
import { acceptOffer } from "../../../prover/trade/accept-offer.ts";
import { makeOffer } from "../../../prover/trade/make-offer.ts";
import { settleOffer } from "../../../prover/trade/settle-offer.ts";
import type { Address } from "../../../verifier/account-context.ts";
import { deployArtifact, testArtifact, type Venue } from "../../contracts/support/venue.ts";
import { deskOf, publishMarket, toyVenue, venuePolicy } from "../support/chain-venue.ts";
import { newParty, type Party, provenBy } from "../support/party.ts";
import { toyDesk8 } from "../support/toy-desk.ts";
import { PERPETUAL, sheet } from "../support/venue.ts";

const CASH = 50_000_000_000n;
const deposit: Change = { mode: "full", sizes: [], flow: { asset: "cash", amount: CASH } };
let venue: Venue;
let circuit: Circuit;
let backend: ProvingBackend;
let market: Market;
/** A desk whose account is a contract; the key of the venue's desk signs for it. */
let fund: Party;
let maker: Party;

beforeAll(async () => {
  [venue, circuit, backend] = [await toyVenue(), await toyDesk8(), await openBackend()];
  market = await publishMarket(venue, 30n);
  const owner = deskOf(venue, "desk");
  const wallet = await deployArtifact(venue.chain, testArtifact("ContractWallet"), [owner.account.account]);
  const account = { ...owner.account, account: wallet.toLowerCase() as Address };
  // Somebody else pays for the transactions: the contract only consents.
  fund = newParty(account, { read: venue.chain.read, wallet: venue.owner }, 71);
  const other = deskOf(venue, "maker");
  maker = newParty(other.account, other.clients, 72);
  await register(maker.clients, other.account.gate, 1);
  await venue.write(venue.owner, "OddToken", venue.cash, "mint", [wallet, CASH]);
  const execute = (target: Address, data: Hex) =>
    venue.write(venue.owner, "ContractWallet", wallet, "execute", [target, data]);
  await execute(venue.gate, encodeFunctionData({ abi: sizingGateAbi, functionName: "register", args: [1] }));
  const approve = { abi: erc20Abi, functionName: "approve", args: [venue.vault, CASH] } as const;
  await execute(venue.cash, encodeFunctionData(approve));
}, 300_000);
afterAll(async () => {
  for (const { store } of [fund, maker]) store.close();
  await backend.close();
  await venue.chain.close();
});

const proven = (party: Party) => provenBy(party, deposit, { venue, market, circuit, backend });

test("a contract's consent (EIP-1271) lets anyone send its update; a foreign signature does not", async () => {
  const { bundle } = await proven(fund);
  const foreign = await signConsent(venue.maker.account as never, bundle);
  await expect(submitUpdate(fund.clients, { bundle, authorization: foreign })).rejects.toThrow(/NoConsent/);
  const authorization = await signConsent(venue.desk.account as never, bundle);
  await submitUpdate(fund.clients, { bundle, authorization });
  expect(await reconcile(venue.chain.read, fund.store)).toBe("advanced");
});

test("a contract offers and accepts trades: its signatures are asked for on the chain", async () => {
  const first = await proven(maker);
  await submitUpdate(maker.clients, { bundle: first.bundle, authorization: "0x" });
  await reconcile(venue.chain.read, maker.store);
  const { riskRoot } = await readEpoch(venue.chain.read, venue.market);
  const now = await venue.chain.now();
  const data = { market, sheet, policy: venuePolicy(), riskRoot, now };
  const asked = { ...data, deltas: [{ instrument: PERPETUAL, lots: 500n }], deadline: now + 600n };
  const offer = await makeOffer(asked, { store: maker.store, signer: venue.maker.account as never });
  const request = { ...data, client: venue.chain.read };
  const tools = { ...fund, circuit, backend };
  const foreign = await acceptOffer(offer, request, { ...tools, signer: venue.maker.account as never });
  const settle = (acceptance: typeof foreign.acceptance) => {
    const trusted = [{ class: "desk-8" as const, key: circuit.key }];
    return settleOffer(acceptance, { ...data, trusted }, { ...maker, circuit, backend }, maker.clients);
  };
  await expect(settle(foreign.acceptance)).rejects.toMatchObject({ code: "BAL-242", exitCode: 4 });
  const { acceptance } = await acceptOffer(offer, request, { ...tools, signer: venue.desk.account as never });
  await settle(acceptance);
  expect(await reconcile(venue.chain.read, fund.store)).toBe("advanced");
  expect(fund.store.live.book.slots[0]).toEqual({ instrument: PERPETUAL, size: -500n });
});
