/** A text of the page that is hard to read, and how hard: 1 is invisible, 21 black on white. */
export interface Faint {
  readonly text: string;
  readonly ratio: number;
}

/**
 * Script for the browser: every visible text whose contrast with what lies behind it (WCAG 2) is below `least`. Colours are
 * asked of a canvas, so every notation counts; grounds are laid over each other from the page inwards.
 */
export const faintTexts = (least: number): string => `(() => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
  const behind = (element) => {
    const ground = element.parentElement ? behind(element.parentElement) : [255, 255, 255];
    return over(rgba(getComputedStyle(element).backgroundColor), ground);
  };
  const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ratio = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const own = (element) => [...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data).join("").trim();
  return [...document.body.querySelectorAll("*")]
    .filter((element) => own(element) !== "" && !["SCRIPT", "STYLE"].includes(element.tagName) && element.checkVisibility())
    .map((element) => {
      const ground = behind(element);
      return { text: own(element), ratio: ratio(over(rgba(getComputedStyle(element).color), ground), ground) };
    })
    .filter((found) => found.ratio < ${least});
})()`;
