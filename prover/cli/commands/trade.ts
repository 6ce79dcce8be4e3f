import type { Command } from "commander";
import type { Leg } from "../../../model/trade.ts";
import { parseBundle } from "../../../verifier/parse-bundle.ts";
import type { TrustedKey } from "../../../verifier/verify-bundle.ts";
import { authorize } from "../../chain/operator.ts";
import { allowFlow } from "../../chain/tokens.ts";
import { formatAuthorized } from "../../relay/authorized-change.ts";
import { type AcceptRequest, acceptOffer, reviewOffer } from "../../trade/accept-offer.ts";
import { type Acceptance, parseAcceptance } from "../../trade/acceptance.ts";
import { makeOffer } from "../../trade/make-offer.ts";
import { offerId } from "../../trade/offer.ts";
import { formatOffer, parseOffer } from "../../trade/offer-file.ts";
import { proveSides, settleOffer } from "../../trade/settle-offer.ts";
import type { OwnSide, Terms } from "../../trade/terms.ts";
import { withPage } from "../command-page.ts";
import { signerOf } from "../desk.ts";
import { addressOption, flowOption, hashOption, integerOption, readText, sizesOption, usageError } from "../input.ts";
import { installedKey } from "../installed-key.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { type ProvingOptions, requireFree, type Session, withSession, writeResult } from "../session.ts";
import {
  ADDRESS_EXAMPLE,
  collect,
  DATA_EXAMPLE as DATA,
  DEADLINE,
  HASH_EXAMPLE,
  withData,
  withDesk,
} from "../shared-options.ts";

interface Common extends ProvingOptions {
  readonly reduce?: boolean;
  readonly deposit?: string;
  readonly withdraw?: string;
}
interface AcceptOptions extends Common {
  readonly out?: string;
  readonly offerId?: string;
  readonly minEdge?: string;
  readonly operator?: boolean;
}
interface SubmitOptions extends ProvingOptions {
  readonly authorized?: string;
  readonly operator?: boolean;
}
interface OfferOptions extends Common {
  readonly delta: readonly string[];
  readonly pays?: string;
  readonly taker?: string;
  readonly out: string;
}

const READS = "market and sheet files, the policy (file or chain), the desk's store, the epoch's risk root";
const EXITS = [2, 3, 4, 5, 6] as const;

/** What this desk's side settles for itself. Throws BallastError BAL-251 (exit 2) on two flows, or on one that does not read. */
function ownSide({ reduce, deposit, withdraw }: Common): OwnSide {
  const mode = reduce === true ? "reduce" : "full";
  if (deposit !== undefined && withdraw !== undefined)
    throw usageError("--withdraw", "cannot go with --deposit: one asset flows with a trade");
  if (deposit !== undefined) return { mode, flow: flowOption("--deposit", deposit, 1n) };
  if (withdraw !== undefined) return { mode, flow: flowOption("--withdraw", withdraw, -1n) };
  return { mode };
}

