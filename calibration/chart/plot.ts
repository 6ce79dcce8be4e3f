import { type ScaleContinuousNumeric, scaleLinear, scaleLog, scaleUtc } from "d3-scale";
import { line as lineOf } from "d3-shape";
import { formatted, type NumberKind } from "./format.ts";
import { type Markup, markup, raw } from "./markup.ts";

/** The plane of every plot; it is stretched to the room there is, lines keep their width. */
const WIDTH = 1000;
const HEIGHT = 100;

/** One line of a plot. */
export interface PlotLine {
  readonly name: string;
  readonly values: readonly number[];
  /** Place in the page's palette: a factor has the same in every plot. */
  readonly colour: number;
}

/** A stretch of epochs, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Everything a plot over time shows. */
export interface Plot {
  /** Unique on the page; letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  /** Behind the title, muted: unit and scale. */
  readonly note: string;
  /** What the picture shows, for those who do not see it. */
  readonly summary: string;
  readonly times: readonly number[];
  readonly kind: NumberKind;
  readonly lines: readonly PlotLine[];
  /** Epochs in tier 2 or 3, shaded. */
  readonly stressed: readonly Span[];
  readonly size: "large" | "small";
  /** Fixed range of values; otherwise that of the lines. */
  readonly range?: readonly [number, number];
  /** Factor from this plot's values to those of a second axis, written small under the first. */
  readonly second?: number;
  /** Names at the lines' right ends; needs room beside the plot. */
  readonly endLabels?: boolean;
  /** Below the lines, in the plane of the plot. */
  readonly underlay?: (x: (epoch: number) => number, y: (value: number) => number) => Markup;
}

type Scale = ScaleContinuousNumeric<number, number>;

/** Positions on the plane of a plot. */
export interface Plane {
  readonly x: (epoch: number) => number;
  readonly y: Scale;
}

/** Horizontal positions of epochs, evenly by time. */
export function horizontal(times: readonly number[]): (epoch: number) => number {
  const scale = scaleUtc([times[0] ?? 0, times.at(-1) ?? 1], [0, WIDTH]);
  return (epoch) => scale(times[epoch] ?? 0);
}

/** The plot as a figure: caption with the latest values, picture, axes as text that keeps its size on any screen. */
export function plotFigure(plot: Plot): Markup {
  const plane = { x: horizontal(plot.times), y: vertical(plot) };
  const labels = plot.endLabels === true ? endLabels(plot, plane.y) : markup``;
  return markup`<figure class="plot ${plot.size}${plot.endLabels === true ? " labelled" : ""}" data-plot="${plot.id}">
<figcaption><span class="title">${plot.title}</span> <span class="note">${plot.note}</span>${readout(plot)}</figcaption>
<div class="frame" tabindex="0" role="img" aria-label="${`${plot.title}. ${plot.summary}`}">
${picture(plot, plane)}
<div class="labels" aria-hidden="true">${valueLabels(plot, plane.y)}</div>${labels}<div class="cross" aria-hidden="true"></div>
</div>
${timeAxis(plot.times, plot.size === "large" ? 7 : 3)}
</figure>`;
}

