/** The class that every clone builds. */
import { openClass, type ShippedClass } from "./shipped-class.ts";

export { proofOf, satisfyingWitness } from "./shipped-class.ts";

/** Everything that ships for desk-8. */
export type Desk8 = ShippedClass;

/** Opens it. */
export const openDesk8 = (): Promise<Desk8> => openClass("desk-8");
