/** `npm run sbom`: writes the bill of materials of the lock file as `dist/sbom.cdx.json` (CycloneDX 1.5). */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../prover/artifacts/load.ts";
import { billOfMaterials } from "./sbom/bill.ts";

const root = packageRoot();
const bill = billOfMaterials(root);
mkdirSync(join(root, "dist"), { recursive: true });
writeFileSync(join(root, "dist", "sbom.cdx.json"), `${JSON.stringify(bill, null, 2)}\n`);
console.log(`dist/sbom.cdx.json: ${bill.components.length} components`);