/** `ballast trade offer | accept | submit`. */
export function tradeCommands(program: Command): void {
  const asJson = (): boolean => program.opts().json === true;
  const trade = program
    .command("trade")
    .description("trade with another desk: an offer, its acceptance, one transaction for both");
  const sub = (name: string, description: string): Command =>
    withData(withDesk(trade.command(name).description(description)));
  const REDUCE = ["--reduce", "this desk's side only reduces (mode 1)"] as const;
  const DEPOSIT = ["--deposit <asset=amount>", "tokens that enter with this desk's side: cash or 0 to 3"] as const;
  const WITHDRAW = ["--withdraw <asset=amount>", "tokens that leave with it, then taken by `ballast collect`"] as const;
  const offer = sub("offer", "sign an offer for another desk; it shows the trade, not the book")
    .option(...REDUCE)
    .option(...DEPOSIT)
    .option(...WITHDRAW)
    .option(...DEADLINE)
    .option("--delta <instrument=lots>", "lots this desk gains (or gives, negative); repeatable", collect)
    .option("--pays <number>", "micro-quote this desk pays, negative to receive (default: the marks)")
    .option("--taker <address>", "the only account that may accept")
    .requiredOption("--out <file>", "where the offer goes")
    .action(async (options: OfferOptions) => {
      const asked = { deltas: deltasOf(options), ...ownSide(options) };
      requireFree(options.out);
      printOutcome(await withSession(options, (s) => runOffer(s, asked, options)), asJson());
    });
  withPage(offer, {
    reads: READS,
    leaves: "the signed offer in --out; the store remembers it, its mode and its flow",
    prints: "out, id, deadline",
    exits: EXITS,
    examples: [
      `ballast trade offer --delta 17=-500 --out offer.json ${DATA}`,
      `ballast trade offer --delta 17=-500 --deposit cash=5000000000 --out offer.json ${DATA}`,
      `ballast trade offer --delta 17=-500 --delta 18=20 --pays -9900000 --taker ${ADDRESS_EXAMPLE} --out offer.json ${DATA}`,
    ],
  });
  const accept = sub("accept <offer>", "check an offer, show what it means for this desk, prove this desk's side")
    .option(...REDUCE)
    .option(...DEPOSIT)
    .option(...WITHDRAW)
    .option("--out <file>", "where the acceptance goes; without it the offer is only shown")
    .option("--operator", "the key is an operator's, under a mandate of the account")
    .option("--offer-id <hash>", "the offer that was shown; another one in the file is refused")
    .option("--min-edge <number>", "least edge against the marks to accept, micro-quote; negative: the most to give up")
    .action(async (path: string, options: AcceptOptions) => {
      const [limits, own] = [limitsOf(options), ownSide(options)];
      if (options.out !== undefined && Object.keys(limits).length === 0)
        throw usageError("--out", "name the offer that was shown (--offer-id), the least edge (--min-edge), or both");
      requireFree(options.out);
      printOutcome(await withSession(options, (s) => runAccept(s, path, { ...limits, ...own }, options)), asJson());
    });
  withPage(accept, {
    reads: `the offer, ${READS}`,
    leaves:
      "with --out: the acceptance there, its opening in the store, a deposit allowed to the vault; the maker may send it until the deadline",
    prints: "id, terms (side, legs[], pays, worth, edge), deadline; with --out also out",
    exits: EXITS,
    examples: [
      `ballast trade accept offer.json ${DATA}`,
      `ballast trade accept offer.json --offer-id ${HASH_EXAMPLE} --out acceptance.json ${DATA}`,
      `ballast trade accept offer.json --min-edge -5000 --out acceptance.json ${DATA}`,
    ],
  });
  const submit = sub("submit <acceptance>", "check the other desk's side, prove this one, send both or neither")
    .option("--authorized <file>", "sign this side and write both here, for `ballast relay`, instead of sending them")
    .option("--operator", "the key is an operator's, under a mandate of the account")
    .action(async (path: string, options: SubmitOptions) => {
      requireFree(options.authorized);
      printOutcome(await withSession(options, (s) => runSubmit(s, path, options)), asJson());
    });
  withPage(submit, {
    reads: `the acceptance, the offer, its mode and its flow from the store, ${READS}`,
    leaves:
      "both books moved on the gate in one transaction, or neither; with --authorized: both sides there, a deposit allowed to the vault; anybody may send them until the deadline",
    prints: "transaction, block, gasUsed, counterparty; with --authorized: out, counterparty, deadline",
    exits: EXITS,
    examples: [
      `ballast trade submit acceptance.json ${DATA}`,
      `ballast trade submit acceptance.json --authorized change.json ${DATA}`,
    ],
  });
}

/** What an offer must be to be accepted: the one that was shown, at a price this desk takes. */
function limitsOf({ offerId: id, minEdge }: AcceptOptions): Pick<AcceptRequest, "offerId" | "minEdge"> {
  return {
    ...(id === undefined ? {} : { offerId: hashOption("--offer-id", id) }),
    ...(minEdge === undefined ? {} : { minEdge: integerOption("--min-edge", minEdge) }),
  };
}

function deltasOf({ delta }: OfferOptions): Leg[] {
  const sizes = sizesOption("--delta", delta ?? []);
  if (sizes.length === 0) throw usageError("--delta", "name at least one instrument");
  return sizes.map(({ instrument, size }) => ({ instrument, lots: size }));
}

