// Squares on a photo, by two taps: one corner, then the one across. Nothing is dragged. The cells of the page without
// script stay one button away, for the keyboard and for who cannot see the photo well.
const form = document.querySelector("[data-blur]");
const [say, photo, grid, list, line, ways] = ["say", "photo", "grid", "list", "line", "ways"]
  .map((name) => form.querySelector(`[data-blur-${name}]`));
const { most, smallest, whole } = Object.fromEntries(
  ["most", "smallest", "whole"].map((name) => [name, Number(form.dataset[name])]));
const toggle = ways.querySelector("button");
let corner = null, dot = null;

const tell = (name) => { say.textContent = say.dataset[name]; };
const rows = () => [...list.querySelectorAll("li")];
const isByCells = () => !grid.hidden;

function place(node, kind, area) { // in thousandths of the photo
  node.className = kind;
  ["left", "top", "width", "height"].forEach((side, n) => { node.style[side] = `${area[n] / whole * 100}%`; });
  photo.append(node);
  return node;
}

function forget() {
  dot?.remove();
  corner = dot = null;
}

function add(area, row = document.createElement("li")) {
  const made = line.content.firstElementChild.cloneNode(true);
  const kept = row.querySelector("input") || document.createElement("input");
  [kept.type, kept.name, kept.value] = ["hidden", "area", area.join(",")];
  made.append(kept);
  row.isConnected ? row.replaceWith(made) : list.append(made);
  const box = place(document.createElement("span"), "blur-box", area);
  made.box = box;
  made.querySelector("button").addEventListener("click", () => {
    box.remove();
    made.remove();
    count();
    tell("first");
    (rows().at(-1)?.querySelector("button") || toggle).focus();
  });
  count();
}

function count() {
  rows().forEach((row, n) => { row.box.textContent = row.querySelector("b").textContent = n + 1; });
}

function tapped(event) {
  if (isByCells()) return;
  event.preventDefault();
  const frame = photo.getBoundingClientRect();
  const inside = (part, length) => Math.min(whole, Math.max(0, Math.round(part / length * whole)));
  const point = [inside(event.clientX - frame.left, frame.width), inside(event.clientY - frame.top, frame.height)];
  if (rows().length >= most) return tell("full");
  if (!corner) {
    corner = point;
    dot = place(document.createElement("span"), "blur-dot", [...point, 0, 0]);
    return tell("second");
  }
  const from = point.map((at, n) => Math.min(at, corner[n])), size = point.map((at, n) => Math.abs(at - corner[n]));
  if (Math.min(...size) < smallest) return tell("small");
  forget();
  add([...from, ...size]);
  tell("placed");
}

function choose(byCells) {
  if (!byCells) grid.querySelectorAll(":checked").forEach((cell) => { cell.checked = false; }); // nothing unseen is sent
  grid.hidden = !byCells;
  toggle.querySelector("span").textContent = byCells ? ways.dataset.taps : ways.dataset.cells;
  forget();
  tell(byCells ? "cells" : "first");
}

for (const row of rows()) {
  const area = row.querySelector("input").value.split(",").map(Number);
  if (area.length === 4 && area.every(Number.isFinite)) add(area, row); else row.remove();
}
photo.addEventListener("click", tapped);
toggle.addEventListener("click", () => choose(!isByCells()));
ways.hidden = false;
choose(Boolean(grid.querySelector(":checked")));
