// The functions that the widget calls.

function render({ model, el }) {
  el.classList.add("coopsec-explorer");
  // While the widget is live, the picture for saved notebooks is not needed.
  const id = model.get("_still");
  if (id) el.append(html("style", {}, `.coopsec-still-${id} { display: none !important; }`));
  // Keys pressed in the explorer must not trigger notebook commands, such as the one that cuts the cell. The notebooks
  // of Jupyter listen before the page does, but they leave alone what is marked; they look at the focused element first.
  el.addEventListener("focusin", ({ target }) => (target.dataset.lmSuppressShortcuts = "true"));
  el.addEventListener("keydown", (event) => event.stopPropagation());
  const root = html("div", { className: "coopsec-root" });
  el.append(root);
  const explorer = new Explorer(model, root);
  return () => explorer.destroy();
}

export default { render };
