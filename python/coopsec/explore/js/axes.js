// The time axis, and the periods without documents.

Object.assign(Explorer.prototype, {
  empties(board, frame, top, height) {
    for (const { period, from, to } of frame.columns) {
      if (period.docs) continue;
      board.append(svg("rect", { x: from, y: top, width: Math.max(0.5, to - from), height, class: "coopsec-empty" }));
    }
    if (frame.lostAt) {
      const x = frame.lostAt.from - 5;
      board.append(svg("line", { x1: x, x2: x, y1: top, y2: top + height, class: "coopsec-divide" }));
    }
  },

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
  },

  // Every period if there is room, otherwise only the beginnings of years.
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
  },
});
