/**
 * The page's script: a cross-hair over all plots at once, by pointer or arrow keys, that writes the values of its epoch into the
 * captions. Without it the page shows the latest values. It reads the JSON beside it and asks nothing of the network.
 */
export const SCRIPT = `
const data = JSON.parse(document.getElementById("data").textContent);
const figures = [...document.querySelectorAll("figure[data-plot]")].map((figure) => ({
  frame: figure.querySelector(".frame"),
  cross: figure.querySelector(".cross"),
  when: figure.querySelector(".when"),
  values: [...figure.querySelectorAll(".readout b")],
  plot: data.plots[figure.dataset.plot],
}));
const spoken = document.getElementById("spoken");
const last = data.times.length - 1;
const from = data.times[0];
const span = data.times[last] - from || 1;
const sized = (value, digits) => value.toLocaleString("en-US", { maximumSignificantDigits: digits });
const kinds = {
  price: (value) => sized(value, value < 10 ? 4 : 6),
  percent: (value) => (Math.abs(value) >= 1 ? (100 * value).toLocaleString("en-US", { maximumFractionDigits: 0 }) : sized(100 * value, 3)) + " %",
  correlation: (value) => value.toFixed(2).replace("-", "\\u2212"),
};
const textOf = (value, kind) => (value === null ? "\\u2013" : kinds[kind](value));
let shown = last;
function show(epoch, active) {
  shown = epoch;
  for (const { cross, when, values, plot } of figures) {
    cross.style.display = active ? "block" : "none";
    cross.style.left = (100 * (data.times[epoch] - from)) / span + "%";
    when.textContent = active ? data.names[epoch] : "latest";
    values.forEach((cell, i) => { cell.textContent = textOf(plot.lines[i][epoch], plot.kind); });
  }
}
function nearest(share) {
  const time = from + share * span;
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (data.times[middle] < time) low = middle + 1; else high = middle;
  }
  return low > 0 && time - data.times[low - 1] < data.times[low] - time ? low - 1 : low;
}
const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20, Home: -last, End: last };
for (const { frame, plot } of figures) {
  const follow = (event) => {
    const box = frame.getBoundingClientRect();
    show(nearest(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))), true);
  };
  frame.addEventListener("pointermove", follow);
  frame.addEventListener("pointerdown", follow);
  frame.addEventListener("pointerleave", () => show(last, false));
  frame.addEventListener("blur", () => show(last, false));
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return show(last, false);
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    show(Math.min(last, Math.max(0, shown + step)), true);
    spoken.textContent = data.names[shown] + ": " + plot.lines.map((line) => textOf(line[shown], plot.kind)).join(", ");
  });
}
`;
