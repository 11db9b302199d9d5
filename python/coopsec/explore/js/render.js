// What the widget calls.

function render({ model, el }) {
  el.classList.add("coopsec-explorer");
  // The picture that a saved notebook keeps is not needed while the widget lives.
  const id = model.get("_still");
  if (id) el.append(html("style", {}, `.coopsec-still-${id} { display: none !important; }`));
  // Keys of the explorer are not commands of the notebook.
  el.addEventListener("keydown", (event) => event.stopPropagation());
  const root = html("div", { className: "coopsec-root" });
  el.append(root);
  const explorer = new Explorer(model, root);
  return () => explorer.destroy();
}

export default { render };
