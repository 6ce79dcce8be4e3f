/** A template under deletion: how it is instantiated, and honest inputs of it. */

import type { Kind } from "../../circuits/support/signal-kinds.ts";
import type { Template, Values } from "../../circuits/support/template-lab.ts";

/** A template with inputs that have a witness. */
export type Subject = Template & {
  readonly bases: readonly Values[];
  /** Inputs that a wrong caller or prover would try, besides the edges of each input and random ones. */
  readonly probes?: readonly Values[];
};

/** Checks the shape of a subject at compile time. */
export const subject = <const K extends { readonly [name: string]: Kind }>(
  one: Subject & { readonly inputs: K },
): Subject => one;
