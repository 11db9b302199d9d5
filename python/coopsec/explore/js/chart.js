// What curves and heat map share: redrawing, the legend, the positions of periods.

Object.assign(Explorer.prototype, {
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
    if (!chart.themes.length) {
      this.key.textContent = "";
      this.plot.replaceChildren(html("p", { className: "coopsec-nothing" }, words.nothing));
      return;
    }
    this.beyond = false;
    const parts = this.view === "heat" ? [this.drawHeat(width)] : this.drawLines(width);
    this.tellKey();
    if (!chart.periods.length) {
      parts.unshift(html("p", { className: "coopsec-nothing" }, chart.lost ? words.no_dates : words.no_documents));
    }
    const held = this.plot.contains(this.root.getRootNode().activeElement);
    this.plot.replaceChildren(...parts);
    this.rove();
    this.markPlace();
    if (held) this.marks.find((mark) => mark.dataset.key === this.focus)?.focus({ preventScroll: true });
  },

  // What the signs mean; arrows are only explained if one is drawn.
  tellKey() {
    const { words } = this;
    const above = this.beyond ? `${words.above} ` : "";
    this.key.textContent = fill(this.view === "heat" ? words.key_heat : words.key, { ...words, above });
  },

  drawLegend() {
    const [first, last] = this.span_;
    const { chart } = this;
    const { periods } = chart;
    const buttons = chart.themes.map(({ name, points, lost }) => {
      const theme = this.known.get(name);
      const counted = periods.length ? points.slice(first, last + 1) : lost ? [lost] : [];
      const shown = counted.reduce((sum, point) => sum + point[3], 0);
      const mark = svg("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" });
      mark.append(svg("path", { d: symbol(theme.shape, 4.5), fill: this.ink(name) }));
      const read = () => (periods.length ? this.open(name, periods[first].start, periods[last].start) : this.open(name, null, null));
      const total = html("span", { className: "coopsec-total" }, this.number.plain(shown));
      return html("button", { type: "button", onclick: read }, mark, theme.label, " ", total);
    });
    this.legend.replaceChildren(...buttons);
  },

  // Positions of the shown periods from left to right, and the column for documents that fit no period.
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
  },

  weak(point, period) {
    return (period && period.partial) || point[5] < this.words.thin;
  },
});
