// The passages of a place, page by page.

Object.assign(Explorer.prototype, {
  showPage() {
    const page = this.model.get("_page");
    const { words } = this;
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
    const found = html("span", { className: "coopsec-found" }, page.found);
    found.dataset.total = page.total;
    const { label } = this.known.get(wish.theme);
    const head = html("h4", {}, html("bdi", {}, label), `, ${page.span}`);
    this.heard.textContent = `${apart(label)}, ${page.span}: ${page.found}`;
    const held = this.root.getRootNode().activeElement?.dataset.deed;
    this.passages.replaceChildren(
      html("header", {}, head, found, page.total ? this.order(page) : null, this.copier(words.code, () => page.code)),
      list,
      ...(page.total > page.most ? [this.pager(page)] : []),
    );
    this.hold(held);
  },

  // The control that asked for this page was drawn anew with it: it keeps the focus, so that one can go on by keyboard.
  hold(deed) {
    if (!deed) return;
    const other = { back: "on", on: "back" }[deed];
    const find = (name) => this.passages.querySelector(`[data-deed="${name}"]:not(:disabled)`);
    (find(deed) || find(other))?.focus({ preventScroll: true });
  },

  order(page) {
    const { words } = this;
    const list = html("select", { onchange: () => this.turn({ sort: list.value }) });
    for (const sort of page.sorts) list.append(html("option", { value: sort }, words[sort]));
    list.value = page.wish.sort;
    list.dataset.deed = "sort";
    const { descending } = page.wish;
    const flip = () => this.turn({ descending: !descending });
    const way = html("button", { type: "button", onclick: flip }, descending ? `↓ ${words.descending}` : `↑ ${words.ascending}`);
    way.dataset.deed = "flip";
    return html("span", { className: "coopsec-order" }, html("label", {}, `${words.sort} `, list), way);
  },

  pager(page) {
    const { words, number } = this;
    const at = page.wish.page;
    const last = Math.min(page.first + page.most, page.total);
    const fields = { first: number.plain(page.first + 1), last: number.plain(last), n: number.plain(page.total) };
    const back = html("button", { type: "button", disabled: at === 0, onclick: () => this.turn({ page: at - 1 }) }, `‹ ${words.previous}`);
    const on = html("button", { type: "button", disabled: last === page.total, onclick: () => this.turn({ page: at + 1 }) }, `${words.next} ›`);
    back.dataset.deed = "back";
    on.dataset.deed = "on";
    return html("nav", { className: "coopsec-pager" }, back, html("span", {}, fill(words.page, fields)), on);
  },

  passage(row, theme) {
    const { words } = this;
    const facts = [html("b", {}, row.when), html("span", { title: row.raw || "" }, row.how), html("bdi", {}, row.source || words.no_source), row.story];
    const line = html("div", { className: "coopsec-facts" });
    facts.forEach((fact, at) => line.append(...(at ? [" · ", fact] : [fact])));
    const name = html("div", { className: "coopsec-document" }, row.title ? html("cite", { dir: "auto", lang: row.lang }, row.title) : null, html("code", {}, row.doc_id));
    const open = html(
      "button",
      { type: "button", onclick: () => this.read(open, { doc_id: row.doc_id, theme, start: row.start }) },
      words.text,
    );
    const hit = html("mark", { title: fill(words.pattern, row) }, row.match);
    const quote = html("blockquote", { dir: row.dir, lang: row.lang }, row.left, hit, row.right);
    const deeds = html("div", { className: "coopsec-deeds" }, open, this.copier(words.cite, () => row.cite));
    name.append(deeds);
    return html("li", {}, quote, line, name);
  },

  copier(label, text) {
    const button = html("button", { type: "button", title: text() }, label);
    button.addEventListener("click", async () => {
      await copy(text());
      button.textContent = this.words.copied;
      setTimeout(() => (button.textContent = label), 1500);
    });
    return button;
  },
});
