import type { NetworkConnection } from "hardhat/types/network";
import { type Abi, type Address, BaseError, ContractFunctionRevertedError, type Hex, isAddress } from "viem";
import { expect } from "vitest";
import { readArtifact } from "../../../contracts/deploy/artifacts.ts";
import { walletOf } from "./connect.ts";

/** A contract of the tests on a chain, with short forms for its calls. */
export interface TestContract {
  readonly address: Address;
  readonly abi: Abi;
  get<T>(fn: string, args?: readonly unknown[]): Promise<T>;
  /** Simulates, sends from one of the node's wallets (the first unless told) and returns the gas it used. */
  send(fn: string, args?: readonly unknown[], from?: number): Promise<bigint>;
}

const FILES: Readonly<Record<string, string>> = {
  Gated: "test/contracts/support/Gated.sol",
  Listening: "test/contracts/support/Gated.sol",
  PerpetualsPool: "contracts/integration/example/PerpetualsPool.sol",
  ContractWallet: "test/contracts/support/Helpers.sol",
  OddToken: "test/contracts/support/OddTokens.sol",
  MockToken: "contracts/integration/mocks/MockToken.sol",
  MockSizeVerifier: "contracts/integration/mocks/MockSizeVerifier.sol",
  MockMarketVerifier: "contracts/integration/mocks/MockMarketVerifier.sol",
  MockFeed: "contracts/integration/mocks/MockFeed.sol",
};

/** ABI of a contract of the tests, or of one of the project by its name. */
export const artifactOf = (name: string) =>
  name in FILES ? readArtifact(name, `${FILES[name]}/${name}.json`) : readArtifact(name);

/** A deployed contract by name. */
export function contractAt(connection: NetworkConnection, name: string, address: Address): TestContract {
  const { abi } = artifactOf(name);
  return {
    address,
    abi,
    get: async <T>(functionName: string, args: readonly unknown[] = []) =>
      (await (
        await connection.viem.getPublicClient()
      ).readContract({
        address,
        abi,
        functionName,
        args: [...args],
      })) as T,
    send: async (functionName, args = [], from = 0) => {
      const [read, wallet] = [await connection.viem.getPublicClient(), await walletOf(connection, from)];
      const request = { address, abi, functionName, args: [...args], account: wallet.account } as const;
      await read.simulateContract(request);
      const hash = await wallet.writeContract({ ...request, chain: wallet.chain });
      return (await read.waitForTransactionReceipt({ hash })).gasUsed;
    },
  };
}

/** Deploys a contract by name from the first wallet. */
export async function deploy(connection: NetworkConnection, name: string, args: readonly unknown[]) {
  const [read, wallet] = [await connection.viem.getPublicClient(), await walletOf(connection, 0)];
  const { abi, bytecode } = artifactOf(name);
  const hash: Hex = await wallet.deployContract({ abi, bytecode, args: [...args] });
  const { contractAddress } = await read.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error(`${name} was not deployed`);
  return contractAt(connection, name, contractAddress);
}

/** Fails unless a call reverts with this error of the contract's own, and with these values if they are given. */
export async function expectRefusal(call: Promise<unknown>, name: string, args?: readonly unknown[]): Promise<void> {
  const error = await call.then(
    () => new Error("the call did not revert"),
    (reason: unknown) => reason,
  );
  const reverted = error instanceof BaseError ? error.walk((e) => e instanceof ContractFunctionRevertedError) : null;
  if (!(reverted instanceof ContractFunctionRevertedError)) throw error;
  expect(reverted.data?.errorName ?? reverted.message).toBe(name);
  if (args !== undefined) expect(reverted.data?.args?.map(plain)).toEqual(args.map(plain));
}

/** Addresses in one spelling, everything else as it is. */
const plain = (value: unknown): unknown =>
  typeof value === "string" && isAddress(value) ? value.toLowerCase() : value;
