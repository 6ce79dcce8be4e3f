/** What is wrong in a result, in words: the facts held against the reviewed lists of what is no bug. */

import { CANARIES } from "../canaries/canaries.ts";
import { unreviewed } from "../exceptions.ts";
import { unexplainedMutants } from "../mutation/equivalents.ts";
import { unexplainedSurvivors } from "../survivors.ts";
import { piece } from "./cells.ts";
import type { CanaryResult, UnitResult } from "./units.ts";

type Of<K extends UnitResult["kind"]> = Extract<UnitResult, { kind: K }>["result"];

/** Nothing for a sound result. */
export function problemsOf(one: UnitResult): readonly string[] {
  switch (one.kind) {
    case "statement":
      return ofStatement(one.result);
    case "canary":
      return ofCanary(one.result);
    case "template":
      return ofTemplate(one.result);
    case "own":
      return ofOwn(one.result);
    case "forgery":
      return one.result.holes;
    case "differential":
      return one.result.disagreements;
    case "parsers":
      return one.result.problems;
    case "mutation":
      return unexplainedMutants(one.result).map(
        ({ line, was, becomes, source }) =>
          `circuits/${one.result.file}:${line}: nothing kills ${piece(was)} → ${piece(becomes)} in ${piece(source)}`,
      );
  }
}

function ofStatement(found: Of<"statement">): string[] {
  const { unsolved, unmet, extra } = found.tie;
  return [
    ...found.open.map((name) => `${name} is not proved unique`),
    ...unreviewed(found),
    ...found.free.map((name) => `${name} can move at an honest witness`),
    ...found.repeated.map((id) => `constraint ${id} is there twice`),
    ...(unsolved + unmet + extra > 0 ? [`O1 and O2 differ: ${unsolved} unsolved, ${unmet} unmet, ${extra} extra`] : []),
  ];
}

function ofCanary({ name, flaggedBy, mended }: CanaryResult): string[] {
  const expected = [...(CANARIES.find((canary) => canary.name === name)?.flaggedBy ?? [])].sort().join(", ");
  return [
    ...(flaggedBy.join(", ") === expected
      ? []
      : [`flagged by ${flaggedBy.join(", ") || "nothing"}, not by ${expected}`]),
    ...(mended.length === 0 ? [] : [`its mended twin is flagged by ${mended.join(", ")}`]),
  ];
}

function ofTemplate({ call, open, survivors }: Of<"template">): string[] {
  return [
    ...open.map((name) => `${name} is not proved unique`),
    ...unexplainedSurvivors(call, survivors).map((constraint) => `nothing kills ${constraint}`),
  ];
}

const ofOwn = ({ statement, lines }: Of<"own">): string[] =>
  lines.flatMap(({ template, survivors }) =>
    unexplainedSurvivors(`${statement}: ${template}`, survivors).map((text) => `${template}: nothing kills ${text}`),
  );
