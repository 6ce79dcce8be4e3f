import { parseArgs } from "node:util";
import { usageError } from "../../prover/cli/input.ts";
import { STORY_NAMES } from "./stories.ts";

/** What `npm run demo` was asked for. */
export interface DemoOptions {
  /** Name of the story. */
  readonly story: string;
  readonly prices?: string;
  /** Folder for desks and epochs. */
  readonly home?: string;
  readonly json: boolean;
  readonly help: boolean;
}

export const USAGE = `npm run demo [-- OPTIONS]

Two desks on a local chain: deposits, a hedged book, a resize, refusals, a stressed day, a withdrawal and the way out,
over real daily prices and with real proofs.

  --story NAME   desk (the above), or options: a short strangle, hedged, through a volatility spike to its expiry
  --prices FILE  daily prices to play instead of AAPL and S&P 500: CSV with date,symbol,open,high,low,close
  --home DIR     where desks and epoch files go (default .ballast/demo)
  --json         print one JSON summary instead of the story
  --help         show this

  npm run demo -- --story options
  npm run demo -- --prices crypto-daily.csv
  npm run --silent demo -- --json > summary.json
`;

/** Reads the command line. Throws BallastError BAL-251 (exit 2) on an option that does not exist. */
export function parseOptions(argv: readonly string[]): DemoOptions {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        story: { type: "string" },
        prices: { type: "string" },
        home: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    const { story = STORY_NAMES[0] as string, prices, home, json = false, help = false } = values;
    return { story, json, help, ...(prices === undefined ? {} : { prices }), ...(home === undefined ? {} : { home }) };
  } catch (cause) {
    throw usageError("options", (cause as Error).message.replace(/\.$/, ""));
  }
}
