/**
 * Writes a source with all its mutants at once: wherever a slip could stand, the code asks which mutant is on and runs the
 * slip or the original. One build then serves every mutant, and a test turns them on one after the other.
 *
 * Which one is on is the balance of an address that nothing else uses, since any code may read a balance. The casts of
 * function pointers let pure functions read it too. A call to the address that Hardhat watches for coverage says that a
 * place was reached, or that a traced slip made a difference.
 */

import { SWITCH } from "../instrumented/chains.ts";
import { isNode, nodeIn, nodesIn, type SyntaxNode, spanOf } from "../instrumented/syntax.ts";
import type { Carrier } from "./carriers.ts";
import type { Edit } from "./expressions.ts";

/** Reports of places reached count from here; below it they are of mutants that made a difference. */
export const FIRST_PLACE = 1_000_000;

/** A slip with its number, its place and where its text lies in what was written, for the compiler's complaints. */
export interface PlacedEdit {
  readonly number: number;
  readonly place: number;
  readonly edit: Edit;
}

/** Text, and of which mutant it is. */
type Piece = readonly [text: string, number?: number];

const COVERAGE = "0xc0bEc0BEc0BeC0bEC0beC0bEC0bEC0beC0beC0BE";

/** What every written source ends with; `tag` keeps the names of one file apart from those of the next. */
const helpers = (tag: string): string => `
function _mutantSense${tag}(uint256 report) view returns (uint256 on) {
    assembly ("memory-safe") {
        if report {
            let free := mload(0x40)
            mstore(free, report)
            pop(staticcall(gas(), ${COVERAGE}, free, 0x20, 0, 0))
        }
        on := balance(${SWITCH})
    }
}
function _mutantPure${tag}(function(uint256) view returns (uint256) sense) pure returns (function(uint256) pure returns (uint256) out) {
    assembly { out := sense }
}
function _mutantAt${tag}(uint256 place) pure returns (uint256) {
    return _mutantPure${tag}(_mutantSense${tag})(place);
}
function _mutantOr${tag}(uint256 number, bool slip, bool original) pure returns (bool) {
    return _mutantPure${tag}(_mutantSense${tag})(slip == original ? 0 : number) == number ? slip : original;
}
`;

/** Writes one source. */
export class SchemataWriter {
  readonly #text: string;
  readonly #tag: string;

  /** @param text of the source, one character a byte @param tag of its helpers' names, digits */
  constructor(text: string, tag: string) {
    this.#text = text;
    this.#tag = tag;
  }

