import { bookClasses } from "../../contracts/generated/classes.ts";
import type { BookClass } from "./types.ts";

/** Name of a class by its number on the chain; undefined for 0, an account that was never opened. */
export function bookClassOf(number: number): BookClass | undefined {
  const names = Object.keys(bookClasses) as BookClass[];
  return names.find((name) => bookClasses[name].class === number);
}