/** A plane with the shaded spans and whatever is drawn on it. */
export function svg(content: Markup): Markup {
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${content}</svg>`;
}

/** The stressed spans as shades behind everything. */
function shades(spans: readonly Span[], x: (epoch: number) => number): Markup {
  return markup`${spans.map(
    ({ from, to }) =>
      markup`<rect class="shade" x="${fixed(x(from))}" width="${fixed(Math.max(1.5, x(to) - x(from)))}" height="${HEIGHT}"/>`,
  )}`;
}

/** The axis of dates below a plot, about `count` of them; on narrow screens a large plot keeps every third. */
export function timeAxis(times: readonly number[], count: number): Markup {
  const scale = scaleUtc([times[0] ?? 0, times.at(-1) ?? 1], [0, 100]);
  const ticks = scale.ticks(count).filter((tick) => scale(tick) > 3 && scale(tick) < 97);
  return markup`<div class="times" aria-hidden="true">${ticks.map(
    (tick) => markup`<span style="left:${fixed(scale(tick))}%">${dateName(tick)}</span>`,
  )}</div>`;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** A tick in as few letters as say which it is, alone among its neighbours or not. */
function dateName(date: Date): string {
  const [year, month, day] = [date.getUTCFullYear(), MONTHS[date.getUTCMonth()] ?? "", date.getUTCDate()];
  if (date.getTime() % 86_400_000 !== 0) return date.toISOString().slice(11, 16);
  if (day > 1) return `${day} ${month}`;
  return month === "Jan" ? `${year}` : `${month} ’${`${year}`.slice(2)}`;
}

/** Coordinates need no more. */
export const fixed = (value: number): string => value.toFixed(2).replace(/\.?0+$/, "");

function vertical({ lines, range, kind }: Plot): Scale {
  if (range !== undefined) return scaleLinear(range, [HEIGHT, 0]);
  const all = lines.flatMap(({ values }) => values).filter((value) => Number.isFinite(value));
  const least = all.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = all.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const wide = least > 0 && most / least > 4;
  if (wide) return scaleLog([least / 1.05, most * 1.05], [HEIGHT, 0]);
  const room = (most - least) * 0.06 || Math.abs(most) * 0.01 || 1;
  const floor = kind === "percent" ? 0 : least - room;
  return scaleLinear([Math.max(floor, least >= 0 ? 0 : floor), most + room], [HEIGHT, 0]);
}

/** About four values worth a grid line; a wide logarithmic scale takes powers of ten, a narrow one 1, 2 and 5 of each. */
function ticksOf(scale: Scale): number[] {
  if (!("base" in scale)) return scale.ticks(4);
  const [least = 1, most = 1] = scale.domain();
  const decades = Math.log10(most / least);
  const steps = decades > 2.5 ? [1] : decades > 1.2 ? [1, 3] : [1, 2, 5];
  const powers = Array.from({ length: 40 }, (_, i) => i - 20);
  const ticks = powers.flatMap((power) => steps.map((step) => Number(`${step}e${power}`)));
  return ticks.filter((tick) => tick >= least && tick <= most);
}

function picture(plot: Plot, { x, y }: Plane): Markup {
  const grid = ticksOf(y).map((tick) => markup`<path class="grid" d="M0 ${fixed(y(tick))}H${WIDTH}"/>`);
  const paths = plot.lines.map(
    ({ values, colour }) =>
      markup`<path class="line" style="stroke:var(--c${colour})" d="${raw(pathOf(values, x, y))}"/>`,
  );
  const underlay = plot.underlay === undefined ? markup`` : plot.underlay(x, y);
  return svg(markup`${shades(plot.stressed, x)}${grid}${underlay}${paths}`);
}

/** A line's path; it breaks where a value is missing or cannot stand on the scale. */
export function pathOf(values: readonly number[], x: (epoch: number) => number, y: (value: number) => number): string {
  const make = lineOf<number>()
    .defined((value) => Number.isFinite(y(value)))
    .x((_, epoch) => x(epoch))
    .y((value) => y(value))
    .digits(2);
  return make([...values]) ?? "";
}

function valueLabels({ kind, second }: Plot, y: Scale): Markup {
  return markup`${ticksOf(y).map((tick) => {
    const other =
      second === undefined ? "" : markup`<small>${formatted(Number((tick * second).toPrecision(2)), kind)}</small>`;
    return markup`<span style="top:${fixed(y(tick))}%">${formatted(tick, kind)}${other}</span>`;
  })}`;
}

/** Names beside the last values, moved apart where they would touch; positions are shares of a plot 260 pixels high. */
function endLabels({ lines }: Plot, y: Scale): Markup {
  const APART = 6.5;
  const places = lines
    .map(({ name, values, colour }) => ({ name, colour, top: y(values.at(-1) ?? 0) }))
    .filter(({ top }) => Number.isFinite(top))
    .sort((left, right) => left.top - right.top);
  places.forEach((place, i) => {
    const above = places[i - 1];
    if (above !== undefined && place.top < above.top + APART) place.top = above.top + APART;
  });
  return markup`<div class="ends" aria-hidden="true">${places.map(
    ({ name, colour, top }) => markup`<span style="top:${fixed(top)}%;color:var(--c${colour})">${name}</span>`,
  )}</div>`;
}

function readout({ lines, kind }: Plot): Markup {
  return markup`<span class="readout"><span class="when">latest</span>${lines.map(({ name, values, colour }) => {
    const swatch = lines.length > 1 ? markup`<i style="background:var(--c${colour})"></i>${name} ` : "";
    return markup`<span class="value">${swatch}<b>${formatted(values.at(-1) ?? 0, kind)}</b></span>`;
  })}</span>`;
}
