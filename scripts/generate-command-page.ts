/**
 * Writes the reference of the command from the command itself.
 *
 *   node scripts/generate-command-page.ts [--check]
 */

import { commandReference } from "../prover/cli/command-reference.ts";
import { makeProgram } from "../prover/cli/program.ts";
import { emitGenerated } from "./generated-file.ts";

emitGenerated("docs/cli.md", commandReference(makeProgram()), "node scripts/generate-command-page.ts");