async function runOffer(
  { data, deadline, tools }: Session,
  asked: OwnSide & { readonly deltas: readonly Leg[] },
  options: OfferOptions,
): Promise<Outcome> {
  const request = {
    ...data,
    ...asked,
    deadline,
    ...(options.pays === undefined ? {} : { pays: integerOption("--pays", options.pays) }),
    ...(options.taker === undefined ? {} : { taker: addressOption("--taker", options.taker) }),
  };
  const signed = await makeOffer(request, { store: tools.store, signer: signerOf(options) });
  writeResult(options.out, formatOffer(signed));
  const id = offerId(signed.offer);
  return { json: { out: options.out, id, deadline }, lines: [`${options.out}: offer ${id}, until ${deadline}`] };
}

async function runAccept(
  { data, now, tools, clients }: Session,
  path: string,
  asked: ReturnType<typeof limitsOf> & OwnSide,
  options: AcceptOptions,
): Promise<Outcome> {
  const signed = parseOffer(readText(path), path);
  const [id, { deadline }] = [offerId(signed.offer), signed.offer];
  const request = { ...data, ...asked, now, client: clients.read };
  if (options.out === undefined) {
    const terms = await reviewOffer(signed, request, tools.store.state);
    const next = `  until ${deadline}; to accept exactly this, add: --out FILE --offer-id ${id}`;
    return { json: { id, terms, deadline }, lines: [`offer ${id}`, ...termLines(terms), next] };
  }
  const { text, terms } = await acceptOffer(
    signed,
    { ...request, ...operatorOf(options) },
    {
      ...tools,
      signer: signerOf(options),
    },
  );
  await allowFlow(clients, tools.store.state.account, request.flow);
  writeResult(options.out, text);
  const note = `${options.out}: accepted; the maker may send it until ${deadline}`;
  return { json: { out: options.out, id, terms, deadline }, lines: [`offer ${id}`, ...termLines(terms), note] };
}

/** The operator that the options declare the key to be. */
function operatorOf(options: ProvingOptions & { readonly operator?: boolean }): Pick<AcceptRequest, "operator"> {
  return options.operator === true ? { operator: signerOf(options).address } : {};
}

async function runSubmit(session: Session, path: string, options: SubmitOptions): Promise<Outcome> {
  const { data, now, tools, clients } = session;
  const acceptance = parseAcceptance(readText(path), path);
  const request = { ...data, now, trusted: await keysFor(acceptance) };
  const { authorized: out } = options;
  if (out !== undefined) {
    const { own, taker } = await proveSides(acceptance, request, tools, clients.read);
    await allowFlow(clients, own.bundle, own.bundle.flow);
    const authorization = await authorize(signerOf(options), own.bundle, operatorOf(options).operator);
    writeResult(out, formatAuthorized([{ bundle: own.bundle, authorization }, taker]));
    const { account: counterparty, deadline } = taker.bundle;
    const lines = [`${out}: both sides, which anybody may send until ${deadline}`];
    return { json: { out, counterparty, deadline }, lines };
  }
  const { inclusion, taker } = await settleOffer(acceptance, request, tools, clients);
  const lines = [`both sides accepted in block ${inclusion.block} (${inclusion.gasUsed} gas)`, inclusion.transaction];
  return { json: { ...inclusion, counterparty: taker.bundle.account }, lines };
}

/** The key that the other desk's proof is judged by: the installed one of its class. A text that is no bundle has none; whoever reads it next says so. */
async function keysFor({ bundle: text }: Acceptance): Promise<readonly TrustedKey[]> {
  const parsed = parseBundle(text);
  return parsed.status === "parsed" ? [await installedKey(parsed.bundle.class)] : [];
}

function termLines({ legs, pays, worth, edge }: Terms): string[] {
  const moves = legs.map(
    ({ instrument, lots, mark }) =>
      `  ${lots < 0n ? "gives" : "gains"} ${lots < 0n ? -lots : lots} lots of ${instrument} at mark ${mark}`,
  );
  return [
    "this desk",
    ...moves,
    `  ${pays < 0n ? "receives" : "pays"} ${pays < 0n ? -pays : pays}`,
    `  worth ${worth} at the marks: edge ${edge}`,
  ];
}
