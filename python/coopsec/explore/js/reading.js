// The whole text of a document.

Object.assign(Explorer.prototype, {
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
  },
});
