/** Bit vectors and truths as terms of SMT-LIB, shared where they are equal and worked out where they are known. */

/** A word of 1 to 512 bits. `known` is its value as an unsigned number. */
export interface Word {
  readonly kind: "word";
  readonly bits: number;
  readonly signed: boolean;
  readonly term: string;
  readonly known: bigint | undefined;
}

/** A truth. */
export interface Truth {
  readonly kind: "truth";
  readonly term: string;
  readonly known: boolean | undefined;
}

const mask = (bits: number): bigint => (1n << BigInt(bits)) - 1n;
const asSigned = (value: bigint, bits: number): bigint => BigInt.asIntN(bits, value);

/** A number as a word. */
export const word = (value: bigint, bits: number, signed = false): Word => {
  const known = BigInt.asUintN(bits, value);
  return { kind: "word", bits, signed, known, term: `(_ bv${known} ${bits})` };
};

/** A truth that is known. */
export const truth = (known: boolean): Truth => ({ kind: "truth", known, term: `${known}` });

/** Terms that were built, each with a name of its own. */
export class Terms {
  readonly #names = new Map<string, string>();
  readonly #definitions = new Map<string, string>();
  readonly #symbols = new Map<string, string>();

  /** What a query about a term must declare and define. */
  scriptOf({ term }: Truth): string {
    const needed = new Set<string>();
    const visit = (text: string): void => {
      for (const [name] of text.matchAll(/[a-z][\w.]*/g)) {
        if (needed.has(name) || !(this.#definitions.has(name) || this.#symbols.has(name))) continue;
        needed.add(name);
        visit(this.#definitions.get(name) ?? "");
      }
    };
    visit(term);
    const symbols = [...this.#symbols].filter(([name]) => needed.has(name));
    const lines = [...this.#definitions].filter(([name]) => needed.has(name)).map(([, line]) => line);
    const declared = symbols.map(([name, sort]) => `(declare-const ${name} ${sort})`);
    return [...declared, ...lines].join("\n");
  }

  /** A word that may be anything. */
  anyWord(name: string, bits: number, signed: boolean): Word {
    return { kind: "word", bits, signed, known: undefined, term: this.#symbol(name, `(_ BitVec ${bits})`) };
  }

  /** A truth that may be either. */
  anyTruth(name: string): Truth {
    return { kind: "truth", known: undefined, term: this.#symbol(name, "Bool") };
  }

  not(a: Truth): Truth {
    return a.known === undefined ? this.#truth(`(not ${a.term})`) : truth(!a.known);
  }

  and(all: readonly Truth[]): Truth {
    if (all.some(({ known }) => known === false)) return truth(false);
    const rest = all.filter(({ known }) => known === undefined);
    if (rest.length < 2) return rest[0] ?? truth(true);
    return this.#truth(`(and ${rest.map(({ term }) => term).join(" ")})`);
  }

  or(all: readonly Truth[]): Truth {
    return this.not(this.and(all.map((each) => this.not(each))));
  }

  choose<T extends Word | Truth>(when: Truth, a: T, b: T): T {
    if (when.known !== undefined) return when.known ? a : b;
    if (a.term === b.term) return a;
    const term = this.#name(`(ite ${when.term} ${a.term} ${b.term})`, sortOf(a));
    return { ...a, term, known: undefined };
  }

  equal(a: Word | Truth, b: Word | Truth): Truth {
    if (a.known !== undefined && b.known !== undefined) return truth(a.known === b.known);
    return a.term === b.term ? truth(true) : this.#truth(`(= ${a.term} ${b.term})`);
  }

  below(a: Word, b: Word): Truth {
    if (a.known !== undefined && b.known !== undefined)
      return truth(a.signed ? asSigned(a.known, a.bits) < asSigned(b.known, b.bits) : a.known < b.known);
    return this.#truth(`(${a.signed ? "bvslt" : "bvult"} ${a.term} ${b.term})`);
  }

  /** The sum, difference, product, bitwise and, or, exclusive or of two words of one width, which wraps. */
  combine(op: "+" | "-" | "*" | "&" | "|" | "^", a: Word, b: Word): Word {
    const { smt, fold } = OPERATIONS[op];
    if (a.known !== undefined && b.known !== undefined) return word(fold(a.known, b.known), a.bits, a.signed);
    return this.#word(`(${smt} ${a.term} ${b.term})`, a.bits, a.signed);
  }

  /** Quotient or remainder of unsigned words; the divisor is not 0. */
  divide(op: "/" | "%", a: Word, b: Word): Word {
    if (a.signed) throw new Error("quotients of signed words are not looked at");
    if (a.known !== undefined && b.known !== undefined && b.known !== 0n)
      return word(op === "/" ? a.known / b.known : a.known % b.known, a.bits);
    return this.#word(`(${op === "/" ? "bvudiv" : "bvurem"} ${a.term} ${b.term})`, a.bits, false);
  }

  /** A word moved left or right by another of its width. */
  shift(op: "<<" | ">>", a: Word, by: Word): Word {
    if (a.signed) throw new Error("shifts of signed words are not looked at");
    if (a.known !== undefined && by.known !== undefined)
      return word(op === "<<" ? a.known << by.known : a.known >> by.known, a.bits);
    return this.#word(`(${op === "<<" ? "bvshl" : "bvlshr"} ${a.term} ${by.term})`, a.bits, false);
  }

  complement(a: Word): Word {
    return this.combine("^", a, word(mask(a.bits), a.bits, a.signed));
  }

  /** The word in another width and sign, as Solidity converts integers: extended by its own sign, or cut off. */
  convert(a: Word, bits: number, signed: boolean): Word {
    if (a.known !== undefined) return word(a.signed ? asSigned(a.known, a.bits) : a.known, bits, signed);
    if (bits === a.bits) return { ...a, signed };
    const extend = `(_ ${a.signed ? "sign" : "zero"}_extend ${bits - a.bits})`;
    return this.#word(`(${bits > a.bits ? extend : `(_ extract ${bits - 1} 0)`} ${a.term})`, bits, signed);
  }

  #symbol(name: string, sort: string): string {
    const known = this.#symbols.get(name);
    if (known !== undefined && known !== sort) throw new Error(`${name} stands for two things`);
    this.#symbols.set(name, sort);
    return name;
  }

  #word(term: string, bits: number, signed: boolean): Word {
    return { kind: "word", bits, signed, known: undefined, term: this.#name(term, `(_ BitVec ${bits})`) };
  }

  #truth(term: string): Truth {
    return { kind: "truth", known: undefined, term: this.#name(term, "Bool") };
  }

  #name(term: string, sort: string): string {
    const found = this.#names.get(term);
    if (found !== undefined) return found;
    const name = `t${this.#names.size}`;
    this.#names.set(term, name);
    this.#definitions.set(name, `(define-fun ${name} () ${sort} ${term})`);
    return name;
  }
}

const sortOf = (value: Word | Truth): string => (value.kind === "truth" ? "Bool" : `(_ BitVec ${value.bits})`);

const OPERATIONS = {
  "+": { smt: "bvadd", fold: (a: bigint, b: bigint) => a + b },
  "-": { smt: "bvsub", fold: (a: bigint, b: bigint) => a - b },
  "*": { smt: "bvmul", fold: (a: bigint, b: bigint) => a * b },
  "&": { smt: "bvand", fold: (a: bigint, b: bigint) => a & b },
  "|": { smt: "bvor", fold: (a: bigint, b: bigint) => a | b },
  "^": { smt: "bvxor", fold: (a: bigint, b: bigint) => a ^ b },
} as const;
