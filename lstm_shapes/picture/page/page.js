// The controls, and what is shown of them.
const form = document.getElementById("controls");
const BOOLEANS = ["bidirectional", "batch_first", "bias"];
const WORDS = { kind: Object.keys(DATA.kinds), input: ["batched", "unbatched", "packed"] };

// The configuration in an address such as #kind=GRU&num_layers=2; what is not there, or is no value, is as in the
// beginning.
function fromHash(hash) {
  const c = { ...BEGIN };
  for (const [name, text] of new URLSearchParams(hash.replace(/^#/, ""))) {
    const numbers = text.split(",").map(Number);
    if (Object.hasOwn(WORDS, name)) {
      if (WORDS[name].includes(text)) c[name] = text;
    } else if (BOOLEANS.includes(name)) {
      if (["true", "false"].includes(text)) c[name] = text === "true";
    } else if (Object.hasOwn(c, name) && numbers.every(Number.isInteger) && (name === "lengths" || numbers.length === 1)) {
      c[name] = name === "lengths" ? numbers : numbers[0];
    }
  }
  return c;
}

function toHash(c) {
  const own = Object.entries(c).filter(([name, value]) => String(value) !== String(BEGIN[name]));
  return own.length ? `#${new URLSearchParams(own.map(([name, value]) => [name, String(value)]))}` : "#";
}

function fromControls() {
  const c = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "checkbox") c[field.name] = field.checked;
    else if (field.name === "lengths") c.lengths = field.value.split(/[\s,]+/).filter(Boolean).map(Number);
    else c[field.name] = field.type === "number" ? (field.value === "" ? NaN : Number(field.value)) : field.value;
  }
  return c;
}

function toControls(c) {
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "checkbox") field.checked = c[field.name];
    else field.value = field.name === "lengths" ? c.lengths.join(",") : c[field.name];
  }
}

const element = (tag, text, style) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (style) made.className = style;
  return made;
};
const cellOf = (spans) => {
  const cell = element("td");
  for (const [text, style] of spans) {
    cell.append(style in DATA.symbols ? element("span", text, DATA.symbols[style][1]) : text);
  }
  return cell;
};
const plain = (text) => cellOf([[text, ""]]);
const fill = (id, rows) => document.getElementById(id).replaceChildren(...rows);
const body = (id, rows) =>
  document.querySelector(`#${id} tbody`).replaceChildren(
    ...rows.map((cells) => {
      const row = element("tr");
      row.append(...cells);
      return row;
    }),
  );
// Prose with `code` between backticks.
const prose = (text) => text.split("`").map((piece, place) => (place % 2 ? element("code", piece) : piece));
const MOST_ROWS = 200;

function show(configuration) {
  const wrong = fault(fitting(configuration));
  document.getElementById("fault").textContent = wrong ? `${wrong[0]} must be ${wrong[1]}` : "";
  for (const field of form.elements) {
    if (!field.name) continue;
    field.setAttribute("aria-invalid", String(Boolean(wrong) && wrong[0] === field.name));
    field.closest("label").hidden = !isAsked(configuration, field.name);
  }
  document.querySelector("main").classList.toggle("stale", Boolean(wrong));
  if (wrong) return;
  const found = describe(configuration);
  const { sizes } = found;
  document.getElementById("code").textContent = found.code;
  document.getElementById("command").textContent = found.command;
  body("tensors", found.tensors.map(({ name, axes }) => [
    plain(name), cellOf(formulaSpans(axes)), cellOf(numberSpans(axes, sizes)), cellOf(shapeSpans(axes, sizes)),
  ]));
  const used = new Set(found.tensors.flatMap(({ axes }) => axes.flatMap(([, symbols]) => symbols)));
  const legend = Object.entries(DATA.symbols).filter(([name]) => used.has(name));
  fill("legend", legend.flatMap(([name, [meaning, style]], place) => [
    place ? " · " : "", element("span", `${name} = ${sizes[name].toLocaleString("en")}`, style), ` ${meaning}`,
  ]));
  document.getElementById("picture").innerHTML = draw(found.configuration, sizes);
  const notes = found.notes.map(({ text }) => {
    const item = element("li");
    item.append(...prose(text));
    return item;
  });
  fill("notes", notes.length ? notes : [element("li", "None: nothing is known to go wrong silently here.")]);
  document.getElementById("states").closest("section").hidden = !found.states.length;
  const few = (rows) => (rows.length > MOST_ROWS ? [...rows.slice(0, MOST_ROWS), [plain("…")]] : rows);
  body("states", few(found.states.map(({ slice, place }) => [plain(slice), plain(place)])));
  const counts = found.parameters.map(({ shape }) => shape.reduce((a, b) => a * BigInt(b), 1n));
  body("parameters", few(found.parameters.map(({ name, axes }, place) => {
    const count = plain(counts[place].toLocaleString("en"));
    count.className = "count";
    return [plain(name), cellOf(formulaSpans(axes)), cellOf(shapeSpans(axes, sizes)), count];
  })));
  document.getElementById("total").textContent = `${counts.reduce((a, b) => a + b, 0n).toLocaleString("en")} elements in all.`;
}

function lightUp(event, isOn) {
  const found = [...(event.target.classList || [])].find((name) => /^s\d+$/.test(name));
  for (const one of document.querySelectorAll(".lit")) one.classList.remove("lit");
  if (isOn && found) for (const one of document.querySelectorAll(`.${found}`)) one.classList.add("lit");
}

form.elements.kind.append(...Object.keys(DATA.kinds).map((name) => element("option", name)));
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", () => {
  const c = fromControls();
  show(c);
  if (!fault(fitting(c))) history.replaceState(null, "", toHash(c));
});
addEventListener("hashchange", () => start());
document.addEventListener("pointerover", (event) => lightUp(event, true));
document.addEventListener("pointerout", (event) => lightUp(event, false));
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const shownCode = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(shownCode.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(shownCode);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
}
function start() {
  const c = fromHash(location.hash);
  toControls(c);
  show(c);
}
start();
