"use strict";
// What the tables of lstm-shapes say of a configuration. DATA holds them: formulas as products of symbols, rules of
// notes, limits. Nothing here knows a shape.
const DATA = JSON.parse(document.getElementById("data").textContent);

// The first thing that is wrong with a configuration, as [name, what is wrong]; null if nothing is.
function fault(c) {
  for (const [name, [low, high]] of Object.entries(DATA.limits)) {
    const value = c[name];
    if (!Number.isInteger(value) || value < low || value > high) {
      return [name, `a whole number from ${low} to ${high}`];
    }
  }
  if (c.proj_size >= c.hidden_size) return ["proj_size", "smaller than hidden_size"];
  if (c.input === "packed") {
    const [low, high] = DATA.limits.seq_len;
    const fits = (n) => Number.isInteger(n) && n >= low && n <= high;
    if (!c.lengths.length || !c.lengths.every(fits)) return ["lengths", `whole numbers from ${low} to ${high}, such as 5,3,2`];
    if (c.lengths.length > DATA.most_lengths) return ["lengths", `no more than ${DATA.most_lengths} on this page`];
  }
  return null;
}

// Whether a value has a meaning for this kind of module and of input.
function isAsked(c, name) {
  const kind = DATA.kinds[c.kind];
  if (name in DATA.defaults) return kind.arguments.includes(name);
  if (name === "lengths") return c.input === "packed" && !kind.is_cell;
  if (name === "seq_len") return c.input !== "packed" && !kind.is_cell;
  if (name === "batch_size") return c.input === "batched" || (c.input === "packed" && kind.is_cell);
  return true;
}

// The configuration with only what has a meaning in it; the rest is as in the beginning.
const BEGIN = { kind: "LSTM", ...DATA.defaults, ...DATA.sizes, input: "batched", ...DATA.start };
function fitting(c) {
  const kind = DATA.kinds[c.kind];
  const own = { ...c, input: kind.is_cell && c.input === "packed" ? "batched" : c.input };
  for (const [name, value] of Object.entries({ ...DATA.defaults, ...DATA.sizes })) {
    if (!isAsked(own, name)) own[name] = value;
  }
  return own;
}

const variant = (c) => DATA.tensors[`${c.kind}/${c.input}/${c.batch_first ? "batch_first" : ""}`];

function sizesOf(c) {
  const kind = DATA.kinds[c.kind];
  const packed = c.input === "packed";
  const sizes = { G: kind.gates, H_in: c.input_size, H_cell: c.hidden_size, H_out: c.proj_size || c.hidden_size };
  if (!kind.is_cell) {
    sizes.L = packed ? Math.max(...c.lengths) : c.seq_len;
    sizes.D = c.bidirectional ? 2 : 1;
    sizes.num_layers = c.num_layers;
  }
  if (c.input !== "unbatched") sizes.N = packed ? c.lengths.length : c.batch_size;
  if (packed) {
    sizes["sum(lengths)"] = c.lengths.reduce((a, b) => a + b, 0);
    sizes["max(lengths)"] = Math.max(...c.lengths);
  }
  return sizes;
}

// An axis is [coefficient, [symbols]].
const sizeOf = ([coefficient, symbols], sizes) => symbols.reduce((size, symbol) => size * sizes[symbol], coefficient);
const factors = ([coefficient, symbols], write) => [
  ...(coefficient !== 1 || !symbols.length ? [[String(coefficient), ""]] : []),
  ...symbols.map((symbol) => [write(symbol), symbol]),
];
const shapeOf = (axes, sizes) => axes.map((axis) => sizeOf(axis, sizes));

// Spans are [text, style]; a style is a symbol or a kind of text.
function tuple(parts, style) {
  const spans = [["(", style]];
  parts.forEach((part, place) => spans.push(...(place ? [[", ", style]] : []), ...part));
  return [...spans, [parts.length === 1 ? ",)" : ")", style]];
}
const product = (axis, write) =>
  factors(axis, write).flatMap(([text, symbol], place) => [...(place ? [[" * ", "math"]] : []), [text, symbol || "math"]]);
const formulaSpans = (axes) => tuple(axes.map((axis) => product(axis, (symbol) => symbol)), "math");
const numberSpans = (axes, sizes) => tuple(axes.map((axis) => product(axis, (symbol) => String(sizes[symbol]))), "number");
const shapeSpans = (axes, sizes) =>
  tuple(
    axes.map((axis) => [[String(sizeOf(axis, sizes)), axis[1].length === 1 ? axis[1][0] : "number"]]),
    "number",
  );
const textOf = (spans) => spans.map(([text]) => text).join("");

