// The network, laid out and written as lstm_shapes/picture draws it; the suite compares the two.
const M = DATA.measures;
const round = (value) => value.toFixed(1).replace(/\.0$/, "");
const widthOf = (text, size = M.text) => [...text].length * size * M.letter;
const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

// Of more than four the first two, null for those between, and the last.
function shown(count) {
  return count <= 4 ? Array.from({ length: count }, (_, n) => n) : [0, 1, null, count - 1];
}

function gridOf(c) {
  const kind = DATA.kinds[c.kind];
  const steps = shown(kind.is_cell ? 1 : c.input === "packed" ? Math.max(...c.lengths) : c.seq_len);
  if (kind.is_cell) return { steps, layers: [[{ layer: 0, direction: "forward", index: null }]] };
  const slices = slicesOf(c);
  const rows = (n) => slices.filter(([, layer]) => layer === n).map(([index, layer, direction]) => ({ index, layer, direction }));
  return { steps, layers: shown(c.num_layers).map((n) => (n === null ? null : rows(n))) };
}

function draw(c, sizes) {
  const kind = DATA.kinds[c.kind];
  const { steps, layers } = gridOf(c);
  const { rows: tensors, time } = variant(c);
  const formulas = Object.fromEntries(tensors);
  const directions = layers.find(Boolean).length;
  const hasOutput = !kind.is_cell;
  const named = (row, names) => names.map((name) => (row.index === null ? name : `${name}[${row.index}]`)).join(", ");
  const placed = (row) => (row.index === null ? "" : `layer ${row.layer} ${row.direction}`);
  const caption = (name) =>
    name in formulas
      ? [[name, "code"], [" ", "prose"], ...formulaSpans(formulas[name]), [" = ", "prose"], ...shapeSpans(formulas[name], sizes)]
      : [];
  const between = formulas[c.input === "packed" ? "output.data" : "output"];
  const hole = layers.indexOf(null);
  const left_out = hole < 0 ? "" : ((a, b) => (a === b ? `${a}` : `${a} to ${b}`))(layers[hole - 1][0].layer + 1, layers[hole + 1][0].layer - 1);
  const lengths = c.input === "packed" ? c.lengths : [];
  const below = M.below.filter((name) => name in formulas);
  const above = M.above.filter((name) => name in formulas);
  const halves = [];
  if (hasOutput && !lengths.length) {
    halves.push([steps[steps.length - 1] || 0, "forward", `h_n[${-directions}]`]);
    if (directions === 2) halves.push([0, "backward", "h_n[-1]"]);
  }

  // Measures.
  const sides = layers.flatMap((layer) => layer || []).flatMap((row) => [named(row, kind.given), named(row, kind.returned), placed(row)]);
  if (between && layers.length > 1) sides.push(textOf(formulaSpans(between)), textOf(shapeSpans(between, sizes)));
  if (lengths.length) sides.push(`lengths[${lengths.length - 1}] = ${Math.max(...lengths)}`);
  if (hole >= 0) sides.push(`layers ${left_out}`);
  const side = Math.max(...sides.map((text) => widthOf(text))) + 12;
  const at = (name, step) => (kind.is_cell ? name : `${name}[${":, ".repeat(time)}${step}]`);
  const projection = c.proj_size ? `${c.hidden_size} → ${c.proj_size}` : "";
  const inBoxes = ["input", ...(hasOutput ? ["output"] : [])].map((name) => at(name, steps[steps.length - 1]));
  const cell_width = Math.max(M.cell_width, widthOf(projection, M.small) + M.padding);
  const value_width = Math.max(M.value_width, Math.max(...inBoxes.map((text) => widthOf(text))) + M.padding);
  const cells = directions * cell_width + (directions - 1) * M.beside_directions;
  const column_width = Math.max(value_width + M.beside_values, cells + M.beside_cells);
  const network = 2 * (side + M.gap) + steps.length * column_width;
  const title = wrap(codeOf(c), M.title_letters);
  const pairs = kind.given.map((given, n) => [caption(given), caption(kind.returned[n])]);
  const captions = pairs.map(([one, other]) => widthOf(textOf(one)) + widthOf(textOf(other)) + 2 * M.margin);
  const width = Math.max(network, ...captions, ...title.map((line) => widthOf(line))) + 2 * M.margin;
  const left = (width - network) / 2;
  let y = M.margin + M.line * title.length + M.line * above.length;
  y += M.line * Math.max(0, ...halves.map(([step]) => halves.filter(([other]) => other === step).length));
  y += M.margin / 2;
  const values = [];
  const tops = [];
  [...layers.keys()].reverse().forEach((place) => {
    values.unshift(y);
    const isLast = place === layers.length - 1;
    y += ((isLast && hasOutput) || (directions === 2 && !isLast) ? M.value_height : 0) + (!isLast || hasOutput ? M.up : 0);
    tops.unshift(y);
    const rows = (layers[place] || []).length;
    y += (layers[place] ? rows * M.cell_height + Math.max(0, rows - 1) * M.apart : M.left_out_height) + M.up;
  });
  values.unshift(y);
  y += M.value_height + M.margin + M.bar * shown(lengths.length).length;
  const bottom = y;
  y += M.line * (lengths.length ? 1 : 0) + M.line * (below.length + kind.given.length) + M.margin / 2;
  const height = Math.round(y);
  const full = Math.round(width);

  // Elements.
  const out = [];
  const box = (x, top, w, h, look) =>
    out.push(`<rect class="${look}" x="${round(x)}" y="${round(top)}" width="${round(w)}" height="${round(h)}" rx="3"/>`);
  const label = (x, at, spans, anchor = "middle", size = M.text) =>
    out.push(
      `<text x="${round(x)}" y="${round(at)}" text-anchor="${anchor}" font-size="${size}" xml:space="preserve">` +
        spans.map(([text, style]) => `<tspan class="${style in DATA.symbols ? DATA.symbols[style][1] : style}">${escape(text)}</tspan>`).join("") +
        "</text>",
    );
  const path = (look, points, end = "") =>
    out.push(`<path class="${look}" d="M${points.map(([x, at]) => `${round(x)} ${round(at)}`).join(" ")}${end}"/>`);
  const arrow = (look, from, to) => {
    const long = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const [ax, ay] = [((to[0] - from[0]) * M.head) / long, ((to[1] - from[1]) * M.head) / long];
    const neck = [to[0] - ax, to[1] - ay];
    path(look, [from, neck]);
    path(`head ${look}`, [to, [neck[0] - ay / 2, neck[1] + ax / 2], [neck[0] + ay / 2, neck[1] - ax / 2]], "Z");
  };
  const middle = (column) => left + side + M.gap + (column + 0.5) * column_width;
  const aside = ((cell_width + M.beside_directions) / 2) * (directions - 1);
  const cell = (column, row) => middle(column) + (row.direction === "backward" ? aside : -aside);
  const topOf = (row, place) => tops[place] + (directions === 2 && row.direction === "forward" ? M.cell_height + M.apart : 0);
  const all = layers.flatMap((layer, place) => (layer || []).map((row) => [row, topOf(row, place)]));
  const hasBoxes = (place) => place === 0 || place === layers.length || directions === 2;

  y = M.margin;
  title.forEach((line) => { label(full / 2, y + M.text * 0.8, [[line, "title"]]); y += M.line; });
  [...above].reverse().forEach((name) => { label(full / 2, y + M.text * 0.8, caption(name)); y += M.line; });
  for (const [row, top] of all) {
    const mid = top + M.cell_height / 2;
    steps.forEach((step, column) => {
      const x = cell(column, row);
      if (step === null) return label(x, mid + 4, [["…", "prose"]]);
      box(x - cell_width / 2, top, cell_width, M.cell_height, row.direction);
      label(x, projection ? mid - 4 : mid + 4, [[c.kind, "code"]], "middle", M.small);
      if (projection) label(x, mid + 11, [[projection, "number"]], "middle", M.small);
    });
    for (let column = 0; column + 1 < steps.length; column++) {
      const edge = (where, sign) => cell(where, row) + sign * (steps[where] === null ? 10 : cell_width / 2);
      const ends = [[edge(column, 1), mid], [edge(column + 1, -1), mid]];
      arrow(row.direction, ...(row.direction === "forward" ? ends : ends.reverse()));
    }
  }
  steps.forEach((step, column) => {
    if (step === null) return;
    layers.forEach((layer, place) => {
      const isDirect = !hasBoxes(place);
      const endsInBox = hasBoxes(place + 1) && (place < layers.length - 1 || hasOutput);
      const start = isDirect ? tops[place - 1] : values[place];
      const look = isDirect ? "forward" : "flow";
      if (!layer) {
        const x = middle(column);
        label(x, tops[place] + M.left_out_height / 2 + 4, [["⋮", "prose"]]);
        arrow(look, [x, start], [x, tops[place] + M.left_out_height]);
        if (endsInBox) arrow("flow", [x, tops[place]], [x, values[place + 1] + M.value_height]);
      }
      for (const row of layer || []) {
        const [x, top] = [cell(column, row), topOf(row, place)];
        arrow(look, [x, start], [x, top + M.cell_height]);
        if (endsInBox) arrow(row.direction, [x, top], [x, values[place + 1] + M.value_height]);
      }
    });
  });
  for (const [row, top] of all) {
    const mid = top + M.cell_height / 2;
    for (const [names, isGiven] of [[kind.given, true], [kind.returned, false]]) {
      const isLeft = isGiven === (row.direction === "forward");
      const x = isLeft ? left : full - left - side;
      box(x, top, side, M.cell_height, isGiven ? "state" : row.direction);
      label(x + side / 2, placed(row) ? mid - 3 : mid + 4, [[named(row, names), "code"]]);
      if (placed(row)) label(x + side / 2, mid + 13, [[placed(row), "prose"]], "middle", M.small);
      const edge = [isLeft ? x + side : x, mid];
      const end = [cell(isLeft ? 0 : steps.length - 1, row) + ((isLeft ? -1 : 1) * cell_width) / 2, mid];
      arrow(row.direction, ...(isGiven ? [edge, end] : [end, edge]));
    }
  }
  for (let place = 1; place < layers.length && between; place++) {
    const mid = values[place] - M.up + ((hasBoxes(place) ? M.value_height : 0) + 2 * M.up) / 2;
    label(left + side / 2, mid - 3, formulaSpans(between));
    label(left + side / 2, mid + 13, shapeSpans(between, sizes));
  }
  if (hole >= 0) label(left + side / 2, tops[hole] + M.left_out_height / 2 + 4, [[`layers ${left_out}`, "prose"]]);
  values.forEach((top, place) => {
    const isOutput = place === layers.length;
    if ((isOutput && !hasOutput) || !hasBoxes(place)) return;
    steps.forEach((step, column) => {
      const x = middle(column);
      if (step === null) return label(x, top + M.value_height / 2 + 4, [["…", "prose"]]);
      box(x - value_width / 2, top, value_width, M.value_height, "value");
      if (place > 0) {
        ["forward", "backward"].slice(0, directions).forEach((direction, number) => {
          const isMarked = isOutput && halves.some(([s, d]) => s === step && d === direction);
          const half = value_width / directions;
          box(x - value_width / 2 + number * half, top, half, M.value_height, `${direction} half${isMarked ? " marked" : ""}`);
        });
      }
      if (place === 0 || isOutput) label(x, top + M.value_height / 2 + 4, [[at(isOutput ? "output" : "input", step), "code"]]);
    });
  });
  const taken = new Set();
  for (const [step, direction, state] of halves) {
    const line = values[values.length - 1] - 7 - (taken.has(step) ? M.line : 0);
    taken.add(step);
    label(middle(steps.indexOf(step)), line, [[directions === 2 ? `${direction} half = ` : "= ", "prose"], [state, "code"]], "middle", M.small);
  }
  y = values[0] + M.value_height + 10;
  for (const number of shown(lengths.length)) {
    if (number === null) label(left + side / 2, y + 8, [["⋮", "prose"]]);
    else {
      const ends = lengths[number] - 1;
      const last = middle(steps.indexOf(steps.includes(ends) ? ends : null)) + value_width / 2;
      const first = middle(0) - value_width / 2;
      box(first, y + 1, last - first, 6, "value");
      label(left + side / 2, y + 8, [[`lengths[${number}] = ${lengths[number]}`, "code"]], "middle", M.small);
    }
    y += M.bar;
  }
  y = bottom + M.text * 0.8;
  below.forEach((name) => { label(full / 2, y, caption(name)); y += M.line; });
  if (lengths.length) {
    label(full / 2, y, [["h_n", "code"], [M.packed[directions], "prose"]]);
    y += M.line;
  }
  y += M.margin / 2;
  for (const [one, other] of pairs) {
    label(M.margin, y, one, "start");
    label(full - M.margin, y, other, "end");
    y += M.line;
  }
  const told = tensors.map(([name, axes]) => `${name} ${textOf(formulaSpans(axes))} = ${textOf(shapeSpans(axes, sizes))}`);
  const head = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="lstm-shapes" viewBox="0 0 ${full} ${height}" width="${full}" height="${height}" role="img">`,
    `<title>${escape(codeOf(c))}</title>`,
    `<desc>${escape(`${codeOf(c)}, unrolled over time. ${told.join("; ")}.`)}</desc>`,
  ];
  return [...head, ...out, "</svg>"].join("\n");
}

// Words in lines of at most `most` letters.
function wrap(text, most) {
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}
