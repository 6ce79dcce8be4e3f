import type { Command } from "commander";
import { zeroAddress } from "viem";
import { MODES, type Mode, modeNumber } from "../../../model/call.ts";
import {
  grantCalls,
  type Mandate,
  type MandatePlace,
  type MandateState,
  readMandate,
  revokeCall,
  UNLIMITED,
} from "../../chain/mandate.ts";
import { readTime } from "../../chain/read-chain.ts";
import { sendCalls } from "../../chain/send-calls.ts";
import { withPage } from "../command-page.ts";
import { clientsOf, type DeskOptions, readDesk, readerOf } from "../desk.ts";
import { addressOption, assetOption, countOption, positiveOption, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { isPlanned, PLANNED_PRINTS, type PlannedOptions, withPlanned, writePlanned } from "../planned-output.ts";
import { requireFree } from "../session.ts";
import { ADDRESS_EXAMPLE as AN_ADDRESS, collect, withDesk } from "../shared-options.ts";

interface PlaceOptions extends DeskOptions, PlannedOptions {
  readonly book: string;
}
interface GrantOptions extends PlaceOptions {
  readonly for: string;
  readonly mode: readonly string[];
  readonly tradeWith?: string;
  readonly inflow?: readonly string[];
  readonly outflow?: readonly string[];
  readonly cap?: readonly string[];
  readonly recipient?: string;
  readonly period: string;
  readonly changes?: string;
}

const BOOK = ["--book <address>", "the deployed MandateBook"] as const;
const PLACE = "the desk's account and gate, the book";

/** `ballast operator grant | revoke | show`. */
export function operatorCommands(program: Command): void {
  const asJson = (): boolean => program.opts().json === true;
  const group = program.command("operator").description("let somebody else change this account, within limits");
  grantCommand(group, asJson);
  revokeCommand(group, asJson);
  showCommand(group, asJson);
}

function grantCommand(group: Command, asJson: () => boolean): void {
  const grant = withPlanned(withDesk(group.command("grant <operator>").requiredOption(...BOOK)))
    .description(
      "grant an operator a mandate, in place of any it has; its trades' prices are not limited by any mandate",
    )
    .requiredOption("--for <seconds>", "how long it holds, from the chain's latest block")
    .requiredOption("--mode <mode>", "full, reduce or maintenance; repeatable", collect)
    .option("--trade-with <address>", "let it trade, with this account only; `anyone` for any")
    .option("--inflow <asset>", "cash or 0 to 3 may flow in; repeatable", collect)
    .option("--outflow <asset>", "cash or 0 to 3 may flow out; repeatable", collect)
    .option("--cap <asset=amount>", "how much of it may flow in a period, both ways together; repeatable", collect)
    .option("--recipient <address>", "the only recipient of outflows (default: the account)")
    .option("--period <seconds>", "length of a period", "86400")
    .option("--changes <number>", "changes in a period (default: no limit)")
    .action(async (operator: string, options: GrantOptions) =>
      printOutcome(await runGrant(operator, options), asJson()),
    );
  withPage(grant, {
    reads: PLACE,
    leaves: "the mandate in the book, and the book named at the gate; every grant signed before is void",
    prints: `mandate; transactions[]; ${PLANNED_PRINTS}`,
    exits: [2, 5, 6],
    examples: [
      `ballast operator grant ${AN_ADDRESS} --book ${AN_ADDRESS} --for 604800 --mode full --mode maintenance --changes 48`,
      `ballast operator grant ${AN_ADDRESS} --book ${AN_ADDRESS} --for 86400 --mode full --trade-with ${AN_ADDRESS} --inflow cash --cap cash=5000000000`,
      `ballast operator grant ${AN_ADDRESS} --book ${AN_ADDRESS} --for 604800 --mode full --output safe --out grant.json`,
    ],
  });
}

function revokeCommand(group: Command, asJson: () => boolean): void {
  const revoke = withPlanned(withDesk(group.command("revoke <operator>").requiredOption(...BOOK)))
    .description("end an operator's mandate at once, and with it whatever it signed and nobody sent yet")
    .action(async (operator: string, options: PlaceOptions) =>
      printOutcome(await runRevoke(operator, options), asJson()),
    );
  withPage(revoke, {
    reads: PLACE,
    leaves: "no mandate of this operator; every grant signed before is void",
    prints: `transactions[]; ${PLANNED_PRINTS}`,
    exits: [2, 5, 6],
    examples: [`ballast operator revoke ${AN_ADDRESS} --book ${AN_ADDRESS}`],
  });
}

function showCommand(group: Command, asJson: () => boolean): void {
  const show = withDesk(group.command("show <operator>").requiredOption(...BOOK))
    .description("show an operator's mandate and what is left of its caps now")
    .action(async (operator: string, options: PlaceOptions) =>
      printOutcome(await runShow(operator, options), asJson()),
    );
  withPage(show, {
    reads: PLACE,
    leaves: "nothing",
    prints: "mandate, left[], named (the book that the account named at the gate), inForce",
    exits: [2, 6],
    examples: [`ballast operator show ${AN_ADDRESS} --book ${AN_ADDRESS}`],
  });
}

function placeOf(operator: string, options: PlaceOptions) {
  const desk = readDesk(options);
  const book = addressOption("--book", options.book);
  const place = { book, gate: desk.gate, account: desk.account, operator: addressOption("<operator>", operator) };
  return { desk, place, read: readerOf(options.rpc ?? desk.rpc, BigInt(desk.chain)) };
}

async function runGrant(operator: string, options: GrantOptions): Promise<Outcome> {
  if (isPlanned(options)) requireFree(options.out);
  const limits = limitsOf(options);
  const { desk, place, read } = placeOf(operator, options);
  const mandate = { ...limits, validUntil: (await readTime(read)) + positiveOption("--for", options.for) };
  const calls = grantCalls(place, mandate, await readMandate(read, place));
  const planned = { chain: BigInt(desk.chain), from: desk.account, name: "Ballast: grant a mandate" };
  if (isPlanned(options)) return writePlanned(calls, options, planned);
  const transactions = await sendCalls(clientsOf(options, desk), desk.account, calls, "grant");
  return {
    json: { mandate, transactions },
    lines: [`${place.operator} may act until ${mandate.validUntil}`, ...transactions],
  };
}

async function runRevoke(operator: string, options: PlaceOptions): Promise<Outcome> {
  if (isPlanned(options)) requireFree(options.out);
  const { desk, place } = placeOf(operator, options);
  const calls = [revokeCall(place)];
  const planned = { chain: BigInt(desk.chain), from: desk.account, name: "Ballast: revoke a mandate" };
  if (isPlanned(options)) return writePlanned(calls, options, planned);
  const transactions = await sendCalls(clientsOf(options, desk), desk.account, calls, "revoke");
  return { json: { transactions }, lines: [`${place.operator} has no mandate any more`, ...transactions] };
}

async function runShow(operator: string, options: PlaceOptions): Promise<Outcome> {
  const { place, read } = placeOf(operator, options);
  const state = await readMandate(read, place);
  const inForce = state.named === place.book && state.mandate.validUntil >= (await readTime(read));
  return { json: { ...state, inForce }, lines: mandateLines(place, state, inForce) };
}

function mandateLines({ operator }: MandatePlace, { mandate, left }: MandateState, inForce: boolean): string[] {
  if (mandate.validUntil === 0n) return [`${operator} has no mandate`];
  const names = ["cash", "collateral 0", "collateral 1", "collateral 2", "collateral 3", "changes"];
  const caps = names.flatMap((name, i) => {
    const cap = mandate.caps[i] ?? 0n;
    return cap === 0n ? [] : [`  ${name}: ${cap === UNLIMITED ? "no limit" : `${left[i]} of ${cap} left`}`];
  });
  const modes = MODES.filter((_, mode) => ((mandate.modes >> mode) & 1) === 1);
  const partner = mandate.counterparty === zeroAddress ? "anyone" : mandate.counterparty;
  return [
    `${operator}: ${inForce ? "in force" : "not in force"}, until ${mandate.validUntil}`,
    `  modes ${modes.join(", ")}; ${mandate.trades ? `trades with ${partner}` : "no trades"}; per ${mandate.period} s:`,
    ...caps,
  ];
}

/** The limits that the options state. A flow without a cap would allow nothing, so it is refused. */
function limitsOf(options: GrantOptions): Omit<Mandate, "validUntil"> {
  const { tradeWith, recipient, changes } = options;
  const caps = capsOf(options.cap ?? []);
  const [inflows, outflows] = [bitsOf("--inflow", options.inflow, caps), bitsOf("--outflow", options.outflow, caps)];
  const period = positiveOption("--period", options.period);
  if (period >= 2n ** 32n) throw usageError("--period", "must be below 2^32 seconds");
  return {
    modes: options.mode.reduce((bits, mode) => bits | (1 << modeNumber(modeOption(mode))), 0),
    trades: tradeWith !== undefined,
    counterparty:
      tradeWith === undefined || tradeWith === "anyone" ? zeroAddress : addressOption("--trade-with", tradeWith),
    inflows,
    outflows,
    recipient: recipient === undefined ? zeroAddress : addressOption("--recipient", recipient),
    period: Number(period),
    caps: [...caps, changes === undefined ? UNLIMITED : capOption("--changes", changes)] as unknown as Mandate["caps"],
  };
}

function modeOption(text: string): Mode {
  const mode = MODES.find((known) => known === text);
  if (mode === undefined) throw usageError("--mode", `must be one of ${MODES.join(", ")}`);
  return mode;
}

function placeOfAsset(text: string): number {
  const asset = assetOption(text);
  return asset === "cash" ? 0 : asset + 1;
}

function capsOf(pairs: readonly string[]): bigint[] {
  const caps = [0n, 0n, 0n, 0n, 0n];
  for (const pair of pairs) {
    const [asset = "", amount = "", ...rest] = pair.split("=");
    if (rest.length > 0 || amount === "") throw usageError("--cap", `"${pair}" is not ASSET=AMOUNT`);
    caps[placeOfAsset(asset)] = capOption("--cap", amount);
  }
  return caps;
}

function capOption(option: string, text: string): bigint {
  const cap = countOption(option, text);
  if (cap >= UNLIMITED) throw usageError(option, "must be below 2^64 - 1");
  return cap;
}

function bitsOf(option: string, assets: readonly string[] = [], caps: readonly bigint[]): number {
  return assets.reduce((bits, text) => {
    const place = placeOfAsset(text);
    if (caps[place] === 0n) throw usageError("--cap", `state how much of ${text} may flow, since ${option} names it`);
    return bits | (1 << place);
  }, 0);
}
