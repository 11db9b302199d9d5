// Marks: what can be clicked, or reached with the arrow keys and opened with Enter.

Object.assign(Explorer.prototype, {
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
      this.stopAt(node);
      show();
    });
    node.addEventListener("pointerleave", () => (this.tip.hidden = true));
    node.addEventListener("blur", () => (this.tip.hidden = true));
    node.addEventListener("click", () => this.open(theme, start, start));
    node.addEventListener("keydown", (event) => this.walk(event, node));
    return node;
  },

  tell(theme, period, point) {
    const { words, number, chart } = this;
    const [value, low, high, count, hit, docs] = point;
    const bounds = low === null || high === null ? "" : ` [${number.amount(low, chart.value)} – ${number.amount(high, chart.value)}]`;
    const amount = `${number.amount(value, chart.value)}${bounds} ${words[`unit_${chart.value}`]}`;
    const fields = { theme: apart(this.known.get(theme).label), period: period ? period.name : words.nowhere, amount };
    fields.count = number.plain(count);
    fields.docs = number.plain(hit);
    fields.all = number.plain(docs);
    const told = [fill(words.point, fields)];
    if (!period) told.push(words.nowhere_why);
    if (this.weak(point, period)) told.push(fill(words.weak, words));
    return told;
  },

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
  },

  rove() {
    this.marks = [...this.plot.querySelectorAll(".coopsec-mark")];
    const kept = this.marks.find((mark) => mark.dataset.key === this.focus) || this.marks[0];
    this.stopAt(kept);
  },

  // The Tab key stops at one mark of all. Only two are changed, since there may be tens of thousands.
  stopAt(node) {
    this.stopped?.setAttribute("tabindex", "-1");
    node?.setAttribute("tabindex", "0");
    this.stopped = node;
  },

  // Left and right along a series, up and down between series, Enter opens.
  walk(event, node) {
    const { key } = event;
    if (key === "Enter" || key === " ") {
      event.preventDefault();
      event.stopPropagation();
      node.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      return;
    }
    if (key === "Escape") this.tip.hidden = true;
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
  },

  markPlace() {
    const { place } = this;
    for (const mark of this.marks || []) {
      const { theme, start } = mark.dataset;
      let on = Boolean(place) && place.theme === theme && place.every === this.chart.every;
      if (on) on = place.first === null ? start === "" : start !== "" && place.first <= start && start <= place.last;
      mark.classList.toggle("coopsec-open", on);
    }
  },
});