// The slices of the states: [index, layer, direction].
function slicesOf(c) {
  if (DATA.kinds[c.kind].is_cell) return [];
  const directions = ["forward", "backward"].slice(0, c.bidirectional ? 2 : 1);
  const layers = Array.from({ length: c.num_layers }, (_, layer) => layer);
  return layers.flatMap((layer) => directions.map((d, number) => [layer * directions.length + number, layer, d]));
}

function parametersOf(c) {
  const { first, deeper } = DATA.parameters[c.kind];
  const has = ([stem]) => (c.bias || !stem.startsWith("bias")) && (c.proj_size || stem !== "weight_hr");
  if (DATA.kinds[c.kind].is_cell) return first.filter(has);
  return slicesOf(c).flatMap(([, layer, direction]) =>
    (layer ? deeper : first)
      .filter(has)
      .map(([stem, axes]) => [`${stem}_l${layer}${direction === "backward" ? "_reverse" : ""}`, axes]),
  );
}

// The arguments of a call that are not left at their defaults, as Python.
function written(c) {
  const python = (value) => (value === true ? "True" : value === false ? "False" : String(value));
  return DATA.kinds[c.kind].arguments
    .filter((name) => c[name] !== DATA.defaults[name])
    .map((name) => (name in DATA.defaults ? `${name}=` : "") + python(c[name]));
}

function codeOf(c) {
  return `${DATA.kinds[c.kind].code}(${written(c).join(", ")})`;
}

function commandOf(c) {
  const flags = [`lstm-shapes inspect "${codeOf(c)}"`];
  if (c.input === "packed") return [...flags, `--lengths ${c.lengths.join(",")}`].join(" ");
  if (!DATA.kinds[c.kind].is_cell && c.seq_len !== DATA.sizes.seq_len) flags.push(`--seq-len ${c.seq_len}`);
  if (c.input === "unbatched") flags.push("--unbatched");
  else if (c.batch_size !== DATA.sizes.batch_size) flags.push(`--batch-size ${c.batch_size}`);
  return flags.join(" ");
}

function factsOf(c, sizes) {
  const kind = DATA.kinds[c.kind];
  const facts = { ...kind.facts, ...c, N: sizes.N ?? null, L: kind.is_cell ? 1 : sizes.L, H_out: sizes.H_out };
  facts.batched = c.input !== "unbatched";
  facts.packed = c.input === "packed";
  if (kind.is_cell) return facts;
  const { rows, last_step } = variant(c);
  const axes = Object.fromEntries(rows);
  facts.rows = sizeOf(axes.h_n[0], sizes);
  facts.longest = facts.packed ? Math.max(...c.lengths) : sizes.L;
  facts.shortest = facts.packed ? Math.min(...c.lengths) : sizes.L;
  facts.last_step = last_step;
  facts.output_is_like_h_n = String(shapeOf(axes.output, sizes)) === String(shapeOf(axes.h_n, sizes));
  return facts;
}

const COMPARE = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
};

function notesOf(c, sizes) {
  const facts = factsOf(c, sizes);
  const holds = (term) => {
    if (typeof term === "string") {
      const name = term.replace(/^not /, "");
      return Boolean(facts[name]) === (name === term);
    }
    const [left, relation, right] = term;
    return COMPARE[relation](facts[left], typeof right === "string" ? facts[right] : right);
  };
  const filled = (text) =>
    text.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_, name, noun) =>
      noun ? `${facts[name]} ${noun}${facts[name] === 1 ? "" : "s"}` : String(facts[name]),
    );
  return DATA.rules
    .filter((rule) => (rule.of_cells === null || rule.of_cells === DATA.kinds[c.kind].is_cell) && rule.when.every(holds))
    .map((rule) => ({ id: rule.id, text: filled(rule.text) }));
}

// Everything that the page shows of a configuration that has no fault.
function describe(configuration) {
  const c = fitting(configuration);
  const sizes = sizesOf(c);
  const kind = DATA.kinds[c.kind];
  return {
    configuration: c,
    sizes,
    code: codeOf(c),
    command: commandOf(c),
    tensors: variant(c).rows.map(([name, axes]) => ({ name, axes, shape: shapeOf(axes, sizes) })),
    states: slicesOf(c).map(([index, layer, direction]) => ({
      slice: kind.returned.map((name) => `${name}[${index}]`).join("  "),
      place: `layer ${layer} ${direction}`,
    })),
    parameters: parametersOf(c).map(([name, axes]) => ({ name, axes, shape: shapeOf(axes, sizes) })),
    notes: notesOf(c, sizes),
  };
}
