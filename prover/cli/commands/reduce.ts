import type { Command } from "commander";
import { sizeOf } from "../../../model/book.ts";
import type { TargetSize } from "../../../model/change.ts";
import { rowOf } from "../../../model/sheet.ts";
import { makeOffer } from "../../trade/make-offer.ts";
import { offerId } from "../../trade/offer.ts";
import { formatOffer } from "../../trade/offer-file.ts";
import { withPage } from "../command-page.ts";
import { signerOf } from "../desk.ts";
import { integerOption, sizesOption, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { type ProvingOptions, requireFree, type Session, withSession, writeResult } from "../session.ts";
import { collect, DATA_EXAMPLE as DATA, withProving } from "../shared-options.ts";
import { sendIn } from "./updates.ts";

interface Options extends ProvingOptions {
  readonly to: readonly string[];
  readonly pays?: string;
  readonly out?: string;
}

/** `ballast reduce`: smaller sizes in mode 1, served in every tier, under pause and with a stale oracle. */
export function reduceCommand(program: Command): void {
  const command = withProving(program.command("reduce"))
    .description("reduce sizes (mode 1): settles expired instruments at once, offers the rest to another desk")
    .option("--to <instrument=lots>", "new size, nearer to 0; repeatable", collect)
    .option("--pays <number>", "micro-quote this desk pays for the offered part (default: the marks)")
    .option("--out <file>", "where the offer goes, when a counterparty is needed")
    .action(async (options: Options) => {
      const sizes = sizesOption("--to", options.to ?? []);
      if (sizes.length === 0) throw usageError("--to", "name at least one instrument");
      requireFree(options.out);
      printOutcome(await withSession(options, (session) => run(session, sizes, options)), program.opts().json === true);
    });
  withPage(command, {
    reads: "market and sheet files, the policy (file or chain), the desk's store, the epoch's risk root",
    leaves: "expired instruments settled on the gate; or an offer in --out, its mode remembered in the store",
    prints: "settling: transaction, block, gasUsed, nonce, commitment; offering: out, id, deadline",
    exits: [2, 3, 4, 5, 6],
    examples: [
      `ballast reduce --to 17=-200 --out offer.json ${DATA}   # then: ballast trade submit acceptance.json`,
      `ballast reduce --to 21=0 ${DATA}   # 21 has expired: settles without a counterparty`,
    ],
  });
}

function run(session: Session, sizes: readonly TargetSize[], options: Options): Promise<Outcome> {
  const { sheet } = session.data;
  const settled = ({ instrument }: TargetSize): boolean => rowOf(sheet, instrument)?.settled === true;
  if (sizes.every(settled)) return sendIn(session, { mode: "reduce", sizes });
  if (sizes.some(settled)) throw usageError("--to", "settle expired instruments in a command of their own");
  if (options.out === undefined)
    throw usageError("--out", "name a file for the offer: a reduction needs a counterparty");
  return offerReduction(session, sizes, options.out, options);
}

async function offerReduction(
  { data, deadline, tools }: Session,
  sizes: readonly TargetSize[],
  out: string,
  options: Options,
): Promise<Outcome> {
  const { book } = tools.store.live;
  const deltas = sizes.map(({ instrument, size }) => ({ instrument, lots: size - sizeOf(book, instrument) }));
  const pays = options.pays === undefined ? {} : { pays: integerOption("--pays", options.pays) };
  const request = { ...data, deltas, deadline, mode: "reduce", ...pays } as const;
  const signed = await makeOffer(request, { store: tools.store, signer: signerOf(options) });
  writeResult(out, formatOffer(signed));
  const id = offerId(signed.offer);
  return { json: { out, id, deadline }, lines: [`${out}: offer ${id}, until ${deadline}`] };
}
