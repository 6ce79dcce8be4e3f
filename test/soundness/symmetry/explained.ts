/** Constraints that rightly hold some elements of an array only, with the reason. */
export const EXPLAINED: Readonly<Record<string, string>> = {
  "main.s04_newHeld[*] | main.price[*] | main.s06_collateralValue[*]":
    "asset k is factor k: the four assets are priced by the first four factors",
  "main.legSign[*] | main.legSign[*] | ": "the sign of the first leg is 0 (S-05), which leaves no digit to check",
  "main.choice[*] | main.v08_difference[*] | main.v08_chosen[*]":
    "a row's vega has to be 0, so that its difference is the row's own element and has no other name",
};