  /** The source with these mutants, and which parts of it are of which mutant. */
  write(all: readonly (readonly [Carrier, readonly PlacedEdit[]])[]): {
    text: string;
    parts: (readonly [number, number, number])[];
  } {
    const ordered = all
      .filter(([, edits]) => edits.length > 0)
      .map(([carrier, edits]) => {
        const [start, end] = carrier.kind === "modifiers" ? headerOf(carrier.node) : spanOf(carrier.node);
        // The compiler leaves a statement's semicolon out of it; here it is written anew in every branch.
        const isEnded = (carrier.kind === "statement" || carrier.kind === "declaration") && this.#text[end] === ";";
        return { start, end: isEnded ? end + 1 : end, pieces: this.#pieces(carrier, edits) };
      });
    ordered.sort((a, b) => a.start - b.start);
    const pieces: Piece[] = [];
    let at = 0;
    for (const { start, end, pieces: own } of ordered) {
      pieces.push([this.#text.slice(at, start)], ...own);
      at = end;
    }
    pieces.push([this.#text.slice(at)], [helpers(this.#tag)]);
    return place(pieces);
  }

  #pieces(carrier: Carrier, edits: readonly PlacedEdit[]): Piece[] {
    switch (carrier.kind) {
      case "condition":
        return this.#chosen(carrier.node, edits, "");
      case "start":
        return this.#chosen(carrier.node, edits, carrier.type);
      case "statement":
        return this.#branches(carrier.node, edits, ["", carrier.node.nodeType === "InlineAssembly" ? "" : ";"]);
      case "declaration":
        return this.#declared(carrier.node, edits);
      default:
        return this.#guarded(carrier.node, edits);
    }
  }

  #edited(start: number, end: number, { span, becomes }: Edit): string {
    return this.#text.slice(start, span[0]) + becomes + this.#text.slice(span[1], end);
  }

  /** Which mutant is on; the first question at a place reports that it was reached. */
  #asks(place: number, index: number): string {
    return `_mutantAt${this.#tag}(${index === 0 ? place + FIRST_PLACE : 0})`;
  }

  /** A value chosen among slips, each converted to a type, and the original. */
  #chosen(node: SyntaxNode, edits: readonly PlacedEdit[], type: string): Piece[] {
    const [start, end] = spanOf(node);
    const [traced, plain] = split(edits);
    const choices = plain.flatMap(({ number, place, edit }, index): Piece[] => [
      [`${this.#asks(place, index)} == ${number} ? `],
      [`${type}(${this.#edited(start, end, edit)})`, number],
      [" : "],
    ]);
    return [["("], ...choices, ["("], ...this.#traced(start, end, traced), ["))"]];
  }

  /** A statement, or what a declaration assigns, in one branch per slip; `around` is written before and after it. */
  #branches(node: SyntaxNode, edits: readonly PlacedEdit[], around: readonly [string, string]): Piece[] {
    const [start, end] = spanOf(node);
    const [traced, plain] = split(edits);
    const [before, after] = around;
    const branches = plain.flatMap(({ number, place, edit }, index): Piece[] => {
      const text = this.#edited(start, end, edit);
      return [
        [`if (${this.#asks(place, index)} == ${number}) { `],
        [text === "" ? "" : before + text + after, number],
        [" } else "],
      ];
    });
    return [["{ "], ...branches, [`{ ${before}`], ...this.#traced(start, end, traced), [`${after} } }`]];
  }

  /** Declares first and assigns in every branch, so that the names live on. */
  #declared(statement: SyntaxNode, edits: readonly PlacedEdit[]): Piece[] {
    const declarations = nodesIn(statement, "declarations");
    const names = declarations.map((each) => (each ? String(each.name) : ""));
    const target = declarations.length === 1 ? names[0] : `(${names.join(", ")})`;
    const texts = declarations.flatMap((each) => (each ? [`${this.#text.slice(...spanOf(each))}; `] : []));
    return [[texts.join("")], ...this.#branches(nodeIn(statement, "initialValue"), edits, [`${target} = `, ";"])];
  }

  /** The original between two bytes, its traced slips written around what they change. */
  #traced(start: number, end: number, traced: readonly PlacedEdit[]): Piece[] {
    const inserts = traced.flatMap(({ number, edit: { span, becomes } }) => [
      {
        at: span[0],
        isEnd: false,
        width: span[1] - span[0],
        pieces: [[`_mutantOr${this.#tag}(${number}, `], [becomes, number], [", "]] as Piece[],
      },
      { at: span[1], isEnd: true, width: span[1] - span[0], pieces: [[")"]] as Piece[] },
    ]);
    // At one byte: ends before beginnings; of beginnings the outer first, of ends the inner.
    inserts.sort(
      (a, b) => a.at - b.at || Number(b.isEnd) - Number(a.isEnd) || (a.isEnd ? a.width - b.width : b.width - a.width),
    );
    const pieces: Piece[] = [];
    let at = start;
    for (const insert of inserts) {
      pieces.push([this.#text.slice(at, insert.at)], ...insert.pieces);
      at = insert.at;
    }
    return [...pieces, [this.#text.slice(at, end)]];
  }

  /** The function becomes a choice between itself with all modifiers and itself without one; its body is a function of its own. */
  #guarded(definition: SyntaxNode, edits: readonly PlacedEdit[]): Piece[] {
    const [start, end] = headerOf(definition);
    const modifiers = nodesIn(definition, "modifiers").flatMap((each) => (each ? [each] : []));
    const name = `${String(definition.name)}_mutant${start}`;
    const parameters = nodeIn(definition, "parameters");
    const names = nodesIn(parameters, "parameters")
      .map((each) => String(each?.name))
      .join(", ");
    const returned = nodeIn(definition, "returnParameters");
    const gives = nodesIn(returned, "parameters").length > 0;
    const tail = gives ? ` returns ${this.#text.slice(...spanOf(returned))}` : "";
    const mutability = definition.stateMutability === "nonpayable" ? "" : ` ${String(definition.stateMutability)}`;
    const head = (suffix: string): string =>
      `function ${name}${suffix}${this.#text.slice(...spanOf(parameters))} private${mutability}`;
    const call = (suffix: string): string => `${gives ? "return " : ""}${name}${suffix}(${names});`;
    const without = (dropped?: Edit): string =>
      modifiers
        .map((each) => (dropped?.span[0] === spanOf(each)[0] ? "" : this.#text.slice(...spanOf(each))))
        .join(" ");
    let header = this.#text.slice(start, end);
    for (const each of modifiers.toReversed()) {
      const [from, to] = spanOf(each);
      header = header.slice(0, from - start) + header.slice(to - start);
    }
    const choices = edits.map(
      ({ number, place }, index) => `if (${this.#asks(place, index)} == ${number}) { ${call(`_${number}`)} } else `,
    );
    const variants = edits.flatMap(({ number, edit }): Piece[] => [
      [`${head(`_${number}`)} ${without(edit)}${tail} { ${call("_body")} } `, number],
    ]);
    return [
      [`${header} { ${choices.join("")} { ${call("_all")} } } `],
      ...variants,
      [`${head("_all")} ${without()}${tail} { ${call("_body")} } `],
      [`${head("_body")}${tail} `],
    ];
  }
}

/** A definition up to its body. */
const headerOf = (definition: SyntaxNode): readonly [number, number] => {
  const { body } = definition;
  if (!isNode(body)) throw new Error(`${String(definition.name)} has no body`);
  return [spanOf(definition)[0], spanOf(body)[0]];
};

const split = (edits: readonly PlacedEdit[]): [PlacedEdit[], PlacedEdit[]] => [
  edits.filter(({ edit }) => edit.isTraced === true),
  edits.filter(({ edit }) => edit.isTraced !== true),
];

function place(pieces: readonly Piece[]): { text: string; parts: (readonly [number, number, number])[] } {
  const parts: (readonly [number, number, number])[] = [];
  let text = "";
  for (const [each, number] of pieces) {
    if (number !== undefined) parts.push([number, text.length, text.length + each.length]);
    text += each;
  }
  return { text, parts };
}
