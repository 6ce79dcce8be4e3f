import type { Abi, Hex } from "viem";
import { readArtifact } from "../../contracts/deploy/artifacts.ts";
import type { FeedConfig } from "../../contracts/deploy/config.ts";
import { deployBallast } from "../../contracts/deploy/deploy.ts";
import { policyRegistryAbi } from "../../contracts/generated/abi.ts";
import { at } from "../../model/integers.ts";
import { marketRoot } from "../../model/market.ts";
import { modelRoot } from "../../model/market-model.ts";
import type { Policy } from "../../model/policy.ts";
import type { ChainClients } from "../../prover/chain/submit.ts";
import type { Address } from "../../verifier/account-context.ts";
import { deployFeeds } from "./feeds.ts";
import type { LocalChain } from "./local-chain.ts";
import { BOOK_CLASS, type Verifiers } from "./set-up.ts";
import type { Timeline } from "./timeline.ts";

/** Accounts of the local chain by role. */
export const ROLE = { venue: 0, desk: 1, maker: 2, publishers: [3, 4, 5], guardian: 6, runner: 7 } as const;

/** What was deployed. */
export interface Venue {
  readonly gate: Address;
  readonly market: Address;
  readonly vault: Address;
  readonly policies: Address;
  /** Cash first, then one token per collateral asset, in the vault's order. */
  readonly tokens: readonly Address[];
  /** One per factor. */
  readonly feeds: readonly FeedConfig[];
}

const DAY = 86_400n;
const HOUR = 3_600n;
/** An epoch a day; a weekend leaves the last one fresh. */
const TIMING = {
  length: DAY,
  grace: HOUR,
  expiry: 5n * DAY,
  coolDown: 4n,
  sequencerGrace: 0n,
} as const;
const TOKEN = "scripts/demo/contracts/MintableToken.sol/MintableToken.json";
const COLLATERAL_DECIMALS = 6;
/** A redemption waits longer than the 48 days from a last proof to a default. */
const FUND = {
  notice: 60n * DAY,
  window: 5n * DAY,
  duration: 6n * HOUR,
  recoverAfter: 30n * DAY,
  startBps: 12_000,
  floorBps: 5_000,
} as const;

/** Deploys tokens, feeds, registries, vault, router, verifiers and gate on a local chain, and proposes the policy. */
export async function deployVenue(
  chain: LocalChain,
  parts: {
    readonly verifiers: Verifiers;
    readonly policy: Policy;
    readonly timeline: Timeline;
  },
): Promise<Venue> {
  const owner = chain.clients(ROLE.venue);
  const cash = await deployToken(owner, "USDC");
  const collateral: Address[] = [];
  const { model, before, start } = parts.timeline;
  for (const symbol of model.symbols.slice(0, 4)) collateral.push(await deployToken(owner, symbol));
  const feeds = await deployFeeds(
    owner,
    model.symbols.map((_, f) => at(before.factors, f).price),
  );
  const venue = await deployBallast(owner, {
    owner: owner.signer.address,
    guardian: chain.clients(ROLE.guardian).signer.address,
    cashToken: cash,
    collateral: collateral.map((token) => ({ token, lot: 10n ** BigInt(COLLATERAL_DECIMALS) })),
    verifiers: [{ bookClass: BOOK_CLASS, artifact: parts.verifiers.book, development: true }],
    timing: { ...TIMING, start },
    market: {
      feeds,
      modelRoot: modelRoot(model),
      firstRoot: marketRoot(before),
      firstPrices: before.factors.map(({ price }) => price),
      verifier: { artifact: parts.verifiers.market, development: true },
    },
    notices: { tighten: 2n * DAY, loosen: 7n * DAY },
    guardianLimit: Number(7n * DAY),
    rules: { refreshEvery: 21n, grace: 5n, defaultAfter: 21n, maxMaintenance: 3, tradesPerEpoch: 2 },
    fund: FUND,
    publishers: ROLE.publishers.map((index) => chain.clients(index).signer.address),
    threshold: 2n,
    routerNotice: 30n * DAY,
  });
  await proposePolicy(owner, venue.policies, parts.policy);
  const tokens = [cash, ...collateral];
  return {
    gate: lower(venue.gate),
    market: lower(venue.market),
    vault: lower(venue.vault),
    policies: lower(venue.policies),
    tokens,
    feeds,
  };
}

/** Gives an account tokens of each of the venue's assets. */
export async function fund(chain: LocalChain, { tokens }: Venue, index: number, amount: bigint): Promise<void> {
  const { read, wallet } = chain.clients(index);
  const { abi } = readArtifact("MintableToken", TOKEN);
  for (const address of tokens) {
    const mint = await wallet.writeContract({
      address,
      abi,
      functionName: "mint",
      args: [wallet.account.address, amount],
    });
    await read.waitForTransactionReceipt({ hash: mint });
  }
}

async function deployToken({ read, wallet }: ChainClients, symbol: string): Promise<Address> {
  const { abi, bytecode } = readArtifact("MintableToken", TOKEN) as { abi: Abi; bytecode: Hex };
  const hash = await wallet.deployContract({ abi, bytecode, args: [symbol, COLLATERAL_DECIMALS] });
  const { contractAddress } = await read.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error(`the token ${symbol} was not deployed`);
  return lower(contractAddress);
}

async function proposePolicy({ read, wallet }: ChainClients, address: Address, policy: Policy): Promise<void> {
  const haircuts = policy.haircuts.map((lines) => lines.map((line) => ({ ...line, slope: BigInt(line.slope) })));
  const first = { ...policy, haircuts };
  const args = [first, first] as never;
  const hash = await wallet.writeContract({ address, abi: policyRegistryAbi, functionName: "propose", args });
  await read.waitForTransactionReceipt({ hash });
}

const lower = (address: string): Address => address.toLowerCase() as Address;
