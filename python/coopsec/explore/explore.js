// The explorer in the browser: draws what Python sends, tells Python what the reader wishes to see. Loads nothing.
// All text goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";
const THIN_STROKE = 1.2;
const MOST_TOGETHER = 6; // series in one panel; more get panels of their own
const PATIENCE = 8000; // milliseconds before the kernel is called silent

const html = (tag, options = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(options)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && key !== "list") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

const svg = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};

const fill = (phrase, fields) => phrase.replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? fields[name] : whole));

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Numbers in the language of the reader.
const numbers = (words) => {
  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, words.thousands);
  const plain = (value, digits = 0) => {
    const [whole, rest] = value.toFixed(digits).split(".");
    return grouped(whole) + (rest ? words.decimal + rest : "");
  };
  return {
    plain,
    amount(value, kind) {
      if (value === null) return "–";
      if (kind === "doc_share") return plain(value * 100, 1) + words.percent;
      return plain(value, kind === "per_million" ? 1 : 0);
    },
    tick(value, kind) {
      const shown = kind === "doc_share" ? value * 100 : value;
      const digits = Number.isInteger(Number(shown.toFixed(6))) ? 0 : shown < 0.1 ? 2 : 1;
      return plain(shown, digits) + (kind === "doc_share" ? words.percent : "");
    },
  };
};

