import type { Command } from "commander";
import { sheetBacktestCommand } from "./sheet-backtest.ts";
import { sheetBuildCommand } from "./sheet-build.ts";
import { sheetDiffCommand } from "./sheet-diff.ts";
import { sheetPublishCommand } from "./sheet-publish.ts";
import { sheetRootCommand } from "./sheet-root.ts";
import { sheetSignCommand } from "./sheet-sign.ts";
import { sheetTermsCommand } from "./sheet-terms.ts";
import { sheetVerifyCommand } from "./sheet-verify.ts";
import { sheetVoidCommand } from "./sheet-void.ts";

/** `ballast sheet …`: what a risk publisher makes, what it signs, and how anyone checks it. */
export function sheetCommands(program: Command): void {
  const asJson = (): boolean => program.opts().json === true;
  const sheet = program
    .command("sheet")
    .description(
      "build, check, compare, sign, publish and void a risk sheet of spot, perpetual, future and option rows",
    );
  sheetBuildCommand(sheet, asJson);
  sheetVerifyCommand(sheet, asJson);
  sheetDiffCommand(sheet, asJson);
  sheetRootCommand(sheet, asJson);
  sheetSignCommand(sheet, asJson);
  sheetPublishCommand(sheet, asJson);
  sheetTermsCommand(sheet, asJson);
  sheetVoidCommand(sheet, asJson);
  sheetBacktestCommand(sheet, asJson);
}
