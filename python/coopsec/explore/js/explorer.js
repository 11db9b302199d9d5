// The state of one explorer: what the reader wants, what Python answered, and how it looks. The files that follow add
// its other methods.

const [SOON, PATIENCE] = [500, 8000]; // milliseconds before it is said that an answer takes time, and that none came

class Explorer {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.words = model.get("_words");
    this.number = numbers(this.words);
    this.view = "lines";
    this.beyond = false; // whether a point is above the frame
    this.brush = null; // first day of the chosen time and the day after it, or null for all
    this.focus = null; // "theme|start" of the mark with keyboard focus
    this.clocks = [];
    this.stop = [];
    this.build();
    this.listen();
    this.redraw();
    this.showPage();
    this.showDocument();
  }

  // Python answers only what it has not been asked just before, such as a second click on the same point.
  wish(trait, value) {
    const asked = same(value, this.model.get(trait));
    this.model.set(trait, value);
    this.model.save_changes();
    if (asked) return;
    this.rest();
    const later = (text, time) => setTimeout(() => this.say(text), time);
    this.clocks = [later(this.words.waiting, SOON), later(this.words.silent, PATIENCE)];
  }

  answered() {
    this.rest();
    this.say("");
  }

  rest() {
    for (const clock of this.clocks) clearTimeout(clock);
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

  // Positions of the first and the last period of the chosen time. Days outlast a change of the period size, also one
  // made in another view of the same explorer.
  get span_() {
    const { brush, chart } = this;
    const whole = [0, chart.periods.length - 1];
    if (!brush) return whole;
    const inside = ({ start, end }) => start < brush[1] && end > brush[0];
    const first = chart.periods.findIndex(inside);
    return first < 0 ? whole : [first, chart.periods.findLastIndex(inside)];
  }

  choose(change) {
    const choice = { ...this.choice, ...change };
    if (same(choice, this.choice)) return;
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
    // A front end that switches between light and dark marks it on the body or the page.
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
      () => this.rest(),
    );
  }

  destroy() {
    for (const each of this.stop) each();
  }

  // Dark or light is decided by the front end's text colour, which may be written in any way: the style of what is only
  // read out mixes it, which gives shares of red, green and blue.
  dress() {
    if (!this.root.isConnected) return;
    const { color } = getComputedStyle(this.heard); // color(srgb 0.1 0.1 0.1)
    const [red, green, blue] = color.match(/[\d.]+/g).map(Number);
    const dark = 0.3 * red + 0.6 * green + 0.1 * blue > 0.55;
    if (dark === this.dark) return;
    this.dark = dark;
    this.root.classList.toggle("coopsec-dark", dark);
    if (this.plot.childNodes.length) this.redraw();
  }

  ink(theme) {
    const known = this.known.get(theme);
    return this.dark ? known.dark : known.color;
  }

  // Black or white, whichever is easier to read on a colour over the background of a cell.
  inkOn(color, strength) {
    const ground = this.dark ? 0x26 : 0xf5;
    const parts = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) * strength + ground * (1 - strength));
    const linear = parts.map((part) => (part / 255) ** 2.2);
    const light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    return light > 0.179 ? "#000000" : "#ffffff";
  }

  build() {
    const { words } = this;
    this.lexicon = this.model.get("_lexicon");
    this.known = new Map(this.lexicon.map((theme) => [theme.name, theme]));
    this.status = html("span", { className: "coopsec-status", role: "status" });
    this.plot = html("div", { className: "coopsec-plot" });
    this.tip = html("div", { className: "coopsec-tip", hidden: true });
    this.legend = html("div", { className: "coopsec-legend" });
    this.key = html("p", { className: "coopsec-key" });
    this.passages = html("section", { className: "coopsec-passages", "aria-label": words.passages });
    this.reading = html("section", { className: "coopsec-reading", "aria-label": words.text, hidden: true });
    this.heard = html("div", { className: "coopsec-heard", role: "status" });
    this.root.append(
      this.controls(),
      this.legend,
      html("div", { className: "coopsec-stage" }, this.plot, this.tip),
      this.key,
      this.passages,
      this.reading,
      this.heard,
    );
    this.dress();
  }
}
