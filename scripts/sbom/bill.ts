import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lockedPackages, reviewedLicences } from "./locked.ts";

/** A component as CycloneDX 1.5 has it, as far as it is used here. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly scope: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly { readonly license?: { readonly id?: string }; readonly expression?: string }[];
}

/** A bill of materials. */
export interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  metadata: { component: Record<string, unknown>; [key: string]: unknown };
  components: Component[];
  [key: string]: unknown;
}

/**
 * The CycloneDX bill of the lock file, as npm writes it, with the licences that it cannot read and the names behind aliases
 * filled in, and without what differs from run to run (serial number, time): one commit gives one file.
 * @throws Error with npm's message when it fails
 */
export function billOfMaterials(root: string): Bill {
  const command = ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx"];
  const output = execFileSync("npm", command, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { serialNumber: _, ...bill } = JSON.parse(output) as Bill;
  const { timestamp: __, tools: ___, ...metadata } = bill.metadata;
  const { name } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { name: string };
  const { stated } = reviewedLicences(root);
  const aliases = new Map(lockedPackages(root).map((each) => [`${each.name}@${each.version}`, each.published]));
  const components = bill.components.map((component): Component => {
    const { name, version } = component;
    const id = stated[`${name}@${version}`];
    const published = aliases.get(`${name}@${version}`) ?? name;
    const purl = published === name ? component.purl : `pkg:npm/${published.replace("@", "%40")}@${version}`;
    const licenses = component.licenses ?? (id === undefined ? [] : [{ license: { id } }]);
    return { ...component, purl, licenses };
  });
  return {
    ...bill,
    metadata: { ...metadata, component: { ...bill.metadata.component, name } },
    components: components.sort((a, b) => (a.purl < b.purl ? -1 : 1)),
  } as Bill;
}
