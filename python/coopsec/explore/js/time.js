// The choice of a time span: two lists, and the strip of documents with its brush.

Object.assign(Explorer.prototype, {
  // Choose the time from one period to another, given by their positions; null is all of it.
  setBrush(chosen) {
    const { periods } = this.chart;
    this.brush = chosen && [periods[chosen[0]].start, periods[chosen[1]].end];
    this.redraw();
  },

  span() {
    const [from, to] = [Number(this.from.value), Number(this.to.value)];
    const [first, last] = from <= to ? [from, to] : [to, from];
    this.setBrush(first === 0 && last === this.chart.periods.length - 1 ? null : [first, last]);
  },

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
  },

  strip(width, height, left = 58) {
    const { chart, words } = this;
    const kept = this.brush;
    this.brush = null;
    const frame = this.frame(width, left, 10);
    this.brush = kept;
    const most = Math.max(1, ...(chart.periods.length ? chart.periods.map(({ docs }) => docs) : [chart.lost]));
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
  },

  brushing(board, frame, floor, height) {
    const { columns } = frame;
    if (!columns.length) return;
    const shade = (chosen) => {
      board.querySelector(".coopsec-brush")?.remove();
      if (!chosen) return;
      const [from, to] = [columns[chosen[0]].from, columns[chosen[1]].to];
      const box = { x: from, y: floor - height - 2, width: Math.max(2, to - from), height: height + 4 };
      board.append(svg("rect", { ...box, class: "coopsec-brush" }));
    };
    const before = this.brush && this.span_;
    shade(before);
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
      const chosen = [Math.min(began, ended), Math.max(began, ended)];
      const click = began === ended;
      began = null;
      this.setBrush(click ? null : chosen);
    });
    ground.addEventListener("pointercancel", () => {
      began = null;
      shade(before);
    });
  },
});
