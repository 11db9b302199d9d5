// Curves with their intervals, in one panel or one per theme.

const THIN_STROKE = 1.2;
const MOST_TOGETHER = 6; // most series in one panel; more get a panel each

Object.assign(Explorer.prototype, {
  drawLines(width) {
    const { chart, words } = this;
    const together = chart.themes.length <= MOST_TOGETHER;
    if (together) {
      const unit = words[`unit_${chart.value}`];
      return [this.panel(chart.themes, width, 300, { unit, label: unit }), this.strip(width, 52)];
    }
    const across = Math.max(1, Math.min(4, Math.floor(width / 230)));
    const each = Math.floor((width - (across - 1) * 16) / across);
    const panels = chart.themes.map((theme) =>
      this.panel([theme], each, 130, { title: this.known.get(theme.name).label, label: this.known.get(theme.name).label }),
    );
    const grid = html("div", { className: "coopsec-panels" }, ...panels);
    grid.style.gridTemplateColumns = `repeat(${across}, ${each}px)`;
    return [grid, this.strip(width, 52)];
  },

  // The upper end follows periods with enough documents; a thin one may be up to half as high again.
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
  },

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
  },

  // Side by side if there is room.
  shifts(themes, frame) {
    const room = frame.columns.length ? frame.inner / frame.columns.length : 0;
    const apart = themes.length > 1 && room > 40 ? Math.min(8, (0.4 * room) / themes.length) : 0;
    return new Map(themes.map(({ name }, at) => [name, apart * (at - (themes.length - 1) / 2)]));
  },

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
  },

  bar(board, { x, point }, y, color) {
    board.append(svg("line", { x1: x, x2: x, y1: y(point[1]), y2: y(point[2]), stroke: color, class: "coopsec-bar" }));
  },

  // Lines join neighbours; a weak end makes a piece dashed, and an empty period breaks the line.
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
  },

  points(board, theme, frame, y, scale, shifts) {
    const known = this.known.get(theme.name);
    const shift = shifts.get(theme.name);
    const room = frame.columns.length ? frame.inner / frame.columns.length : 40;
    const radius = Math.max(2.2, Math.min(5, room * 0.28));
    const draw = (point, period, middle) => {
      if (!point || point[0] === null) return;
      const beyond = point[0] > scale.top;
      this.beyond ||= beyond;
      const weak = this.weak(point, period);
      const shape = beyond ? "triangle-up" : known.shape;
      const look = { d: symbol(shape, beyond ? 5 : radius), transform: `translate(${middle + shift},${y(point[0])})` };
      const color = this.ink(theme.name);
      const paint = weak || beyond ? { stroke: color, class: "coopsec-mark coopsec-hollow" } : { fill: color, stroke: "none", class: "coopsec-mark" };
      board.append(this.mark(svg("path", { ...look, ...paint, "stroke-width": THIN_STROKE }), theme.name, period, point));
    };
    frame.columns.forEach(({ period, middle }, at) => draw(theme.points[frame.first + at], period, middle));
    if (frame.lostAt) draw(theme.lost, null, frame.lostAt.middle);
  },
});
