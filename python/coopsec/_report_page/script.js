// Passages at a click. Everything is in the page already: without this script the links lead to the same passages.
"use strict";
(() => {
  const view = document.getElementById("view");
  const place = document.getElementById("passages-here");
  if (!view || !view.showModal) return;
  const cells = [...document.querySelectorAll("section.cell")].map((cell) => cell.id);
  let shown = "";

  const show = (id) => {
    const cell = document.getElementById(id);
    if (!cell) return false;
    const copy = cell.cloneNode(true);
    copy.removeAttribute("id");
    copy.dataset.cell = id;
    place.replaceChildren(copy);
    shown = id;
    document.getElementById("previous").disabled = !beside(-1);
    document.getElementById("next").disabled = !beside(1);
    if (!view.open) view.showModal();
    view.scrollTop = 0;
    copy.focus();
    return true;
  };

  // The neighbour in time of the same theme that has passages.
  const beside = (step) => {
    const next = cells[cells.indexOf(shown) + step];
    return next && next.split("-")[0] === shown.split("-")[0] ? next : "";
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const target = link && (link.getAttribute("href") || "");
    if (target && /^#c\d+-\d+$/.test(target) && !event.ctrlKey && !event.metaKey && show(target.slice(1))) event.preventDefault();
  });
  document.getElementById("previous").addEventListener("click", () => show(beside(-1)));
  document.getElementById("next").addEventListener("click", () => show(beside(1)));
  document.getElementById("close").addEventListener("click", () => view.close());
  view.addEventListener("click", (event) => { if (event.target === view) view.close(); });

  // Arrow keys walk over the numbers of the table.
  const grid = document.querySelector(".grid");
  if (grid) grid.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    const cell = event.target.closest("td");
    if (!cell || !(event.key in moves)) return;
    const [down, across] = moves[event.key];
    const rows = [...grid.querySelectorAll("tbody tr")];
    let row = rows.indexOf(cell.parentElement) + down;
    let column = cell.cellIndex + across;
    for (; rows[row] && rows[row].cells[column]; row += down, column += across) {
      const link = rows[row].cells[column].querySelector("a");
      if (link) { link.focus(); event.preventDefault(); return; }
    }
  });

  // A link that was opened in a new tab, or kept: open what holds its passages.
  const open = () => {
    const cell = location.hash && document.getElementById(location.hash.slice(1));
    const holder = cell && cell.closest("details");
    if (holder) { holder.open = true; cell.scrollIntoView(); cell.focus(); }
  };
  window.addEventListener("hashchange", open);
  open();
})();
