/**
 * Writes the page of failure states from the table that the tests execute.
 *
 *   node scripts/generate-failure-states.ts [--check]
 */

import { failurePage } from "../test/contracts/failure/render.ts";
import { emitGenerated } from "./generated-file.ts";

emitGenerated("docs/failure-states.md", failurePage(), "node scripts/generate-failure-states.ts");
