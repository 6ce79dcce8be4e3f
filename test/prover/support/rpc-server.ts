import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestChain } from "../../contracts/support/chain.ts";

/**
 * Serves an in-process chain over HTTP on a port of this machine, a free one unless told, for commands that run as processes. `onCall`
 * is told of each method before it is answered.
 */
export async function serveChain(
  chain: TestChain,
  wanted = 0,
  onCall: (method: string) => void = () => undefined,
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const call = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    onCall(call.method);
    const answer = await chain.request(call.method, call.params ?? []).then(
      (result) => ({ result }),
      (error: Error & { code?: number; data?: unknown }) => ({
        error: { code: error.code ?? -32000, message: error.message, data: error.data },
      }),
    );
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ jsonrpc: "2.0", id: call.id, ...answer }));
  });
  await new Promise<void>((resolve) => server.listen(wanted, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}
