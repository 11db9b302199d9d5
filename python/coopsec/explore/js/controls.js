// The choice of themes, period size, value and view.

Object.assign(Explorer.prototype, {
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
    everyList.className = "coopsec-every";
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
  },

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
    picker.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !picker.contains(relatedTarget)) picker.open = false;
    });
    picker.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      picker.open = false;
      picker.querySelector("summary").focus();
    });
    this.syncControls();
    return picker;
  },

  pick() {
    this.choose({ themes: this.boxes.filter(({ box }) => box.checked).map(({ box }) => box.value) });
  },

  syncControls() {
    const { choice } = this;
    for (const { box } of this.boxes) box.checked = choice.themes.includes(box.value);
    this.count.textContent = `${choice.themes.length}/${this.lexicon.length}`;
    if (!this.everyList) return;
    this.everyList.value = choice.every;
    this.valueList.value = choice.value;
  },
});
