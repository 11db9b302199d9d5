// Shows passages on a click. All of them are already in the page: without this script, the links lead there.
"use strict";
(() => {
  const view = document.getElementById("view");
  const place = document.getElementById("passages-here");
  if (!view || !view.showModal) return;
  document.documentElement.classList.add("scripted");
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
    copy.focus({ preventScroll: true }); // otherwise the heading scrolls behind the bar
    view.scrollTop = 0;
    return true;
  };

  // The next or previous period of the same theme that has passages.
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

  // Arrow keys move between the numbers of the table, which is a single tab stop, as thousands would be unusable.
  const grid = document.querySelector(".grid");
  const links = grid ? [...grid.querySelectorAll("td a")] : [];
  for (const link of links.slice(1)) link.tabIndex = -1;
  if (grid) grid.addEventListener("focusin", (event) => {
    if (!links.includes(event.target)) return;
    for (const link of links) if (link.tabIndex === 0) link.tabIndex = -1;
    event.target.tabIndex = 0;
  });
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

  // Paper does not scroll: a table wider than a page is printed in parts, one below the other.
  const [PAGE, SIGN, BETWEEN] = [650, 5.5, 9]; // pixels: a narrow page, a character, the space between columns
  const parts = (table) => {
    const words = [...table.tHead.rows[0].cells].map(() => 0);
    for (const row of table.rows) [...row.cells].forEach((cell, column) => {
      const lengths = column ? cell.textContent.split(" ").map((word) => word.length) : [1.2 * cell.textContent.length]; // bold
      words[column] = Math.max(words[column], ...lengths);
    });
    const widths = words.map((most) => SIGN * most + BETWEEN);
    const found = [];
    let room = 0;
    for (let column = 1; column < widths.length; column += 1) {
      if (widths[column] > room || !found.length) { found.push([]); room = PAGE - widths[0]; }
      found[found.length - 1].push(column);
      room -= widths[column];
    }
    return found;
  };
  const part = (table, columns) => {
    const copy = table.cloneNode(false);
    copy.className = "part";
    if (table.caption) copy.append(table.caption.cloneNode(true));
    for (const group of [table.tHead, ...table.tBodies]) {
      const rows = group.cloneNode(false);
      for (const row of group.rows) {
        const line = row.cloneNode(false);
        line.append(...[0, ...columns].map((column) => row.cells[column].cloneNode(true)));
        rows.append(line);
      }
      copy.append(rows);
    }
    return copy;
  };
  window.addEventListener("beforeprint", () => {
    for (const table of document.querySelectorAll(".scroll > table.wide:not(.whole)")) {
      const found = table.offsetWidth ? parts(table) : [];
      if (found.length < 2) continue;
      table.classList.add("whole");
      table.after(...found.map((columns) => part(table, columns)));
    }
  });
  window.addEventListener("afterprint", () => {
    for (const copy of document.querySelectorAll("table.part")) copy.remove();
    for (const table of document.querySelectorAll("table.whole")) table.classList.remove("whole");
  });

  // For a link that was bookmarked or opened in a new tab: open the element that contains its passages.
  const open = () => {
    const cell = location.hash && document.getElementById(location.hash.slice(1));
    const holder = cell && cell.closest("details");
    if (holder) { holder.open = true; cell.scrollIntoView(); cell.focus(); }
  };
  window.addEventListener("hashchange", open);
  open();
})();
