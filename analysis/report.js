"use strict";
// Tables sort by a click on (or Enter at) the name of a column; what is missing stays last.
for (const table of document.querySelectorAll("table.sortable, table.dataframe")) {
  if (!table.tHead || !table.tHead.rows.length || table.tBodies.length !== 1) continue;
  const headers = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
  headers.forEach((header, column) => {
    if (!header.textContent.trim()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => sort(table, headers, column));
  });
}

function sort(table, headers, column) {
  const body = table.tBodies[0];
  const down = headers[column].getAttribute("aria-sort") === "ascending";
  const rows = [...body.rows].map((row) => [key(row.cells[column]), row]);
  rows.sort(([one], [other]) => {
    if (one === "" || other === "") return (one === "") - (other === "");
    const order = typeof one === "number" && typeof other === "number"
      ? one - other
      : String(one).localeCompare(String(other), "en", { numeric: true, sensitivity: "base" });
    return down ? -order : order;
  });
  headers.forEach((header) => header.removeAttribute("aria-sort"));
  headers[column].setAttribute("aria-sort", down ? "descending" : "ascending");
  body.append(...rows.map(([, row]) => row));
}

function key(cell) {
  if (!cell) return "";
  const text = (cell.dataset.sort ?? cell.textContent).trim();
  const number = Number(text.replaceAll(",", ""));
  return text === "" || Number.isNaN(number) ? text : number;
}

// What scrolls sideways can be scrolled by keyboard too.
for (const box of document.querySelectorAll(".output")) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}
