/** Names for forms up to a constant factor: forms with one name vanish in the same witnesses. */

import { inverse } from "../../../model/field.ts";
import { type Form, nearest } from "../system/form.ts";

/** Longer forms are no operand of a zero test or a switch; naming them would only cost time. */
const LONGEST = 40;

/** The name of a form that is not constant, or undefined where it is constant or too long. */
export function keyOf(form: Form): string | undefined {
  if (form.wires.length === 0 || form.wires.length > LONGEST) return undefined;
  const order = form.wires.map((_, i) => i).sort((i, j) => (form.wires[i] as number) - (form.wires[j] as number));
  const unit = inverse(form.weights[order[0] as number] as bigint);
  const terms = order.map((i) => `${form.wires[i]}:${nearest(unit * (form.weights[i] as bigint))}`);
  return `${terms.join(",")};${nearest(unit * form.constant)}`;
}
