import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry } from "prom-client";
import { BallastError } from "../../model/errors.ts";

/** A listening server. Close it, best with `await using`. */
export interface MetricsServer extends AsyncDisposable {
  /** Where the metrics are. */
  readonly url: string;
}

/**
 * Serves metrics at `/metrics` to whoever can reach the host, which should be this machine or a private network.
 *
 * @param port 0 takes a free one
 * @throws BallastError BAL-261 (exit 2) when the port cannot be taken
 */
export async function serveMetrics(registry: Registry, port: number, host = "127.0.0.1"): Promise<MetricsServer> {
  const server = createServer(async ({ url, method }, response) => {
    const known = url === "/metrics" && (method === "GET" || method === "HEAD");
    response.writeHead(known ? 200 : 404, { "content-type": known ? registry.contentType : "text/plain" });
    response.end(known ? await registry.metrics() : "try /metrics\n");
  });
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    const details = "Choose another --metrics port or --metrics-host, or end what holds this one.";
    throw new BallastError("BAL-261", `metrics cannot be served at ${host}:${port}.`, { details, exitCode: 2, cause });
  }
  server.unref();
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}/metrics`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
