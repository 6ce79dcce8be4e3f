import { solve } from "../prove.ts";
import { contractOf, type Node, parse, type Tree } from "./ast.ts";
import { Follower } from "./follow.ts";
import type { Goal } from "./paths.ts";
import { Terms } from "./terms.ts";

/** Whether a law holds for all values, fails for some, or was not settled in time. */
export interface Verdict {
  readonly law: string;
  readonly answer: "holds" | "fails" | "unsettled";
  /** Steps that z3 took for its hardest query. */
  readonly steps: number;
}

/** What one law comes to: for each thing that must hold, on all paths that lead to it, a query whose answer must be "unsat". */
function queriesOf(tree: Tree, law: Node): readonly string[] {
  const terms = new Terms();
  const follower = new Follower(tree, terms);
  follower.law(law);
  if (follower.asserted === 0) throw new Error(`${law.name} claims nothing`);
  const goals = Map.groupBy(follower.goals.values(), ({ at }) => at);
  return [...goals.values()].map((same: readonly Goal[]) => {
    const broken = terms.or(same.map(({ path, holds }) => terms.and([...path, terms.not(holds)])));
    const script = terms.scriptOf(broken);
    return `(set-logic QF_BV)\n${script}\n(assert ${broken.term})\n(check-sat)\n`;
  });
}

/** Every function of a contract whose name begins with `test`, proved or refuted. */
export function proveLaws(contract: string, file: string, read: (path: string) => string): readonly Verdict[] {
  const tree = parse(file, read);
  const laws: readonly Node[] = contractOf(tree, contract).nodes.filter(
    ({ nodeType, name }: Node) => nodeType === "FunctionDefinition" && name.startsWith("test"),
  );
  return laws.map((law) => {
    const answers = queriesOf(tree, law).map((query) => solve(query, []));
    const steps = Math.max(0, ...answers.map((each) => each.steps));
    if (answers.some(({ text }) => text.startsWith("sat"))) return { law: law.name, answer: "fails", steps };
    const isProved = answers.every(({ text }) => text.startsWith("unsat"));
    return { law: law.name, answer: isProved ? "holds" : "unsettled", steps };
  });
}
