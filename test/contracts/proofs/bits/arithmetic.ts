/** Arithmetic of words as Solidity does it: in one width, and out of its range nowhere but where it is unchecked. */
import { type Terms, type Truth, type Word, word } from "./terms.ts";
import type { Shape } from "./values.ts";

/** An operator of two words that gives one. */
export type Binary = "+" | "-" | "*" | "/" | "%" | "&" | "|" | "^" | "<<" | ">>";

const COMPARISONS: Readonly<{ [operator: string]: (terms: Terms, a: Word, b: Word) => Truth }> = {
  "==": (terms, a, b) => terms.equal(a, b),
  "!=": (terms, a, b) => terms.not(terms.equal(a, b)),
  "<": (terms, a, b) => terms.below(a, b),
  ">": (terms, a, b) => terms.below(b, a),
  "<=": (terms, a, b) => terms.not(terms.below(b, a)),
  ">=": (terms, a, b) => terms.not(terms.below(a, b)),
};

/** Operations on words. */
export class Arithmetic {
  /** Whether what leaves its range wraps. */
  isUnchecked = false;
  readonly #terms: Terms;
  readonly #must: (holds: Truth, at: number) => void;

  /** @param must is told of what must hold, and of the node that asks for it. */
  constructor(terms: Terms, must: (holds: Truth, at: number) => void) {
    this.#terms = terms;
    this.#must = must;
  }

  /** A word in another width and sign. */
  to(value: Word, { bits, signed }: Shape): Word {
    return this.#terms.convert(value, bits, signed);
  }

  /** A word moved by another; what leaves it is lost, whatever is checked. */
  shifted(op: "<<" | ">>", value: Word, by: Word, shape: Shape): Word {
    const places = by.known === undefined ? this.to(by, shape) : word(by.known, shape.bits);
    if (by.known !== undefined && by.known >= BigInt(shape.bits)) return word(0n, shape.bits);
    if (by.known === undefined && by.bits > shape.bits) throw new Error("a shift by a wider word is not looked at");
    return this.#terms.shift(op, this.to(value, shape), places);
  }

  /** A step in one width; out of its range it must not lead, unless it is unchecked. */
  step(op: Binary, a: Word, b: Word, at: number): Word {
    if (op === "<<" || op === ">>") throw new Error("a shift is no arithmetic");
    if (op === "&" || op === "|" || op === "^") return this.#terms.combine(op, a, b);
    if (op === "/" || op === "%") {
      this.#must(this.#terms.not(this.#terms.equal(b, word(0n, b.bits, b.signed))), at);
      return this.#terms.divide(op, a, b);
    }
    const result = this.#terms.combine(op, a, b);
    if (this.isUnchecked) return result;
    const wide = op === "*" ? 2 * a.bits : a.bits + 1;
    const exact = this.#terms.combine(op, this.#widened(a, wide), this.#widened(b, wide));
    this.#must(this.#terms.equal(exact, this.#widened(result, wide)), at);
    return result;
  }

  #widened(a: Word, bits: number): Word {
    return this.#terms.convert(a, bits, a.signed);
  }

  /** What a comparison of two words of one width says; undefined where the operator compares nothing. */
  compared(operator: string, a: Word, b: Word): Truth | undefined {
    return COMPARISONS[operator]?.(this.#terms, a, b);
  }
}

/** The largest or the smallest integer of a type. */
export function limitOf({ bits, signed }: Shape, member: string): Word {
  const span = BigInt(signed ? bits - 1 : bits);
  return member === "max" ? word((1n << span) - 1n, bits, signed) : word(signed ? -(1n << span) : 0n, bits, signed);
}
