/** The code blocks of a page of the documentation, as a program that does what its reader would. */

/** A block with its language, and the file it is when the page says so. */
export interface CodeBlock {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

const FENCE = /^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm;

/** Every fenced block with a language, in order. */
export const blocksOf = (page: string): CodeBlock[] =>
  [...page.matchAll(FENCE)].map(([, language = "", file, text = ""]) => ({ language, file, text }));

const written = (file: string, text: string): string =>
  [`mkdir -p "$(dirname '${file}')"`, `cat > '${file}' <<'END-OF-BLOCK'`, `${text}END-OF-BLOCK`].join("\n");

/** One shell script: files are written where they stand on the page, commands are run; the first failure ends it. */
export function scriptOf(blocks: readonly CodeBlock[]): string {
  const steps = blocks.flatMap(({ language, file, text }) => {
    if (file !== undefined) return [written(file, text)];
    return language === "sh" ? [text] : [];
  });
  return ["set -euxo pipefail", ...steps, ""].join("\n");
}
