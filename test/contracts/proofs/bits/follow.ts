/**
 * Follows Solidity over all values at once. Covers what packings and rules are made of: integers in their exact widths, structs,
 * arrays of fixed length, loops whose length is known, functions; whatever else it meets is an error.
 */
import { Arithmetic, type Binary, limitOf } from "./arithmetic.ts";
import type { Node, Tree } from "./ast.ts";
import { GivesUp, type Goal, isScalar, Paths } from "./paths.ts";
import { type Terms, type Truth, truth, type Word, word } from "./terms.ts";
import { copyOf, memberOf, type Record, type Shape, Types, typeOf, type Value } from "./values.ts";

/** The end of a function. */
class Returned extends Error {
  readonly value: Value | undefined;
  constructor(value: Value | undefined) {
    super("returned");
    this.value = value;
  }
}

interface Frame {
  readonly variables: Map<number, Value>;
  readonly returns: readonly Node[];
}

/** Follows functions of one syntax tree. */
export class Follower {
  readonly #tree: Tree;
  readonly #types: Types;
  readonly #terms: Terms;
  readonly #paths: Paths;
  readonly #words: Arithmetic;
  readonly #state = new Map<number, Value>();
  #fresh = 0;
  #asserted = 0;

  constructor(tree: Tree, terms: Terms) {
    this.#tree = tree;
    this.#types = new Types(tree);
    this.#terms = terms;
    this.#paths = new Paths(terms);
    this.#words = new Arithmetic(terms, (holds, at) => this.#paths.must(holds, at));
  }

  /** What must hold, with the paths that lead there. */
  get goals(): ReadonlyMap<string, Goal> {
    return this.#paths.goals;
  }

  /** How many assertions were met, on all paths. */
  get asserted(): number {
    return this.#asserted;
  }

