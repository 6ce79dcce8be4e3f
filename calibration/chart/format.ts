/** How the page writes numbers; the page's script has the same kinds. */
export type NumberKind = "price" | "percent" | "correlation";

const LANGUAGE = "en-US";

/** A fraction as a percentage with three digits that count. */
export function percent(value: number): string {
  const digits = Math.abs(value) >= 1 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return `${(100 * value).toLocaleString(LANGUAGE, Math.abs(value) < 1e-12 ? {} : digits)} %`;
}

/** A price in quote, six digits that count. */
export function price(value: number): string {
  return value.toLocaleString(LANGUAGE, { maximumSignificantDigits: value < 10 ? 4 : 6 });
}

/** A correlation with its sign. */
export function correlation(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

/** A whole number with thousands apart. */
export function count(value: number): string {
  return value.toLocaleString(LANGUAGE);
}

/** A number of one of the kinds. */
export function formatted(value: number, kind: NumberKind): string {
  return { price, percent, correlation }[kind](value);
}

/** A probability as tests report it. */
export function probability(value: number): string {
  return value < 0.001 ? "< .001" : value.toFixed(3).replace(/^0/, "");
}

/** The date of a moment, and the time of day unless it is midnight. */
export function moment(time: string): string {
  const [date = "", clock = ""] = time.split("T");
  return clock === "" || clock.startsWith("00:00:00") ? date : `${date} ${clock.slice(0, 5)}`;
}
