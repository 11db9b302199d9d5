// The heat map.

Object.assign(Explorer.prototype, {
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
  },

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
      const strength = Math.min(1, point[0] / peak) * (weak ? 0.35 : 1);
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
  },
});
