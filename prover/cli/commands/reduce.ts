import type { Command } from "commander";
import { sizeOf } from "../../../model/book.ts";
import type { TargetSize } from "../../../model/change.ts";
import { rowOf } from "../../../model/sheet.ts";
import { makeOffer } from "../../trade/make-offer.ts";
import { offerId } from "../../trade/offer.ts";
import { formatOffer } from "../../trade/offer-file.ts";
import { signerOf } from "../desk.ts";
import { integerOption, sizesOption, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { type ProvingOptions, type Session, withSession, writeResult } from "../session.ts";
import { collect, withExamples, withProving } from "../shared-options.ts";
import { sendIn } from "./updates.ts";

interface Options extends ProvingOptions {
  readonly to: readonly string[];
  readonly pays?: string;
  readonly out?: string;
}

const DATA = "--market market.json --sheet sheet.csv";

/** `ballast reduce`: smaller sizes in mode 1, served in every tier, under pause and with a stale oracle. */
export function reduceCommand(program: Command): void {
  const command = withProving(program.command("reduce"))
    .description("reduce sizes (mode 1): settles expired instruments at once, offers the rest to another desk")
    .option("--to <instrument=lots>", "new size, nearer to 0; repeatable", collect)
    .option("--pays <number>", "micro-quote this desk pays for the offered part (default: the marks)")
    .option("--out <file>", "where the offer goes, when a counterparty is needed")
    .action(async (options: Options) =>
      printOutcome(await withSession(options, (session) => run(session, options)), program.opts().json === true),
    );
  withExamples(
    command,
    `ballast reduce --to 17=-200 --out offer.json ${DATA}   # then: ballast trade submit --reduce acceptance.json`,
    `ballast reduce --to 21=0 ${DATA}   # 21 has expired: settles without a counterparty`,
  );
}

function run(session: Session, options: Options): Promise<Outcome> {
  const sizes = sizesOption("--to", options.to ?? []);
  if (sizes.length === 0) throw usageError("--to", "name at least one instrument");
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
