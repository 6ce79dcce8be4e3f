import { type RowTerms, unpackTerms } from "../../model/row-terms.ts";
import type { Instrument } from "../../pricing/sheet/instrument.ts";
import type { Statements } from "../chain/read-statements.ts";
import { isoTime } from "../iso-time.ts";
import type { ComparedTerms, WantedWord } from "../sheet/compare-terms.ts";
import type { Outcome } from "./output.ts";
import { tableLines } from "./text-table.ts";

/** A word and what it is of, for people. */
export interface NamedWord extends WantedWord {
  readonly kind: "grid" | Instrument["kind"];
}

/** The words that a venue states, by its files alone. */
export function wordsOutcome(wanted: readonly NamedWord[]): Outcome {
  const shown = wanted.filter(({ word }) => word !== 0n);
  return { json: { terms: shown.map(jsonOf) }, lines: tableLines(COLUMNS, shown.map(cellsOf)) };
}

/** The words beside what is stated of them, by the chain. */
export function termsOutcome(
  wanted: readonly NamedWord[],
  compared: readonly ComparedTerms[],
  { rows, owner, notice, now }: Statements & { readonly rows: string },
): Outcome {
  const shown = wanted.flatMap((item, i) => {
    const found = compared[i];
    // Of an option or a future nothing is stated, and nothing should be.
    if (found === undefined || (item.word === 0n && found.statement.word === 0n && found.state === "stated")) return [];
    return [{ ...item, ...found }];
  });
  const same = shown.every(({ state }) => state !== "differs");
  const terms = shown.map((item) => ({
    ...{ ...jsonOf(item), state: item.state, stated: item.statement.word, differs: fieldsThatDiffer(item) },
    ...(item.statement.next === undefined ? {} : { next: item.statement.next }),
  }));
  const later = `  a word stated now judges epochs from ${isoTime(now + notice)} on; ${owner} states`;
  const table = tableLines(
    [...COLUMNS, { heading: "on the chain", align: "left" }],
    shown.map((item) => [...cellsOf(item), stateText(item)]),
  );
  return { json: { rows, owner, notice, same, terms }, lines: [...table, ...shown.flatMap(differenceLine), later] };
}

/** A term's numbers in the order of its packing, but for its id. */
function numbersOf({ subject, word }: WantedWord): Omit<RowTerms, "instrument"> | undefined {
  if (subject === 0n || word === 0n) return undefined;
  const { instrument: _, ...numbers } = unpackTerms(word);
  return numbers;
}

const jsonOf = (item: NamedWord) => ({
  ...{ subject: item.subject, kind: item.kind, word: item.word },
  ...numbersOf(item),
});

const COLUMNS = [
  { heading: "row", align: "right" },
  { heading: "kind", align: "left" },
  { heading: "factor", align: "right" },
  { heading: "share", align: "right" },
  { heading: "long", align: "right" },
  { heading: "short", align: "right" },
  { heading: "depth", align: "right" },
  { heading: "lot", align: "right" },
  { heading: "word", align: "left" },
] as const;

function cellsOf(item: NamedWord): string[] {
  const numbers = numbersOf(item);
  const cells =
    numbers === undefined
      ? ["", "", "", "", "", ""]
      : [
          ...[`${numbers.factor}`, `${numbers.share}`, `${numbers.contingencyLong}`, `${numbers.contingencyShort}`],
          ...[`${numbers.depth}`, `${numbers.numerator}/${numbers.denominator}`],
        ];
  return [item.subject === 0n ? "" : `${item.subject}`, item.kind, ...cells, `${item.word}`];
}

function stateText({ state, statement: { next } }: ComparedTerms): string {
  if (next === undefined) return state;
  return `${state === "waits" ? "in force" : "differs; another word is in force"} from ${isoTime(next.from)}`;
}

/** Fields in which a word differs from the one in force; the word itself where one of the two is none, or the grid's. */
function fieldsThatDiffer(item: ComparedTerms): string[] {
  const { subject, word, statement } = item;
  if (word === statement.word) return [];
  const [wanted, inForce] = [numbersOf(item), numbersOf({ subject, word: statement.word })];
  if (wanted === undefined || inForce === undefined) return ["word"];
  const names = Object.keys(wanted) as (keyof typeof wanted)[];
  return names.filter((name) => wanted[name] !== inForce[name]);
}

function differenceLine(item: NamedWord & ComparedTerms): string[] {
  const fields = fieldsThatDiffer(item);
  if (fields.length === 0) return [];
  const { subject, word, statement } = item;
  const [wanted, inForce] = [numbersOf(item), numbersOf({ subject, word: statement.word })];
  const name = subject === 0n ? "grid" : `row ${subject}`;
  if (statement.word === 0n) return [`  ${name}: nothing is in force`];
  if (word === 0n) return [`  ${name}: to be taken back, for no market implies its row any more`];
  if (wanted === undefined || inForce === undefined) return [`  ${name}: another root is in force`];
  const parts = (fields as (keyof typeof wanted)[]).map(
    (field) => `${field} ${wanted[field]}, in force ${inForce[field]}`,
  );
  return [`  ${name}: ${parts.join("; ")}`];
}
