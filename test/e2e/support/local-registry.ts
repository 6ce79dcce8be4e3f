/**
 * A package registry on this machine that serves what `npm ci` installed here, so that a test can run `npm install` as its
 * reader would and yet needs no network. It knows the versions of `package-lock.json` and packs each from `node_modules` when
 * it is asked; a package that is in neither does not exist.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname, join } from "node:path";

interface Locked {
  readonly version: string;
  readonly name?: string;
  readonly [field: string]: unknown;
}

/** What npm looks at when it decides what to install. */
const FIELDS = [
  "version",
  "dependencies",
  "optionalDependencies",
  "peerDependencies",
  "peerDependenciesMeta",
  "bin",
  "engines",
  "os",
  "cpu",
  "libc",
] as const;

const nameAt = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/** Every locked package by name; aliases stand under the name they have in the registry. */
function byName(lock: Readonly<Record<string, Locked>>): Map<string, Map<string, string>> {
  const names = new Map<string, Map<string, string>>();
  for (const [path, entry] of Object.entries(lock)) {
    if (path === "") continue;
    const name = entry.name ?? nameAt(path);
    const versions = names.get(name) ?? new Map<string, string>();
    versions.set(entry.version, path);
    names.set(name, versions);
  }
  return names;
}

const order = (version: string): number[] => version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0);

const newest = (versions: readonly string[]): string =>
  [...versions]
    .sort((a, b) => {
      const [x, y] = [order(a), order(b)];
      return (x[0] ?? 0) - (y[0] ?? 0) || (x[1] ?? 0) - (y[1] ?? 0) || (x[2] ?? 0) - (y[2] ?? 0);
    })
    .at(-1) ?? "";

function answerPackage(response: ServerResponse, path: string): void {
  if (!existsSync(path)) {
    response.statusCode = 404;
    response.end();
    return;
  }
  const [folder, name] = [dirname(path), basename(path)];
  const tar = spawn("tar", ["-cf", "-", "-C", folder, "--exclude", `${name}/node_modules`, name]);
  response.setHeader("content-type", "application/octet-stream");
  tar.stdout.pipe(response);
}

/** Serves the packages of a clone on a free port of this machine. */
export async function serveRegistry(clone: string): Promise<{ readonly url: string; close(): void }> {
  const lock = JSON.parse(readFileSync(join(clone, "package-lock.json"), "utf8")).packages as Record<string, Locked>;
  const names = byName(lock);
  let url = "";
  const describe = (name: string, versions: ReadonlyMap<string, string>) => ({
    name,
    "dist-tags": { latest: newest([...versions.keys()]) },
    versions: Object.fromEntries(
      [...versions].map(([version, path]) => {
        const known = FIELDS.filter((field) => lock[path]?.[field] !== undefined);
        const fields = Object.fromEntries(known.map((field) => [field, lock[path]?.[field]]));
        return [version, { name, ...fields, dist: { tarball: `${url}/-/${encodeURIComponent(path)}` } }];
      }),
    ),
  });
  const server = createServer((request, response) => {
    const asked = decodeURIComponent((request.url ?? "/").slice(1));
    if (asked.startsWith("-/")) return answerPackage(response, join(clone, asked.slice(2)));
    const versions = names.get(asked);
    response.statusCode = versions === undefined ? 404 : 200;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(versions === undefined ? {} : describe(asked, versions)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => server.close() };
}
