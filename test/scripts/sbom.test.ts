/** The bill of materials is that of the lock file, every licence is known, and copyleft stays where it may be. */
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { billOfMaterials } from "../../scripts/sbom/bill.ts";
import { isCopyleft, lockedPackages, reviewedLicences } from "../../scripts/sbom/locked.ts";
import { packagesOf } from "../support/loaded-by.ts";

const root = packageRoot();
const locked = lockedPackages(root);
const { stated, copyleft } = reviewedLicences(root);
const idOf = ({ name, version }: { name: string; version: string }): string => `${name}@${version}`;

describe("the bill of materials", () => {
  const bill = billOfMaterials(root);

  it("is CycloneDX and names the project and no time", () => {
    expect([bill.bomFormat, bill.specVersion, bill.metadata.component.name]).toEqual(["CycloneDX", "1.5", "ballast"]);
    expect(JSON.stringify(bill)).not.toMatch(/timestamp|serialNumber/);
  });

  it("holds each package that npm would install here, with the lock file's hash", () => {
    const hashes = new Map(
      locked.map((each) => [idOf(each), Buffer.from(each.integrity.slice(7), "base64").toString("hex")]),
    );
    for (const component of bill.components) {
      const expected = hashes.get(idOf(component));
      expect(
        component.hashes?.map(({ content }) => content),
        idOf(component),
      ).toContain(expected);
    }
    const named = new Set(bill.components.map(idOf));
    const users = locked.filter(({ development }) => !development).map(idOf);
    expect(users.filter((id) => !named.has(id))).toEqual([]);
  });

  it("states a licence for every component", () => {
    expect(bill.components.filter(({ licenses = [] }) => licenses.length === 0).map(idOf)).toEqual([]);
  });
});

describe("licences", () => {
  it("are known for every package, and the ones read by hand are still needed", () => {
    expect(locked.filter(({ licence }) => licence === undefined).map(idOf)).toEqual([]);
    for (const id of Object.keys(stated)) expect(locked.map(idOf)).toContain(id);
  });

  it("that are copyleft are reviewed, each package by its name", () => {
    const found = locked.filter(({ licence, name }) => isCopyleft(licence ?? "") && !name.startsWith("lightningcss-"));
    expect([...new Set(found.map(({ name }) => name))].sort()).toEqual(Object.keys(copyleft).sort());
  });

  it("that are copyleft do not reach who embeds the verifier or the integrator's entries", () => {
    const forbidden = Object.keys(copyleft);
    for (const entry of [
      "verifier/verify-bundle.ts",
      "integration/viem/index.ts",
      "integration/ignition/index.ts",
      "integration/testing/index.ts",
    ]) {
      const loaded = packagesOf(entry).filter((name) =>
        forbidden.some((each) => name === each || name.startsWith(`${each}/`)),
      );
      expect(loaded, entry).toEqual([]);
    }
  });
});
