"use strict";
/* Tables that sort: of items, built from their data when they are looked at, and of the page itself. */
const tables = (() => {
  const FIRST_ROWS = 50;
  const MORE_ROWS = 1000;
  const UNBROKEN = 32;
  const SEARCHED = 15;
  const PRINTED = 7;
  const RESULTS = [["exceptions", "breaks"], ["unknown", "cannot be told"], ["holding", "holds"]];
  const make = (tag, text, properties = {}) => {
    const element = Object.assign(document.createElement(tag), properties);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number"
      ? a - b
      : String(a).localeCompare(String(b), undefined, { numeric: true });

  /* A header cell whose button sorts: up, down, up. `sort` is told the direction. */
  const heading = (cell, name, sort) => {
    const button = make("button", undefined, { type: "button", className: "sort" });
    button.append(...(name === undefined ? [...cell.childNodes] : [name]));
    button.addEventListener("click", () => {
      const down = cell.getAttribute("aria-sort") === "ascending";
      for (const other of cell.parentElement.children) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(down ? -1 : 1);
    });
    cell.append(button);
  };

  /* Items: the first rows at once, the rest on demand; long lists can be searched. */
  const items = (box, { columns, rows }, name) => {
    const holder = box.querySelector(".grid");
    const numeric = columns.map((_, c) => rows.some((row) => typeof row[c] === "number"));
    let shown = FIRST_ROWS;
    let found = rows;
    const table = make("table");
    const header = table.createTHead().insertRow();
    const body = table.createTBody();
    const more = make("button", "", { type: "button", className: "all" });
    const next = () => (found.length - shown > MORE_ROWS ? shown + MORE_ROWS : found.length);
    const fill = () => {
      body.replaceChildren(
        ...found.slice(0, shown).map((row) => {
          const line = make("tr");
          row.forEach((value, c) => {
            const kind = numeric[c] ? "num" : String(value).length <= UNBROKEN ? "short" : "";
            line.append(make("td", value, { className: kind, dir: numeric[c] ? "" : "auto" }));
          });
          return line;
        }),
      );
      more.hidden = shown >= found.length;
      const size = found.length.toLocaleString("en");
      more.textContent = `${next() === found.length ? `Show all ${size}` : `Show ${MORE_ROWS} more of ${size}`} (${Math.min(shown, found.length)} shown)`;
    };
    columns.forEach((column, c) => {
      const cell = make("th", undefined, { scope: "col", className: numeric[c] ? "num" : "" });
      heading(cell, column, (direction) => { rows.sort((a, b) => direction * compare(a[c], b[c])); search(); });
      header.append(cell);
    });
    const field = make("input", undefined, { type: "search", className: "within", placeholder: "Search these items", autocomplete: "off" });
    field.setAttribute("aria-label", `Search these items: ${name}`);
    const search = () => {
      const needles = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      found = needles.length ? rows.filter((row) => needles.every((needle) => row.join(" ").toLowerCase().includes(needle))) : rows;
      fill();
    };
    field.addEventListener("input", search);
    more.addEventListener("click", () => { shown = next(); fill(); });
    fill();
    holder.replaceChildren(table);
    holder.classList.toggle("wide", columns.length > PRINTED);
    holder.tabIndex = 0;
    holder.setAttribute("role", "group");
    holder.setAttribute("aria-label", `${name}, scrollable`);
    if (rows.length > SEARCHED) holder.before(field);
    box.append(more);
  };

  const source = (number) => document.querySelector(`#items-${number}`).textContent;
  const data = (box) => JSON.parse(source(box.dataset.items));
  const lists = new Map();
  /* A list of items as it can be searched. */
  const text = (number) => {
    if (!lists.has(number)) lists.set(number, source(number).toLowerCase());
    return lists.get(number);
  };

  /* The whole population: what breaks, what cannot be told and what holds, under the columns that any of them has. */
  const population = (box, finding) => {
    const parts = RESULTS.map(([part, result]) => {
      const listed = part === "holding" ? box : finding.querySelector(`.items.${part}`);
      return listed ? { result, ...data(listed) } : { result, columns: [], rows: [] };
    });
    const names = [...new Set(parts.flatMap((part) => part.columns))];
    const columns = [names[0], "result", ...names.slice(1)];
    const rows = parts.flatMap((part) => {
      const at = names.map((name) => part.columns.indexOf(name));
      return part.rows.map((row) => {
        const [item, ...rest] = at.map((c) => (c < 0 ? "" : row[c]));
        return [item, part.result, ...rest];
      });
    });
    items(box, { columns, rows }, "Population");
  };

  /* Tables of the page: a row that belongs to the one above moves with it. */
  const sortable = (table) => {
    const body = table.tBodies[0];
    const groups = [];
    for (const row of body.rows) {
      if (row.hasAttribute("data-with-above") && groups.length) groups.at(-1).push(row);
      else groups.push([row]);
    }
    const value = (row, c) => {
      const cell = row.cells[c];
      const text = cell ? cell.dataset.v ?? cell.textContent.trim() : "";
      const number = Number(text.replaceAll(",", ""));
      return text && !Number.isNaN(number) ? number : text;
    };
    [...table.tHead.rows[0].cells].forEach((cell, c) => {
      heading(cell, undefined, (direction) => {
        groups.sort((a, b) => direction * compare(value(a[0], c), value(b[0], c)));
        body.append(...groups.flat());
      });
    });
  };

  return { data, items, population, sortable, text };
})();
