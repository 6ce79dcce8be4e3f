/** Spoils a text file the way that hands, tools and attackers do: by its tokens where it is JSON or a table, by its characters anywhere. */

import type { SeededRandom } from "../../support/seeded-random.ts";

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+|[A-Za-z]+|[{}[\]:,]/g;
const ODD = [
  "null",
  "true",
  "false",
  "0",
  "-0",
  "1",
  "-1",
  "01",
  "+1",
  "1.0",
  "1e3",
  "1e400",
  "0x10",
  "NaN",
  '""',
  '"0"',
  '"-0"',
  '"01"',
  '"+1"',
  '" 1"',
  '"1 "',
  '"1e3"',
  '"0x"',
  '"0x1g"',
  '"1_000"',
  '"١"',
  "[]",
  "{}",
  '"__proto__"',
  '{"__proto__":{"a":1}}',
  `"${"9".repeat(400)}"`,
  "9".repeat(400),
  `"0x${"f".repeat(64)}"`,
  `"-${"9".repeat(30)}"`,
  "[".repeat(300) + "]".repeat(300),
  '"\\u0000"',
  '"\ud800"',
  "18446744073709551616",
  '"340282366920938463463374607431768211456"',
];
const CHARACTERS = '0123456789abcdefx"{}[],:.-+eE \n\r\t\\/\u0000\u00a0\u00e9\u2028\ud800\ufeff';

type Span = { readonly start: number; readonly end: number; readonly text: string };

/** A changed text; one to three changes. */
export function mutateText(random: SeededRandom, honest: string, others: readonly string[]): string {
  let text = honest;
  for (let left = random.integer(1, 3); left > 0; left--) text = once(random, text, others);
  return text;
}

function once(random: SeededRandom, text: string, others: readonly string[]): string {
  const spans = [...text.matchAll(TOKEN)].map((match): Span => {
    const { index, 0: found } = match;
    return { start: index, end: index + found.length, text: found };
  });
  const values = spans.filter((span) => !/^[{}[\]:,]$/.test(span.text));
  if (values.length === 0 || random.chance(0.15)) return byCharacter(random, text);
  const at = random.pick(values);
  const put = (becomes: string, span: Span = at): string => text.slice(0, span.start) + becomes + text.slice(span.end);
  switch (random.integer(0, 8)) {
    case 0:
      return put(random.pick(ODD));
    case 1:
      return put(near(random, at.text));
    case 2:
      return put(random.pick(values).text);
    case 3:
      return put(escaped(at.text));
    case 4:
      return withoutPiece(text, at);
    case 5:
      return text.slice(0, at.end) + text.slice(at.start - 1 < 0 ? 0 : at.start - 1);
    case 6: {
      const other = random.pick(values);
      const [first, last] = at.start < other.start ? [at, other] : [other, at];
      if (first.end > last.start) return put(random.pick(ODD));
      return (
        text.slice(0, first.start) + last.text + text.slice(first.end, last.start) + first.text + text.slice(last.end)
      );
    }
    case 7:
      return put(random.pick(spans).text, random.pick(spans));
    default:
      return random.pick(others);
  }
}

/** A number a little off, a longer or shorter word. */
function near(random: SeededRandom, token: string): string {
  const number = /-?\d+/.exec(token)?.[0];
  if (number === undefined || token.length > 500) return token.replace(/.(?="?$)/, "");
  const by = random.pick([1n, -1n, 256n, -(1n << 38n), 1n << 40n, 1n << 64n]);
  return token.replace(number, String(BigInt(number) + by));
}

/** The same string with one character as an escape: another text, the same value. */
const escaped = (token: string): string =>
  token.replace(/^"(.)/, (_, character: string) =>
    character === '"' || character === "\\"
      ? `"${character}`
      : `"\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A line left out, or what stands between two commas. */
function withoutPiece(text: string, { start, end }: Span): string {
  const from = Math.max(text.lastIndexOf(",", start), text.lastIndexOf("\n", start), 0);
  const to = [text.indexOf(",", end), text.indexOf("\n", end)].filter((place) => place >= 0);
  return text.slice(0, from) + text.slice(to.length === 0 ? text.length : Math.min(...to));
}

function byCharacter(random: SeededRandom, text: string): string {
  const at = random.integer(0, text.length);
  const character = random.pick([...CHARACTERS]);
  switch (random.integer(0, 4)) {
    case 0:
      return text.slice(0, at) + character + text.slice(at);
    case 1:
      return text.slice(0, at) + character + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + text.slice(at + 1);
    case 3:
      return text.slice(0, at);
    default:
      return text + random.pick([" ", "\n", text, "{}", "\u0000"]);
  }
}
