/**
 * The local chain as a process of its own: compiles the contracts, serves JSON-RPC over HTTP on a free port of this
 * machine and tells its parent the address. It ends with its parent.
 *
 *   argument: Unix second at which the chain's clock starts
 */

import hre from "hardhat";

const start = Number(process.argv[2]);
if (!Number.isSafeInteger(start) || process.send === undefined) {
  process.stderr.write("chain-process.ts is started by local-chain.ts\n");
  process.exit(2);
}
process.on("disconnect", () => process.exit(0));
await hre.tasks.getTask(["build"]).run({ quiet: true });
// A transaction that reverts is mined and answered like any other, as on a public chain.
const override = { initialDate: new Date(start * 1_000), throwOnTransactionFailures: false } as const;
const server = await hre.network.createServer({ override }, "127.0.0.1", 0);
const { address, port } = await server.listen();
process.send({ url: `http://${address}:${port}` });
