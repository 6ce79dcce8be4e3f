/** Ground for a default fund that a test deploys itself: a vault of five odd tokens, the stage's market, and a gate that the test plays. */
import { encodeFunctionData, getAddress, getContractAddress, type Hex, numberToHex } from "viem";
import { FUND_TERMS } from "../../../integration/testing/local-venue-module.ts";
import { walletOf } from "../../integration/support/connect.ts";
import { deploy, type TestContract } from "../../integration/support/deploy.ts";
import { said } from "../support/said.ts";
import { type FundStage, WHO, type Who } from "./fund-stage.ts";

/** Terms that a test may change. */
export type FundTerms = {
  readonly [Term in keyof typeof FUND_TERMS]: (typeof FUND_TERMS)[Term] extends bigint ? bigint : number;
};

/** Where the gate stands, and what the fund is told of the key. */
export const GATE = getAddress("0x00000000000000000000000000000000000ba11a");
export const KEY = getAddress("0x0000000000000000000000000000000000000e11");

/** Base units of a lot of every collateral. */
export const LOT = 10n;

/** What tests of a fund on its own ground work with. */
export interface FundGround {
  readonly vault: TestContract;
  readonly cash: TestContract;
  /** Tokens of the four collaterals. */
  readonly coins: readonly TestContract[];
  /** Lets the gate name the fund that is deployed next. */
  namesNext(): Promise<void>;
  /** Deploys a fund that the gate names; the gate says of everybody that it was seized. */
  found(over?: Partial<FundTerms>): Promise<TestContract>;
  /** A call of the gate at the vault. */
  asGate(fn: "collect" | "credit", args: readonly unknown[]): Promise<void>;
  /** Approves and deposits cash into a fund. */
  contribute(fund: TestContract, who: Who, amount: bigint, receiver?: Who): Promise<void>;
  /** Lots of a collateral become a fund's and are gathered. */
  gather(fund: TestContract, asset: number, lots: bigint): Promise<void>;
  /** What the last transaction made a fund say. */
  told(fund: TestContract): Promise<readonly unknown[][]>;
  /** Whether a call would pass in the latest second. */
  passes(fund: TestContract, who: Who, fn: string, args?: readonly unknown[]): Promise<boolean>;
  /** Moves the clock to a second. */
  goTo(second: bigint): Promise<void>;
}

/** Deploys tokens and vault beside the stage's own; every wallet has cash. */
export async function openFundGround(stage: FundStage): Promise<FundGround> {
  const { connection, venue } = stage;
  const client = await connection.viem.getPublicClient();
  const request = (method: string, params: readonly unknown[]) =>
    connection.provider.request({ method, params: [...params] });
  const cash = await deploy(connection, "OddToken", ["CASH"]);
  const coins: TestContract[] = [];
  for (const symbol of ["ONE", "TWO", "THREE", "FOUR"]) coins.push(await deploy(connection, "OddToken", [symbol]));
  const lots = coins.map(({ address: token }) => ({ token, lot: LOT }));
  const vault = await deploy(connection, "CollateralVault", [GATE, cash.address, lots]);
  for (const who of Object.keys(WHO) as Who[]) await cash.send("mint", [await stage.address(who), 10n ** 20n]);
  await request("hardhat_impersonateAccount", [GATE]);
  await request("hardhat_setBalance", [GATE, numberToHex(10n ** 20n)]);
  const asGate: FundGround["asGate"] = async (functionName, args) => {
    const data = encodeFunctionData({ abi: vault.abi, functionName, args: [...args] });
    await request("eth_sendTransaction", [{ from: GATE, to: vault.address, data }]);
  };
  const namesNext = async () => {
    const from = (await walletOf(connection, 0)).account.address;
    const to = getContractAddress({ from, nonce: BigInt(await client.getTransactionCount({ address: from })) });
    await request("hardhat_setCode", [GATE, gateNaming(to)]);
  };
  return {
    vault,
    cash,
    coins,
    asGate,
    namesNext,
    found: async (over = {}) => {
      await namesNext();
      const terms = { ...FUND_TERMS, ...over };
      return deploy(connection, "DefaultFund", [GATE, vault.address, venue.market, KEY, terms]);
    },
    contribute: async (fund, who, amount, receiver = who) => {
      await cash.send("approve", [fund.address, 2n ** 255n], WHO[who]);
      await fund.send("deposit", [amount, await stage.address(receiver)], WHO[who]);
    },
    gather: async (fund, asset, amount) => {
      const [coin, holder] = [coins[asset - 1] as TestContract, await stage.address("loser")];
      await coin.send("mint", [holder, amount * LOT]);
      await coin.send("approve", [vault.address, amount * LOT], WHO.loser);
      await asGate("collect", [holder, asset, amount]);
      await asGate("credit", [fund.address, asset, amount]);
      await fund.send("gather", [asset]);
    },
    told: async ({ address }) => {
      const logs = await client.getLogs({ address, fromBlock: "latest", toBlock: "latest" });
      return said("DefaultFund", address, { logs });
    },
    passes: async ({ address, abi }, who, functionName, args = []) => {
      const { account } = await walletOf(connection, WHO[who]);
      const call = client.simulateContract({ address, abi, functionName, args: [...args], account });
      return call.then(
        () => true,
        () => false,
      );
    },
    goTo: async (second) => {
      await request("evm_setNextBlockTimestamp", [numberToHex(second)]);
      await request("evm_mine", []);
    },
  };
}

/**
 * Code that answers whatever it is asked with nine words, the first a fund and the last 1: `DEFAULT_FUND` reads the first,
 * `accounts` the last one as seized.
 */
const gateNaming = (fund: Hex): Hex => `0x73${fund.slice(2)}5f526001610100526101205ff3`;

/** Addresses of the wallets, spelled as events say them. */
export const addressesOf = async (stage: FundStage): Promise<Readonly<Record<Who, Hex>>> => {
  const names = Object.keys(WHO) as Who[];
  const entries = await Promise.all(names.map(async (who) => [who, getAddress(await stage.address(who))] as const));
  return Object.fromEntries(entries) as Record<Who, Hex>;
};
