// The whole text of a document.

Object.assign(Explorer.prototype, {
  // Open the whole text at a match; whoever comes back is where they left.
  read(button, wish) {
    this.left = button;
    this.wish("_reading", wish);
  },

  showDocument() {
    const { words } = this;
    const answer = this.model.get("_document");
    const open = Boolean(answer && (answer.pieces || answer.error));
    const before = !this.reading.hidden;
    this.reading.hidden = !open;
    this.passages.hidden = open;
    if (!open) {
      if (before) (this.left?.isConnected ? this.left : this.passages.querySelector("header select"))?.focus();
      return;
    }
    const close = html("button", { type: "button", onclick: () => this.wish("_reading", {}) }, `‹ ${words.close}`);
    const body = answer.error
      ? html("p", { className: "coopsec-error", role: "alert" }, fill(words.failed, answer))
      : html("div", { className: "coopsec-text", dir: answer.dir, lang: answer.lang });
    for (const [piece, matched] of answer.pieces || []) body.append(matched ? html("mark", {}, piece) : piece);
    const match = body.childNodes[answer.at];
    body.style.setProperty("--coopsec-ink", this.ink(answer.wish.theme));
    this.reading.replaceChildren(html("header", {}, close, html("code", {}, answer.wish.doc_id)), body);
    this.reading.onkeydown = (event) => {
      if (event.key === "Escape") close.click();
    };
    close.focus({ preventScroll: true });
    if (!match?.matches?.("mark")) return;
    match.classList.add("coopsec-here");
    body.scrollTop = match.offsetTop - body.clientHeight / 3; // with some text above it
    match.scrollIntoView({ block: "nearest" });
  },
});