  /** Walks every path of a function from any arguments; what must hold is in `goals` then. */
  law(definition: Node): void {
    this.#paths.explore(() => {
      this.#state.clear();
      this.#fresh = 0;
      const given = definition.parameters.parameters.map((each: Node) => this.#any(typeOf(each), `given_${each.name}`));
      return this.#run(definition, given);
    });
  }

  #any(type: string, name: string): Value {
    return this.#types.make(type, name, this.#terms, ZERO, truth(false));
  }

  #zero(type: string): Value {
    return this.#types.make(type, "", undefined, ZERO, truth(false));
  }

  #run(definition: Node, given: readonly Value[]): Value | undefined {
    const parameters: readonly Node[] = definition.parameters.parameters;
    const returns: readonly Node[] = definition.returnParameters.parameters;
    const frame: Frame = { variables: new Map(), returns };
    for (const [i, each] of parameters.entries()) frame.variables.set(each.id, given[i] as Value);
    for (const each of returns) frame.variables.set(each.id, this.#zero(typeOf(each)));
    if (definition.modifiers.length > 0) throw new Error(`no rule for the modifiers of ${definition.name}`);
    const before = this.#words.isUnchecked;
    this.#words.isUnchecked = false;
    try {
      this.#statement(definition.body, frame);
    } catch (end) {
      if (!(end instanceof Returned)) throw end;
      if (end.value !== undefined) return end.value;
    } finally {
      this.#words.isUnchecked = before;
    }
    const values = returns.map((each) => frame.variables.get(each.id) as Value);
    return values.length > 1 ? { kind: "tuple", items: values } : values[0];
  }

  #statement(node: Node, frame: Frame): void {
    const rule = this.#statements[node.nodeType];
    if (rule === undefined) throw new Error(`no rule for ${node.nodeType}`);
    rule(node, frame);
  }

  readonly #statements: Readonly<{ [type: string]: (node: Node, frame: Frame) => void }> = {
    Block: (node, frame) => {
      for (const each of node.statements) this.#statement(each, frame);
    },
    UncheckedBlock: (node, frame) => {
      this.#words.isUnchecked = true;
      for (const each of node.statements) this.#statement(each, frame);
      this.#words.isUnchecked = false;
    },
    ExpressionStatement: (node, frame) => {
      this.#worth(node.expression, frame);
    },
    VariableDeclarationStatement: (node, frame) => {
      const value = node.initialValue ? this.#value(node.initialValue, frame) : undefined;
      const values = node.declarations.length > 1 ? (value as { items: Value[] } | undefined)?.items : [value];
      for (const [i, each] of (node.declarations as (Node | null)[]).entries()) {
        if (each === null) continue;
        const from = node.declarations.length > 1 ? typeOf(each) : node.initialValue && typeOf(node.initialValue);
        const given = values?.[i] ?? this.#zero(typeOf(each));
        frame.variables.set(each.id, this.#fit(given, from ?? typeOf(each), typeOf(each)));
      }
    },
    IfStatement: (node, frame) => {
      if (this.#paths.decide(this.#truth(node.condition, frame))) this.#statement(node.trueBody, frame);
      else if (node.falseBody) this.#statement(node.falseBody, frame);
    },
    ForStatement: (node, frame) => {
      this.#statement(node.initializationExpression, frame);
      for (;;) {
        const goesOn = this.#truth(node.condition, frame);
        if (goesOn.known === undefined) throw new Error("the length of a loop is not known");
        if (!goesOn.known) return;
        this.#statement(node.body, frame);
        this.#statement(node.loopExpression, frame);
      }
    },
    Return: (node, frame) => {
      if (!node.expression) throw new Returned(undefined);
      const value = this.#value(node.expression, frame);
      const [only, ...more] = frame.returns;
      if (only === undefined || more.length > 0) {
        const items = (value as { items: readonly Value[] }).items;
        throw new Returned({
          kind: "tuple",
          items: items.map((each, i) => this.#fit(each, "", typeOf(frame.returns[i] as Node))),
        });
      }
      throw new Returned(this.#fit(value, typeOf(node.expression), typeOf(only)));
    },
    RevertStatement: () => {
      throw new GivesUp();
    },
    EmitStatement: () => undefined,
  };

  #value(node: Node, frame: Frame): Value {
    const value = this.#worth(node, frame);
    if (value === undefined) throw new Error(`${node.nodeType} has no value`);
    return value;
  }

  #word(node: Node, frame: Frame): Word {
    const value = this.#value(node, frame);
    if (value.kind !== "word") throw new Error(`${node.nodeType} is no word`);
    return value;
  }

  #truth(node: Node, frame: Frame): Truth {
    const value = this.#value(node, frame);
    if (value.kind !== "truth") throw new Error(`${node.nodeType} is no truth`);
    return value;
  }

  /** What an expression is worth; what the compiler works out is taken as it says. */
  #worth(node: Node, frame: Frame): Value | undefined {
    const rational = /^t_rational_(minus_)?(\d+)_by_1$/.exec(typeOf(node));
    if (rational !== null) {
      const value = BigInt(rational[2] as string);
      return rational[1] === undefined ? word(value, 512, true) : word(-value, 512, true);
    }
    const rule = this.#expressions[node.nodeType];
    if (rule === undefined) throw new Error(`no rule for ${node.nodeType}`);
    return rule(node, frame);
  }

  readonly #expressions: Readonly<{ [type: string]: (node: Node, frame: Frame) => Value | undefined }> = {
    Literal: (node) => {
      if (node.kind === "bool") return truth(node.value === "true");
      return { kind: "opaque" };
    },
    Identifier: (node, frame) => this.#named(node.referencedDeclaration, frame),
    TupleExpression: (node, frame) => {
      if (node.isInlineArray) {
        const type = /^t_array\$_(.*)_\$\d+_memory_ptr$/.exec(typeOf(node))?.[1] ?? "";
        const items = (node.components as Node[]).map((each) =>
          this.#fit(this.#value(each, frame), typeOf(each), type),
        );
        return recordOf(items.map((each, i) => [`${i}`, each]));
      }
      const items = (node.components as (Node | null)[]).map((each) => (each ? this.#value(each, frame) : undefined));
      return items.length === 1 ? items[0] : { kind: "tuple", items };
    },
    Conditional: (node, frame) => {
      const when = this.#truth(node.condition, frame);
      if (when.known !== undefined) return this.#value(when.known ? node.trueExpression : node.falseExpression, frame);
      const side = (each: Node, holds: Truth): Value | undefined =>
        this.#paths.where(holds, () => this.#fit(this.#value(each, frame), typeOf(each), typeOf(node)));
      const yes = side(node.trueExpression, when);
      const no = side(node.falseExpression, this.#terms.not(when));
      return yes === undefined ? no : this.#paths.merge(when, yes, no);
    },
    UnaryOperation: (node, frame) => this.#unary(node, frame),
    BinaryOperation: (node, frame) => this.#binary(node, frame),
    Assignment: (node, frame) => this.#assignment(node, frame),
    MemberAccess: (node, frame) => this.#member(node, frame),
    IndexAccess: (node, frame) => memberOf(this.#record(node.baseExpression, frame), this.#index(node, frame)),
    FunctionCall: (node, frame) => this.#call(node, frame),
  };

  #record(node: Node, frame: Frame): Record {
    const value = this.#value(node, frame);
    if (value.kind !== "record") throw new Error(`${node.nodeType} is no struct and no array of fixed length`);
    return value;
  }

  #index(node: Node, frame: Frame): string {
    const { known } = this.#word(node.indexExpression, frame);
    if (known === undefined) throw new Error("the place in an array is not known");
    return `${known}`;
  }

  #named(id: number, frame: Frame): Value {
    const local = frame.variables.get(id) ?? this.#state.get(id);
    if (local !== undefined) return local;
    const node = this.#tree.get(id);
    if (node?.nodeType !== "VariableDeclaration") throw new Error(`a name stands for ${node?.nodeType ?? "nothing"}`);
    if (node.constant) return this.#fit(this.#value(node.value, frame), typeOf(node.value), typeOf(node));
    const value = this.#any(typeOf(node), `state_${node.name}`);
    this.#state.set(id, value);
    return value;
  }

  #unary(node: Node, frame: Frame): Value {
    const shape = this.#types.shapeOf(typeOf(node));
    if (node.operator === "!") return this.#terms.not(this.#truth(node.subExpression, frame));
    if (shape === undefined) throw new Error(`no rule for ${node.operator} of ${typeOf(node)}`);
    const value = this.#words.to(this.#word(node.subExpression, frame), shape);
    if (node.operator === "~") return this.#terms.complement(value);
    if (node.operator === "-") return this.#words.step("-", word(0n, shape.bits, shape.signed), value, node.id);
    if (node.operator === "++" || node.operator === "--") {
      const one = word(1n, shape.bits, shape.signed);
      const next = this.#words.step(node.operator === "++" ? "+" : "-", value, one, node.id);
      this.#store(node.subExpression, next, frame);
      return node.prefix ? next : value;
    }
    throw new Error(`no rule for ${node.operator}`);
  }

  #binary(node: Node, frame: Frame): Value {
    const { operator, leftExpression, rightExpression } = node;
    if (operator === "&&" || operator === "||") return this.#shortly(node, frame);
    if (typeof node.function === "number") {
      const definition = this.#tree.get(node.function) as Node;
      return this.#invoke(definition, [
        this.#value(leftExpression, frame),
        this.#value(rightExpression, frame),
      ]) as Value;
    }
    const [left, right] = [this.#value(leftExpression, frame), this.#value(rightExpression, frame)];
    if (left.kind === "truth" && right.kind === "truth") {
      const same = this.#terms.equal(left, right);
      return operator === "==" ? same : this.#terms.not(same);
    }
    if (left.kind !== "word" || right.kind !== "word") throw new Error(`no rule for ${operator} of what is no word`);
    if (operator === "<<" || operator === ">>")
      return this.#words.shifted(operator, left, right, this.#shape(typeOf(node)));
    const common = this.#shape(node.commonType.typeIdentifier);
    const [a, b] = [this.#words.to(left, common), this.#words.to(right, common)];
    return this.#words.compared(operator, a, b) ?? this.#words.step(operator, a, b, node.id);
  }

  /** The second operand is looked at only where the first does not settle it. */
  #shortly(node: Node, frame: Frame): Truth {
    const first = this.#truth(node.leftExpression, frame);
    const settles = node.operator === "||";
    if (first.known !== undefined) return first.known === settles ? first : this.#truth(node.rightExpression, frame);
    const asks = settles ? this.#terms.not(first) : first;
    const second = this.#paths.where(asks, () => this.#truth(node.rightExpression, frame)) as Truth | undefined;
    if (second === undefined) return first;
    return settles ? this.#terms.or([first, second]) : this.#terms.and([first, second]);
  }

  #assignment(node: Node, frame: Frame): Value {
    const right = this.#value(node.rightHandSide, frame);
    const type = typeOf(node.leftHandSide);
    if (node.operator === "=") {
      this.#store(node.leftHandSide, right, frame, typeOf(node.rightHandSide));
      return right;
    }
    const op = node.operator.slice(0, -1) as Binary;
    const [left, shape] = [this.#word(node.leftHandSide, frame), this.#shape(type)];
    if (right.kind !== "word") throw new Error(`no rule for ${node.operator} of what is no word`);
    const shifts = op === "<<" || op === ">>";
    const next = shifts
      ? this.#words.shifted(op, left, right, shape)
      : this.#words.step(op, left, this.#words.to(right, shape), node.id);
    this.#store(node.leftHandSide, next, frame);
    return next;
  }

  #store(place: Node, value: Value, frame: Frame, from = typeOf(place)): void {
    if (place.nodeType === "TupleExpression") {
      const items = value.kind === "tuple" ? value.items : [value];
      for (const [i, each] of (place.components as (Node | null)[]).entries())
        if (each) this.#store(each, items[i] as Value, frame);
      return;
    }
    const fitted = this.#fit(value, from, typeOf(place));
    if (place.nodeType === "Identifier") {
      const variables = frame.variables.has(place.referencedDeclaration) ? frame.variables : this.#state;
      variables.set(place.referencedDeclaration, fitted);
    } else if (place.nodeType === "MemberAccess") {
      this.#record(place.expression, frame).members.set(place.memberName, fitted);
    } else if (place.nodeType === "IndexAccess") {
      this.#record(place.baseExpression, frame).members.set(this.#index(place, frame), fitted);
    } else throw new Error(`no rule for a write to ${place.nodeType}`);
  }

  #member(node: Node, frame: Frame): Value {
    const { expression, memberName } = node;
    const type = typeOf(expression);
    if (type.startsWith("t_magic_block")) return this.#any(typeOf(node), `block_${memberName}`);
    if (type.startsWith("t_magic_message")) return this.#any(typeOf(node), `msg_${memberName}`);
    if (type.startsWith("t_magic_meta_type")) return limitOf(this.#shape(typeOf(node)), memberName);
    if (type.startsWith("t_type$_t_enum")) {
      const members: readonly Node[] = (this.#tree.get(expression.referencedDeclaration) as Node).members;
      return word(BigInt(members.findIndex(({ id }) => id === node.referencedDeclaration)), 8);
    }
    if (type.startsWith("t_type$")) return this.#named(node.referencedDeclaration, frame);
    return memberOf(this.#record(expression, frame), memberName);
  }

  #call(node: Node, frame: Frame): Value | undefined {
    const { expression } = node;
    const given: readonly Node[] = node.arguments;
    if (node.kind === "typeConversion") return this.#converted(node, this.#value(given[0] as Node, frame));
    if (node.kind === "structConstructorCall") return this.#struct(node, frame);
    const type = typeOf(expression);
    if (/^t_function_(wrap|unwrap)_/.test(type)) return this.#value(given[0] as Node, frame);
    if (type.startsWith("t_function_assert")) {
      this.#asserted += 1;
      this.#paths.must(this.#truth(given[0] as Node, frame), node.id);
      return undefined;
    }
    if (type.startsWith("t_function_keccak256")) return this.#any("t_uint256", `hash${this.#fresh++}`);
    const definition = this.#tree.get(expression.referencedDeclaration);
    if (definition !== undefined && /^t_function_external_(view|pure)\$/.test(type))
      return this.#any(typeOf(node), `answer${this.#fresh++}`);
    if (definition?.nodeType !== "FunctionDefinition" || !definition.body)
      throw new Error(`no rule for a call of ${definition?.name ?? type}`);
    const isAttached = expression.nodeType === "MemberAccess" && !typeOf(expression.expression).startsWith("t_type$");
    const nodes = isAttached ? [expression.expression as Node, ...given] : given;
    const parameters: readonly Node[] = definition.parameters.parameters;
    const values = nodes.map((each, i) =>
      this.#fit(this.#value(each, frame), typeOf(each), typeOf(parameters[i] as Node)),
    );
    return this.#invoke(definition, values);
  }

  /** A function of words alone is walked by itself, and all its ways are one afterwards. */
  #invoke(definition: Node, given: readonly Value[]): Value | undefined {
    const isPlain = given.every(isScalar) && /^(pure|view)$/.test(definition.stateMutability);
    return isPlain ? this.#paths.explore(() => this.#run(definition, given)) : this.#run(definition, given);
  }

  #struct(node: Node, frame: Frame): Record {
    const definition = this.#tree.get(node.expression.referencedDeclaration) as Node;
    const names: readonly string[] = node.names;
    return recordOf(
      (node.arguments as Node[]).map((each, i) => {
        const member =
          names.length === 0 ? definition.members[i] : definition.members.find((m: Node) => m.name === names[i]);
        return [member.name, this.#fit(this.#value(each, frame), typeOf(each), typeOf(member))];
      }),
    );
  }

  #converted(node: Node, value: Value): Value {
    const shape = this.#types.shapeOf(typeOf(node));
    return value.kind === "word" && shape !== undefined ? this.#words.to(value, shape) : value;
  }

  /** A value as a variable of a type holds it: in its width, and a copy where it moves between memory and storage. */
  #fit(value: Value, from: string, to: string): Value {
    if (value.kind === "word") {
      const shape = this.#types.shapeOf(to);
      return shape === undefined ? value : this.#words.to(value, shape);
    }
    if (value.kind !== "record") return value;
    const placeOf = (type: string): string => /_(storage|memory|calldata)(_ptr)?$/.exec(type)?.[1] ?? "";
    const copies = placeOf(from) !== placeOf(to) || /_storage$/.test(to);
    return copies ? copyOf(value) : value;
  }

  #shape(type: string): Shape {
    const shape = this.#types.shapeOf(type);
    if (shape === undefined) throw new Error(`${type} is no word`);
    return shape;
  }
}

const ZERO = ({ bits, signed }: Shape): Word => word(0n, bits, signed);

const recordOf = (members: readonly (readonly [string, Value])[]): Record => ({
  kind: "record",
  members: new Map(members),
  missing: (member) => {
    throw new Error(`there is no member ${member}`);
  },
});