// A round upper end and ticks from zero.
const scaleOf = (top, height, whole) => {
  const wanted = Math.max(2, Math.floor(height / 60));
  const raw = (top || 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  let step = [5, 2, 1].map((each) => each * power).find((each) => each <= raw);
  if (whole) step = Math.max(1, Math.round(step));
  const ticks = [];
  for (let tick = 0; tick <= (top || 1) * 1.0001; tick += step) ticks.push(tick);
  return { top: top || 1, ticks };
};

const SHAPES = {
  circle: (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`,
  square: (r) => `M${-r * 0.9},${-r * 0.9}h${r * 1.8}v${r * 1.8}h${-r * 1.8}z`,
  diamond: (r) => `M0,${-r * 1.25}L${r * 1.25},0L0,${r * 1.25}L${-r * 1.25},0z`,
  "triangle-up": (r) => `M0,${-r * 1.2}L${r * 1.1},${r * 0.8}L${-r * 1.1},${r * 0.8}z`,
  "triangle-down": (r) => `M0,${r * 1.2}L${r * 1.1},${-r * 0.8}L${-r * 1.1},${-r * 0.8}z`,
};
const symbol = (shape, radius) => (SHAPES[shape] || SHAPES.circle)(radius);

const days = (iso) => Date.parse(`${iso}T00:00:00Z`) / 864e5;

class Explorer {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.words = model.get("_words");
    this.number = numbers(this.words);
    this.view = "lines";
    this.brush = null; // [first, last] positions of periods, or null for all
    this.focus = null; // "theme|start" of the mark that has the keyboard
    this.clock = null;
    this.stop = [];
    this.build();
    this.listen();
    this.redraw();
    this.showPage();
    this.showDocument();
  }

  // -- The wish of the reader, and the answer.

  wish(trait, value) {
    this.model.set(trait, value);
    this.model.save_changes();
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.say(this.words.silent), PATIENCE);
  }

  answered() {
    clearTimeout(this.clock);
    this.say("");
  }

  say(text) {
    this.status.textContent = text;
  }

  get choice() {
    return this.model.get("_choice");
  }

  get chart() {
    return this.model.get("_chart");
  }

  get place() {
    const place = this.model.get("_place");
    return place && place.theme ? place : null;
  }

  choose(change) {
    const choice = { ...this.choice, ...change };
    if (same(choice, this.choice)) return;
    if (change.every) this.brush = null;
    this.say(this.words.waiting);
    this.wish("_choice", choice);
  }

  open(theme, first, last) {
    const before = this.place;
    const order = before ? { sort: before.sort, descending: before.descending } : { sort: "date", descending: false };
    const place = { theme, first, last, every: this.chart.every, ...order, page: 0 };
    this.model.set("_reading", {});
    this.wish("_place", place);
    this.markPlace();
  }

  turn(change) {
    this.wish("_place", { ...this.place, page: 0, ...change });
  }

  listen() {
    const on = (trait, call) => {
      const bound = call.bind(this);
      this.model.on(`change:${trait}`, bound);
      this.stop.push(() => this.model.off(`change:${trait}`, bound));
    };
    on("_chart", () => {
      this.answered();
      this.redraw();
    });
    on("_page", () => {
      this.answered();
      this.showPage();
    });
    on("_document", () => {
      this.answered();
      this.showDocument();
    });
    on("_place", this.markPlace);
    on("_choice", this.syncControls);
    let width = 0;
    const sized = new ResizeObserver(() => {
      if (Math.abs(this.root.clientWidth - width) < 2) return;
      width = this.root.clientWidth;
      this.dress();
      this.redraw();
    });
    sized.observe(this.root);
    // A front end that changes from light to dark tells it on the body or the page.
    const dressed = new MutationObserver(() => this.dress());
    const told = { attributes: true, attributeFilter: ["class", "style", "data-jp-theme-light", "data-theme"] };
    for (const node of [document.documentElement, document.body]) dressed.observe(node, told);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const changed = () => this.dress();
    scheme.addEventListener("change", changed);
    this.stop.push(
      () => sized.disconnect(),
      () => dressed.disconnect(),
      () => scheme.removeEventListener("change", changed),
      () => clearTimeout(this.clock),
    );
  }

  destroy() {
    for (const each of this.stop) each();
  }

  // Dark is what the front end's own text colour says.
  dress() {
    if (!this.root.isConnected) return;
    const { color } = getComputedStyle(this.root);
    const unit = color.startsWith("color") ? 255 : 1; // color(srgb 0.1 0.1 0.1)
    const [red, green, blue] = color.match(/[\d.]+/g).map((part) => unit * Number(part));
    const dark = 0.3 * red + 0.6 * green + 0.1 * blue > 140;
    if (dark === this.dark) return;
    this.dark = dark;
    this.root.classList.toggle("coopsec-dark", dark);
    if (this.plot.childNodes.length) this.redraw();
  }

  ink(theme) {
    const known = this.known.get(theme);
    return this.dark ? known.dark : known.color;
  }

  // Black or white, whichever is easier to read on a colour laid over the ground of a cell.
  inkOn(color, strength) {
    const ground = this.dark ? 0x26 : 0xf5;
    const parts = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) * strength + ground * (1 - strength));
    const linear = parts.map((part) => (part / 255) ** 2.2);
    const light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    return light > 0.179 ? "#000000" : "#ffffff";
  }

  // -- What stands still.

  build() {
    const { words } = this;
    this.lexicon = this.model.get("_lexicon");
    this.known = new Map(this.lexicon.map((theme) => [theme.name, theme]));
    this.status = html("span", { className: "coopsec-status", role: "status" });
    this.plot = html("div", { className: "coopsec-plot" });
    this.tip = html("div", { className: "coopsec-tip", hidden: true });
    this.legend = html("div", { className: "coopsec-legend" });
    this.key = html("p", { className: "coopsec-key" });
    this.passages = html("section", { className: "coopsec-passages", "aria-label": words.match });
    this.reading = html("section", { className: "coopsec-reading", hidden: true });
    this.root.append(
      this.controls(),
      this.legend,
      html("div", { className: "coopsec-stage" }, this.plot, this.tip),
      this.key,
      this.passages,
      this.reading,
    );
    this.dress();
  }

  controls() {
    const { words } = this;
    const select = (label, options, value, change) => {
      const list = html("select", { onchange: () => change(list.value) });
      for (const [name, said, disabled] of options) list.append(html("option", { value: name, disabled }, said));
      list.value = value;
      return [html("label", {}, `${label} `, list), list];
    };
    const steps = this.model.get("_steps").map(({ name, periods, most }) => {
      const many = periods > most;
      const why = many ? ` – ${fill(words.too_many, { n: this.number.plain(periods) })}` : "";
      return [name, words[name] + why, many];
    });
    const units = ["per_million", "doc_share", "count", "doc_freq"].map((unit) => [unit, words[`unit_${unit}`], false]);
    const views = ["lines", "heat"].map((view) => [view, words[view], false]);
    const { choice } = this;
    const [every, everyList] = select(words.every, steps, choice.every, (value) => this.choose({ every: value }));
    const [value, valueList] = select(words.value, units, choice.value, (unit) => this.choose({ value: unit }));
    const [view] = select(words.view, views, this.view, (name) => {
      this.view = name;
      this.redraw();
    });
    this.everyList = everyList;
    this.valueList = valueList;
    this.from = html("select", { onchange: () => this.span() });
    this.to = html("select", { onchange: () => this.span() });
    this.whole = html("button", { type: "button", onclick: () => this.setBrush(null) }, words.whole);
    const time = html(
      "span",
      { className: "coopsec-time" },
      html("label", {}, `${words.from} `, this.from),
      html("label", {}, `${words.to} `, this.to),
      this.whole,
    );
    return html("div", { className: "coopsec-controls" }, this.picker(), every, value, view, time, this.status);
  }

  picker() {
    const { words } = this;
    this.boxes = this.lexicon.map((theme) => {
      const box = html("input", { type: "checkbox", value: theme.name, onchange: () => this.pick() });
      const label = html("label", {}, box, ` ${theme.label}`);
      label.style.paddingInlineStart = `${theme.depth * 1.4}em`;
      return { box, label };
    });
    const all = (checked) => {
      for (const { box } of this.boxes) box.checked = checked;
      this.pick();
    };
    this.count = html("span");
    const picker = html(
      "details",
      { className: "coopsec-picker" },
      html("summary", {}, `${words.themes} `, this.count),
      html(
        "div",
        {},
        html(
          "p",
          {},
          html("button", { type: "button", onclick: () => all(true) }, words.all),
          html("button", { type: "button", onclick: () => all(false) }, words.none),
        ),
        ...this.boxes.map(({ label }) => label),
      ),
    );
    const away = (event) => {
      if (picker.open && !event.composedPath().includes(picker)) picker.open = false;
    };
    document.addEventListener("pointerdown", away);
    this.stop.push(() => document.removeEventListener("pointerdown", away));
    picker.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      picker.open = false;
      picker.querySelector("summary").focus();
    });
    this.syncControls();
    return picker;
  }

  pick() {
    this.choose({ themes: this.boxes.filter(({ box }) => box.checked).map(({ box }) => box.value) });
  }

  syncControls() {
    const { choice } = this;
    for (const { box } of this.boxes) box.checked = choice.themes.includes(box.value);
    this.count.textContent = `${choice.themes.length}/${this.lexicon.length}`;
    if (!this.everyList) return;
    this.everyList.value = choice.every;
    this.valueList.value = choice.value;
  }

  // -- Time.

  get span_() {
    return this.brush || [0, this.chart.periods.length - 1];
  }

  setBrush(brush) {
    this.brush = brush;
    this.redraw();
  }

  span() {
    const [from, to] = [Number(this.from.value), Number(this.to.value)];
    const [first, last] = from <= to ? [from, to] : [to, from];
    this.setBrush(first === 0 && last === this.chart.periods.length - 1 ? null : [first, last]);
  }

  syncTime() {
    const { periods } = this.chart;
    const [first, last] = this.span_;
    for (const [list, at] of [[this.from, first], [this.to, last]]) {
      if (list.length !== periods.length || list.dataset.every !== this.chart.every) {
        list.replaceChildren(...periods.map((period, index) => html("option", { value: index }, period.name)));
        list.dataset.every = this.chart.every;
      }
      list.value = at;
    }
    this.whole.disabled = !this.brush;
    this.from.disabled = this.to.disabled = periods.length < 2;
  }

  // -- The chart.

  redraw() {
    const { chart, words } = this;
    if (!chart || !this.plot) return;
    this.tip.hidden = true;
    if (chart.error) {
      this.plot.replaceChildren(html("p", { className: "coopsec-error" }, fill(words.failed, chart)));
      return;
    }
    const width = Math.max(320, Math.floor(this.plot.clientWidth || 720));
    this.syncControls();
    this.syncTime();
    this.drawLegend();
    this.key.textContent = fill(this.view === "heat" ? words.key_heat : words.key, words);
    if (!chart.themes.length) {
      this.plot.replaceChildren(html("p", { className: "coopsec-nothing" }, words.nothing));
      return;
    }
    const parts = this.view === "heat" ? [this.drawHeat(width)] : this.drawLines(width);
    if (!chart.periods.length) parts.unshift(html("p", { className: "coopsec-nothing" }, words.no_dates));
    const held = this.plot.contains(this.root.getRootNode().activeElement);
    this.plot.replaceChildren(...parts);
    this.rove();
    this.markPlace();
    if (held) this.marks.find((mark) => mark.dataset.key === this.focus)?.focus({ preventScroll: true });
  }

  drawLegend() {
    const [first, last] = this.span_;
    const { chart } = this;
    const buttons = chart.themes.map(({ name, points }) => {
      const theme = this.known.get(name);
      const shown = points.slice(first, last + 1).reduce((sum, point) => sum + point[3], 0);
      const mark = svg("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" });
      mark.append(svg("path", { d: symbol(theme.shape, 4.5), fill: this.ink(name) }));
      const read = () => chart.periods.length && this.open(name, chart.periods[first].start, chart.periods[last].start);
      const total = html("span", { className: "coopsec-total" }, this.number.plain(shown));
      return html("button", { type: "button", onclick: read }, mark, theme.label, " ", total);
    });
    this.legend.replaceChildren(...buttons);
  }

  // Places of the shown periods from left to right, and the column of what fits no period.
  frame(width, left, right) {
    const { chart } = this;
    const [first, last] = this.span_;
    const shown = chart.periods.slice(first, last + 1);
    const lost = chart.lost ? Math.min(64, Math.max(34, width * 0.07)) : 0;
    const inner = width - left - right - (lost ? lost + 10 : 0);
    const begin = shown.length ? days(shown[0].start) : 0;
    const end = shown.length ? days(shown[shown.length - 1].end) : 1;
    const x = (day) => left + ((day - begin) / (end - begin)) * inner;
    const columns = shown.map((period) => {
      const [from, to] = [x(days(period.start)), x(days(period.end))];
      return { period, from, to, middle: (from + to) / 2 };
    });
    const lostAt = lost ? { from: width - right - lost, to: width - right, middle: width - right - lost / 2 } : null;
    return { columns, first, last, left, inner, lostAt };
  }

  drawLines(width) {
    const { chart, words } = this;
    const together = chart.themes.length <= MOST_TOGETHER;
    if (together) {
      const unit = words[`unit_${chart.value}`];
      return [this.panel(chart.themes, width, 300, { unit, label: unit }), this.strip(width, 52)];
    }
    const across = Math.max(1, Math.min(4, Math.floor(width / 300)));
    const each = Math.floor((width - (across - 1) * 16) / across);
    const panels = chart.themes.map((theme) =>
      this.panel([theme], each, 130, { title: this.known.get(theme.name).label, label: this.known.get(theme.name).label }),
    );
    const grid = html("div", { className: "coopsec-panels" }, ...panels);
    grid.style.gridTemplateColumns = `repeat(${across}, ${each}px)`;
    return [grid, this.strip(width, 52)];
  }

  // The upper end follows periods with enough documents; a thin one may lie half as high again.
  topOf(themes, frame) {
    let inside = 0;
    let wild = 0;
    const look = (point, thin) => {
      if (!point || point[0] === null) return;
      if (thin) wild = Math.max(wild, point[0]);
      else inside = Math.max(inside, point[0], point[2] === null ? 0 : Math.min(point[2], point[0] * 3));
    };
    for (const { points, lost } of themes) {
      for (let at = frame.first; at <= frame.last; at += 1) {
        look(points[at], points[at] && points[at][5] < this.words.thin);
      }
      look(lost, true);
    }
    const top = inside === 0 || wild <= 1.5 * inside ? Math.max(inside, wild) : inside;
    return (top || 1) * 1.05;
  }

  panel(themes, width, height, { unit = null, title = null, label }) {
    const { chart, number } = this;
    const above = title || unit ? 22 : 8;
    const axis = title ? 46 : 58;
    const frame = this.frame(width, axis, 10);
    const scale = scaleOf(this.topOf(themes, frame), height, chart.value === "count" || chart.value === "doc_freq");
    const floor = above + height;
    const y = (value) => floor - (Math.min(value, scale.top) / scale.top) * height;
    const board = svg("svg", { width, height: floor + 34, role: "group", "aria-label": label, class: "coopsec-board" });
    if (title) board.append(svg("text", { x: 0, y: 13, class: "coopsec-title" }, title));
    if (unit) board.append(svg("text", { x: 0, y: 13, class: "coopsec-unit" }, unit));
    for (const tick of scale.ticks) {
      const end = frame.lostAt ? frame.lostAt.to : frame.left + frame.inner;
      board.append(svg("line", { x1: frame.left, x2: end, y1: y(tick), y2: y(tick), class: "coopsec-grid" }));
      const said = number.tick(tick, chart.value);
      board.append(svg("text", { x: frame.left - 6, y: y(tick) + 4, class: "coopsec-tick coopsec-end" }, said));
    }
    this.empties(board, frame, above, height);
    this.timeAxis(board, frame, floor);
    const shifts = this.shifts(themes, frame);
    for (const theme of themes) this.bands(board, theme, frame, y, shifts);
    for (const theme of themes) this.curve(board, theme, frame, y, shifts);
    for (const theme of themes) this.points(board, theme, frame, y, scale, shifts);
    return board;
  }

  // Side by side where there is room for it.
  shifts(themes, frame) {
    const room = frame.columns.length ? frame.inner / frame.columns.length : 0;
    const apart = themes.length > 1 && room > 40 ? Math.min(8, (0.4 * room) / themes.length) : 0;
    return new Map(themes.map(({ name }, at) => [name, apart * (at - (themes.length - 1) / 2)]));
  }

  empties(board, frame, top, height) {
    for (const { period, from, to } of frame.columns) {
      if (period.docs) continue;
      board.append(svg("rect", { x: from, y: top, width: Math.max(0.5, to - from), height, class: "coopsec-empty" }));
    }
    if (frame.lostAt) {
      const x = frame.lostAt.from - 5;
      board.append(svg("line", { x1: x, x2: x, y1: top, y2: top + height, class: "coopsec-divide" }));
    }
  }

  timeAxis(board, frame, floor) {
    const { columns, lostAt } = frame;
    board.append(svg("line", { x1: frame.left, x2: frame.left + frame.inner, y1: floor, y2: floor, class: "coopsec-axis" }));
    let until = -Infinity;
    for (const { at, text, tick } of this.ticks(frame)) {
      const half = text.length * 3.3;
      if (at - half < until || at + half > frame.left + frame.inner + 14) continue;
      until = at + half + 12;
      board.append(svg("line", { x1: tick, x2: tick, y1: floor, y2: floor + 5, class: "coopsec-axis" }));
      board.append(svg("text", { x: at, y: floor + 18, class: "coopsec-tick coopsec-middle" }, text));
    }
    if (lostAt && columns) {
      const lines = this.words.nowhere.split(" ");
      lines.forEach((line, row) =>
        board.append(svg("text", { x: lostAt.middle, y: floor + 15 + row * 12, class: "coopsec-tick coopsec-middle" }, line)),
      );
    }
  }

  // Every period where there is room, else the beginnings of years.
  ticks(frame) {
    const { columns } = frame;
    const room = columns.reduce((sum, { period }) => sum + period.name.length * 6.6 + 14, 0);
    const named = columns.map(({ middle, period }) => ({ at: middle, text: period.name, tick: middle }));
    if (room <= frame.inner || this.chart.every === "year" || this.chart.every === "decade") {
      const stride = [1, 2, 5, 10, 20, 50, 100].find(
        (each) => columns.filter(({ period }) => Number(period.start.slice(0, 4)) % each === 0).length * 44 <= frame.inner,
      );
      const long = room > frame.inner;
      return named.filter((_, at) => !long || Number(columns[at].period.start.slice(0, 4)) % (stride || 500) === 0);
    }
    const starts = columns.filter(({ period }, at) => at && period.start.slice(0, 4) !== columns[at - 1].period.start.slice(0, 4));
    if (starts.length < 2) {
      const stride = Math.ceil(room / frame.inner);
      return named.filter((_, at) => at % stride === 0);
    }
    const stride = [1, 2, 5, 10, 20, 50, 100].find((each) => (starts.length / each) * 44 <= frame.inner) || 500;
    return starts
      .filter(({ period }) => Number(period.start.slice(0, 4)) % stride === 0)
      .map(({ from, period }) => ({ at: from, text: period.start.slice(0, 4), tick: from }));
  }

  weak(point, period) {
    return (period && period.partial) || point[5] < this.words.thin;
  }

  bands(board, theme, frame, y, shifts) {
    const color = this.ink(theme.name);
    const shift = shifts.get(theme.name);
    let run = [];
    const flush = () => {
      if (run.length > 1) {
        const up = run.map(({ x, point }) => `${x},${y(point[2])}`);
        const down = run.map(({ x, point }) => `${x},${y(point[1])}`).reverse();
        board.append(svg("polygon", { points: [...up, ...down].join(" "), fill: color, class: "coopsec-band" }));
      } else if (run.length === 1) this.bar(board, run[0], y, color);
      run = [];
    };
    frame.columns.forEach(({ period, middle }, at) => {
      const point = theme.points[frame.first + at];
      const bounded = point[0] !== null && point[1] !== null && point[2] !== null;
      if (bounded && !this.weak(point, period)) {
        run.push({ x: middle + shift, point });
        return;
      }
      flush();
      if (bounded) this.bar(board, { x: middle + shift, point }, y, color);
    });
    flush();
    const { lost } = theme;
    if (frame.lostAt && lost && lost[1] !== null) this.bar(board, { x: frame.lostAt.middle + shift, point: lost }, y, color);
  }

  bar(board, { x, point }, y, color) {
    board.append(svg("line", { x1: x, x2: x, y1: y(point[1]), y2: y(point[2]), stroke: color, class: "coopsec-bar" }));
  }

  // Lines join neighbours; a weak end makes a piece dashed; an empty period breaks it.
  curve(board, theme, frame, y, shifts) {
    const color = this.ink(theme.name);
    const shift = shifts.get(theme.name);
    const solid = [];
    const dashed = [];
    for (let at = 1; at < frame.columns.length; at += 1) {
      const [before, here] = [frame.columns[at - 1], frame.columns[at]];
      const [from, to] = [theme.points[frame.first + at - 1], theme.points[frame.first + at]];
      if (from[0] === null || to[0] === null) continue;
      const piece = `M${before.middle + shift},${y(from[0])}L${here.middle + shift},${y(to[0])}`;
      (this.weak(from, before.period) || this.weak(to, here.period) ? dashed : solid).push(piece);
    }
    if (dashed.length) board.append(svg("path", { d: dashed.join(""), stroke: color, class: "coopsec-line coopsec-dashed" }));
    if (solid.length) board.append(svg("path", { d: solid.join(""), stroke: color, class: "coopsec-line" }));
  }

  points(board, theme, frame, y, scale, shifts) {
    const known = this.known.get(theme.name);
    const shift = shifts.get(theme.name);
    const room = frame.columns.length ? frame.inner / frame.columns.length : 40;
    const radius = Math.max(2.2, Math.min(5, room * 0.28));
    const draw = (point, period, middle) => {
      if (!point || point[0] === null) return;
      const beyond = point[0] > scale.top;
      const weak = this.weak(point, period);
      const shape = beyond ? "triangle-up" : known.shape;
      const look = { d: symbol(shape, beyond ? 5 : radius), transform: `translate(${middle + shift},${y(point[0])})` };
      const color = this.ink(theme.name);
      const paint = weak || beyond ? { stroke: color, class: "coopsec-mark coopsec-hollow" } : { fill: color, stroke: "none", class: "coopsec-mark" };
      board.append(this.mark(svg("path", { ...look, ...paint, "stroke-width": THIN_STROKE }), theme.name, period, point));
    };
    frame.columns.forEach(({ period, middle }, at) => draw(theme.points[frame.first + at], period, middle));
    if (frame.lostAt) draw(theme.lost, null, frame.lostAt.middle);
  }

  // -- The heat map.

  drawHeat(width) {
    const { chart, words } = this;
    const longest = Math.max(...chart.themes.map(({ name }) => this.known.get(name).label.length));
    const left = Math.min(Math.max(90, longest * 6.9 + 10), width * 0.34);
    const frame = this.frame(width, left, 10);
    const row = 26;
    const above = 8;
    const floor = above + chart.themes.length * row;
    const board = svg("svg", { width, height: floor + 34, role: "group", "aria-label": words.heat, class: "coopsec-board" });
    chart.themes.forEach((theme, at) => this.heatRow(board, theme, frame, above + at * row, row, left));
    this.timeAxis(board, frame, floor + 2);
    return html("div", {}, board, this.strip(width, 40, left));
  }

  heatRow(board, theme, frame, top, row, left) {
    const { label } = this.known.get(theme.name);
    const most = Math.floor((left - 10) / 6.6);
    const shown = label.length > most ? `${label.slice(0, most - 1)}…` : label;
    board.append(svg("text", { x: left - 8, y: top + row / 2 + 4, class: "coopsec-row coopsec-end" }, shown, svg("title", {}, label)));
    const columns = frame.columns.map((column, at) => [theme.points[frame.first + at], column.period, column]);
    if (frame.lostAt) columns.push([theme.lost, null, frame.lostAt]);
    const firm = columns.filter(([point, period]) => point && point[0] !== null && !this.weak(point, period));
    const peak = Math.max(...(firm.length ? firm : columns).map(([point]) => (point && point[0]) || 0)) || 1;
    const gap = frame.columns.length > 120 ? 0 : 1;
    for (const [point, period, { from, to }] of columns) {
      const box = { x: from, y: top + 1, width: Math.max(0.6, to - from - gap), height: row - 2 };
      if (!point || point[0] === null) {
        board.append(svg("rect", { ...box, class: "coopsec-empty" }));
        continue;
      }
      const weak = this.weak(point, period);
      const strength = Math.min(1, point[0] / peak) * (weak ? 0.55 : 1);
      const cell = svg("g", { class: "coopsec-mark coopsec-cell" });
      cell.append(svg("rect", { ...box, class: "coopsec-zero" }));
      cell.append(svg("rect", { ...box, fill: this.ink(theme.name), "fill-opacity": (0.92 * strength).toFixed(3) }));
      if (weak && box.width >= 8) {
        const stroke = { x1: box.x + box.width * 0.72, x2: box.x + box.width, y1: box.y + box.height, y2: box.y + box.height * 0.6 };
        cell.append(svg("line", { ...stroke, class: "coopsec-stroke" }));
      }
      const said = this.number.plain(point[3]);
      if (box.width >= said.length * 6.5 + 6) {
        const fill = this.inkOn(this.ink(theme.name), 0.92 * strength);
        const at = { x: box.x + box.width / 2, y: top + row / 2 + 4, class: "coopsec-number coopsec-middle", style: `fill: ${fill}` };
        cell.append(svg("text", at, said));
      }
      cell.append(svg("rect", { ...box, class: "coopsec-edge" }));
      board.append(this.mark(cell, theme.name, period, point));
    }
  }

  // -- The strip of documents, over the whole time, where time is chosen.

  strip(width, height, left = 58) {
    const { chart, words } = this;
    const kept = this.brush;
    this.brush = null;
    const frame = this.frame(width, left, 10);
    this.brush = kept;
    const most = Math.max(1, ...chart.periods.map(({ docs }) => docs), 1);
    const floor = 28 + height;
    const board = svg("svg", { width, height: floor + 22, class: "coopsec-board coopsec-strip", "aria-hidden": "true" });
    const name = left > 80 ? { x: left - 6, class: "coopsec-unit coopsec-end" } : { x: 0, class: "coopsec-unit" };
    board.append(svg("text", { ...name, y: 12 }, words.documents));
    board.append(svg("text", { x: left - 6, y: 32, class: "coopsec-tick coopsec-end" }, this.number.plain(most)));
    const gap = frame.inner / Math.max(1, frame.columns.length) > 5 ? 1 : 0;
    for (const { period, from, to } of frame.columns) {
      const tall = (period.docs / most) * height;
      const weak = period.partial || period.docs < words.thin ? " coopsec-thin" : "";
      const box = { x: from, y: floor - tall, width: Math.max(0.6, to - from - gap), height: tall };
      board.append(svg("rect", { ...box, class: `coopsec-docs${weak}` }));
    }
    if (frame.lostAt) {
      const { from, to, middle } = frame.lostAt;
      const tall = Math.min(1, chart.lost / most) * height;
      board.append(svg("rect", { x: from, y: floor - tall, width: to - from, height: tall, class: "coopsec-docs coopsec-thin" }));
      const told = { x: middle, y: floor + 14, class: "coopsec-tick coopsec-middle" };
      board.append(svg("text", told, this.number.plain(chart.lost)));
    }
    this.timeAxis(board, { ...frame, lostAt: null }, floor);
    this.brushing(board, frame, floor, height);
    return board;
  }

  brushing(board, frame, floor, height) {
    const { columns } = frame;
    if (!columns.length) return;
    const shade = (brush) => {
      board.querySelector(".coopsec-brush")?.remove();
      if (!brush) return;
      const [from, to] = [columns[brush[0]].from, columns[brush[1]].to];
      const box = { x: from, y: floor - height - 2, width: Math.max(2, to - from), height: height + 4 };
      board.append(svg("rect", { ...box, class: "coopsec-brush" }));
    };
    shade(this.brush);
    const field = { x: frame.left, y: floor - height - 6, width: frame.inner, height: height + 26 };
    const ground = svg("rect", { ...field, class: "coopsec-ground" });
    board.append(ground);
    const at = (event) => {
      const x = event.clientX - board.getBoundingClientRect().left;
      const found = columns.findIndex(({ to }) => x <= to);
      return found < 0 ? columns.length - 1 : found;
    };
    let began = null;
    let ended = null;
    ground.addEventListener("pointerdown", (event) => {
      began = ended = at(event);
      ground.setPointerCapture(event.pointerId);
      shade([began, ended]);
    });
    ground.addEventListener("pointermove", (event) => {
      if (began === null) return;
      ended = at(event);
      shade([Math.min(began, ended), Math.max(began, ended)]);
    });
    ground.addEventListener("pointerup", () => {
      if (began === null) return;
      const brush = [Math.min(began, ended), Math.max(began, ended)];
      const click = began === ended;
      began = null;
      this.setBrush(click ? null : brush);
    });
    ground.addEventListener("pointercancel", () => {
      began = null;
      shade(this.brush);
    });
  }

  // -- Marks: what can be clicked, or reached by arrow keys and opened by Enter.

  mark(node, theme, period, point) {
    const start = period ? period.start : null;
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", "-1");
    node.dataset.key = `${theme}|${start ?? ""}`;
    node.dataset.theme = theme;
    node.dataset.start = start ?? "";
    node.dataset.count = point[3];
    const told = this.tell(theme, period, point);
    node.setAttribute("aria-label", told.join(", "));
    const show = () => this.showTip(node, theme, told);
    node.addEventListener("pointerenter", show);
    node.addEventListener("focus", () => {
      this.focus = node.dataset.key;
      for (const each of this.marks) each.setAttribute("tabindex", each === node ? "0" : "-1");
      show();
    });
    node.addEventListener("pointerleave", () => (this.tip.hidden = true));
    node.addEventListener("blur", () => (this.tip.hidden = true));
    node.addEventListener("click", () => this.open(theme, start, start));
    node.addEventListener("keydown", (event) => this.walk(event, node));
    return node;
  }

  tell(theme, period, point) {
    const { words, number, chart } = this;
    const [value, low, high, count, hit, docs] = point;
    const bounds = low === null || high === null ? "" : ` [${number.amount(low, chart.value)} – ${number.amount(high, chart.value)}]`;
    const amount = `${number.amount(value, chart.value)}${bounds} ${words[`unit_${chart.value}`]}`;
    const fields = { theme: this.known.get(theme).label, period: period ? period.name : words.nowhere, amount };
    fields.count = number.plain(count);
    fields.docs = number.plain(hit);
    fields.all = number.plain(docs);
    const told = [fill(words.point, fields)];
    if (!period) told.push(words.nowhere_why);
    if (this.weak(point, period)) told.push(fill(words.weak, words));
    return told;
  }

  showTip(node, theme, told) {
    const { tip } = this;
    tip.replaceChildren(...told.map((line) => html("div", {}, line)));
    tip.style.borderColor = this.ink(theme);
    tip.hidden = false;
    const stage = tip.parentElement.getBoundingClientRect();
    const box = node.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2 - stage.left, box.top - stage.top];
    const width = Math.min(320, stage.width - 8);
    tip.style.maxWidth = `${width}px`;
    const left = Math.max(4, Math.min(x - tip.offsetWidth / 2, stage.width - tip.offsetWidth - 4));
    const over = y - tip.offsetHeight - 10;
    tip.style.left = `${left}px`;
    tip.style.top = `${over > -30 ? over : y + box.height + 10}px`;
  }

  rove() {
    this.marks = [...this.plot.querySelectorAll(".coopsec-mark")];
    const kept = this.marks.find((mark) => mark.dataset.key === this.focus) || this.marks[0];
    if (kept) kept.setAttribute("tabindex", "0");
  }

  // Left and right along a series, up and down between series, Enter opens.
  walk(event, node) {
    const { key } = event;
    if (key === "Enter" || key === " ") {
      event.preventDefault();
      event.stopPropagation();
      node.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      return;
    }
    const { theme, start } = node.dataset;
    const row = this.marks.filter((mark) => mark.dataset.theme === theme);
    const column = this.marks.filter((mark) => mark.dataset.start === start);
    const steps = { ArrowRight: [row, 1], ArrowLeft: [row, -1], ArrowDown: [column, 1], ArrowUp: [column, -1] };
    const ends = { Home: row[0], End: row[row.length - 1] };
    const [list, by] = steps[key] || [];
    const next = list ? list[list.indexOf(node) + by] : ends[key];
    if (!list && !ends[key]) return;
    event.preventDefault();
    event.stopPropagation();
    next?.focus();
  }

  markPlace() {
    const { place } = this;
    for (const mark of this.marks || []) {
      const { theme, start } = mark.dataset;
      let on = Boolean(place) && place.theme === theme && place.every === this.chart.every;
      if (on) on = place.first === null ? start === "" : start !== "" && place.first <= start && start <= place.last;
      mark.classList.toggle("coopsec-open", on);
    }
  }

  // -- The passages.

  showPage() {
    const page = this.model.get("_page");
    const { words, number } = this;
    if (!page || (!page.rows && !page.error)) {
      this.passages.replaceChildren(html("p", { className: "coopsec-invite" }, words.invite));
      return;
    }
    if (page.error) {
      this.passages.replaceChildren(html("p", { className: "coopsec-error", role: "alert" }, fill(words.failed, page)));
      return;
    }
    const { wish } = page;
    const list = html("ol", { start: page.first + 1 }, ...page.rows.map((row) => this.passage(row, wish.theme)));
    list.style.setProperty("--coopsec-ink", this.ink(wish.theme));
    const fields = { n: number.plain(page.total), docs: number.plain(page.documents), stories: number.plain(page.stories) };
    const phrase = page.total > 1 ? words.found : page.total ? words.found_one : words.found_none;
    const found = html("span", { className: "coopsec-found" }, fill(phrase, fields));
    found.dataset.total = page.total;
    const head = html("h4", {}, `${this.known.get(wish.theme).label}, ${this.spanName(wish)}`);
    this.passages.replaceChildren(
      html("header", {}, head, found, page.total ? this.order(page) : null, this.copier(words.code, () => page.code)),
      list,
      ...(page.total > page.most ? [this.pager(page)] : []),
    );
  }

  spanName({ first, last, every }) {
    if (first === null) return this.words.nowhere;
    const { periods } = this.chart;
    const name = (start) => (this.chart.every === every && periods.find((each) => each.start === start)?.name) || start;
    return first === last ? name(first) : `${name(first)} – ${name(last)}`;
  }

  order(page) {
    const { words } = this;
    const list = html("select", { onchange: () => this.turn({ sort: list.value }) });
    for (const sort of page.sorts) list.append(html("option", { value: sort }, words[sort]));
    list.value = page.wish.sort;
    const { descending } = page.wish;
    const flip = () => this.turn({ descending: !descending });
    const way = html("button", { type: "button", onclick: flip }, descending ? `↓ ${words.descending}` : `↑ ${words.ascending}`);
    return html("span", { className: "coopsec-order" }, html("label", {}, `${words.sort} `, list), way);
  }

  pager(page) {
    const { words, number } = this;
    const at = page.wish.page;
    const last = Math.min(page.first + page.most, page.total);
    const fields = { first: number.plain(page.first + 1), last: number.plain(last), n: number.plain(page.total) };
    const back = html("button", { type: "button", disabled: at === 0, onclick: () => this.turn({ page: at - 1 }) }, `‹ ${words.previous}`);
    const on = html("button", { type: "button", disabled: last === page.total, onclick: () => this.turn({ page: at + 1 }) }, `${words.next} ›`);
    return html("nav", { className: "coopsec-pager" }, back, html("span", {}, fill(words.page, fields)), on);
  }

  passage(row, theme) {
    const { words } = this;
    const facts = [html("b", {}, row.when), html("span", { title: row.raw || "" }, row.how), row.source || words.no_source];
    const story = row.copies ? `${fill(words.story, { n: row.story })}, ${fill(words.copies, { n: row.copies })}` : fill(words.story, { n: row.story });
    facts.push(story);
    const line = html("div", { className: "coopsec-facts" });
    facts.forEach((fact, at) => line.append(...(at ? [" · ", fact] : [fact])));
    const name = html("div", { className: "coopsec-document" }, row.title ? html("cite", {}, row.title) : null, html("code", {}, row.doc_id));
    const open = html(
      "button",
      { type: "button", onclick: () => this.wish("_reading", { doc_id: row.doc_id, theme, start: row.start }) },
      words.text,
    );
    const hit = html("mark", { title: fill(words.pattern, row) }, row.match);
    const quote = html("blockquote", { dir: "auto" }, row.left, hit, row.right);
    const deeds = html("div", { className: "coopsec-deeds" }, open, this.copier(words.cite, () => row.cite));
    name.append(deeds);
    return html("li", {}, quote, line, name);
  }

  copier(label, text) {
    const button = html("button", { type: "button", title: text() }, label);
    button.addEventListener("click", async () => {
      await copy(text());
      button.textContent = this.words.copied;
      setTimeout(() => (button.textContent = label), 1500);
    });
    return button;
  }

  showDocument() {
    const { words } = this;
    const answer = this.model.get("_document");
    const open = Boolean(answer && (answer.pieces || answer.error));
    const before = !this.reading.hidden;
    this.reading.hidden = !open;
    this.passages.hidden = open;
    if (!open) {
      if (before) this.passages.querySelector("header button, header select")?.focus({ preventScroll: true });
      return;
    }
    const close = html("button", { type: "button", onclick: () => this.wish("_reading", {}) }, `‹ ${words.close}`);
    const body = answer.error
      ? html("p", { className: "coopsec-error", role: "alert" }, fill(words.failed, answer))
      : html("div", { className: "coopsec-text", dir: "auto" });
    for (const [piece, matched] of answer.pieces || []) body.append(matched ? html("mark", {}, piece) : piece);
    body.style.setProperty("--coopsec-ink", this.ink(answer.wish.theme));
    this.reading.replaceChildren(html("header", {}, close, html("code", {}, answer.wish.doc_id)), body);
    this.reading.onkeydown = (event) => {
      if (event.key === "Escape") close.click();
    };
    close.focus({ preventScroll: true });
  }
}

// The clipboard needs a page of a certain kind; where it is refused, a selected field does.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = html("textarea", { value: text });
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

function render({ model, el }) {
  el.classList.add("coopsec-explorer");
  // The picture that a saved notebook keeps is not needed while the widget lives.
  const id = model.get("_still");
  if (id) el.append(html("style", {}, `.coopsec-still-${id} { display: none !important; }`));
  // Keys of the explorer are not commands of the notebook.
  el.addEventListener("keydown", (event) => event.stopPropagation());
  const root = html("div", { className: "coopsec-root" });
  el.append(root);
  const explorer = new Explorer(model, root);
  return () => explorer.destroy();
}

export default { render };
