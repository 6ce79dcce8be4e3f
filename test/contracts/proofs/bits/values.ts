/** What variables hold while code is followed: words, truths, and structs and arrays of them. */
import type { Node, Tree } from "./ast.ts";
import type { Terms, Truth, Word } from "./terms.ts";

/** A struct or an array of fixed length. Members come into being when they are first asked for. */
export interface Record {
  readonly kind: "record";
  readonly members: Map<string, Value>;
  /** Makes a member that nobody has written. */
  readonly missing: (member: string) => Value;
}

/** What nothing may be asked of: bytes, texts, contracts' insides. */
export interface Opaque {
  readonly kind: "opaque";
}

/** Several values, as functions return and tuples hold them. */
export interface Tuple {
  readonly kind: "tuple";
  readonly items: readonly (Value | undefined)[];
}

/** What an expression is worth. */
export type Value = Word | Truth | Record | Opaque | Tuple;

/** A member of a record. */
export function memberOf(record: Record, member: string): Value {
  const found = record.members.get(member) ?? record.missing(member);
  record.members.set(member, found);
  return found;
}

/** Another record with the same members. */
export function copyOf(value: Value): Value {
  if (value.kind !== "record") return value;
  const members = new Map([...value.members].map(([name, each]) => [name, copyOf(each)]));
  return { kind: "record", members, missing: (member) => copyOf(memberOf(value, member)) };
}

/** What an integer type, or one that is an integer inside, looks like. */
export interface Shape {
  readonly bits: number;
  readonly signed: boolean;
}

/** Types by their identifiers, as the compiler writes them. */
export class Types {
  readonly #tree: Tree;

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  /** Width and sign, or undefined for what is no word. */
  shapeOf(type: string): Shape | undefined {
    const integer = /^t_(u?)int(\d+)$/.exec(type);
    if (integer !== null) return { bits: Number(integer[2]), signed: integer[1] === "" };
    const bytes = /^t_bytes(\d+)$/.exec(type);
    if (bytes !== null) return { bits: 8 * Number(bytes[1]), signed: false };
    if (/^t_(address|contract)/.test(type)) return { bits: 160, signed: false };
    if (type.startsWith("t_enum")) return { bits: 8, signed: false };
    const defined = /^t_userDefinedValueType\$_\w+_\$(\d+)$/.exec(type);
    return defined === null ? undefined : this.shapeOf(typeOf(this.#node(defined[1]).underlyingType));
  }

  /** A value of a type that may be anything, or that is zero. */
  make(type: string, name: string, terms: Terms | undefined, zero: (shape: Shape) => Word, no: Truth): Value {
    const again = (inner: string, at: string): Value => this.make(inner, `${name}.${at}`, terms, zero, no);
    const shape = this.shapeOf(type);
    if (shape !== undefined) return terms?.anyWord(name, shape.bits, shape.signed) ?? zero(shape);
    if (type === "t_bool") return terms?.anyTruth(name) ?? no;
    const struct = /^t_struct\$_.*_\$(\d+)(_storage|_memory|_calldata)(_ptr)?$/.exec(type);
    if (struct !== null) {
      const fields = new Map<string, string>(
        this.#node(struct[1]).members.map((member: Node) => [member.name, typeOf(member)]),
      );
      return { kind: "record", members: new Map(), missing: (at) => again(fields.get(at) ?? "", at) };
    }
    const array = /^t_array\$_(.*)_\$(\d+)_(storage|memory|calldata)(_ptr)?$/.exec(type);
    if (array !== null) return { kind: "record", members: new Map(), missing: (at) => again(array[1] ?? "", at) };
    return { kind: "opaque" };
  }

  #node(id: string | undefined): Node {
    const node = this.#tree.get(Number(id));
    if (node === undefined) throw new Error(`the syntax tree has no node ${id}`);
    return node;
  }
}

/** The identifier of a node's type. */
export const typeOf = (node: Node): string => node.typeDescriptions?.typeIdentifier ?? "";
