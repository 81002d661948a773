"use strict";
(() => {
  const FIRST_ROWS = 50;
  const UNBROKEN = 32;
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, text, properties = {}) => {
    const element = Object.assign(document.createElement(tag), properties);
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const list = one("#list");
  const findings = all(".finding");
  const byNumber = new Map(findings.map((finding) => [finding.dataset.n, finding]));
  const marks = all(".mark");
  const marksOf = new Map();
  for (const mark of marks) {
    for (const n of mark.dataset.f.split(" ")) {
      if (!marksOf.has(n)) marksOf.set(n, []);
      marksOf.get(n).push(mark);
    }
  }
  const place = new Map([...marksOf.keys()].map((n, index) => [n, index]));
  const head = (finding) => one(".head", finding);
  const details = (finding) => finding.querySelector(":scope > template");
  const sideBySide = () => matchMedia("(min-width: 62.01rem)").matches;
  let active = null;

  /* Tables of items: sortable, the first rows at once and the rest on demand. */
  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number"
      ? a - b
      : String(a).localeCompare(String(b), undefined, { numeric: true });

  const grid = (box) => {
    const { columns, rows } = JSON.parse(one("script", box).textContent);
    const holder = one(".grid", box);
    const numeric = columns.map((_, c) => rows.some((row) => typeof row[c] === "number"));
    let shown = FIRST_ROWS;
    let sorted = null;
    const table = make("table");
    const header = table.createTHead().insertRow();
    const body = table.createTBody();
    const more = make("button", "", { type: "button", className: "all" });
    const fill = () => {
      body.replaceChildren(
        ...rows.slice(0, shown).map((row) => {
          const line = make("tr");
          row.forEach((value, c) => {
            const kind = numeric[c] ? "num" : String(value).length <= UNBROKEN ? "short" : "";
            line.append(make("td", value, { className: kind }));
          });
          return line;
        }),
      );
      more.hidden = shown >= rows.length;
      more.textContent = `Show all ${rows.length.toLocaleString("en")} (${Math.min(shown, rows.length)} shown)`;
    };
    columns.forEach((name, c) => {
      const cell = make("th", undefined, { scope: "col" });
      const button = make("button", name, { type: "button" });
      button.addEventListener("click", () => {
        const down = sorted === c;
        rows.sort((a, b) => (down ? -1 : 1) * compare(a[c], b[c]));
        sorted = down ? null : c;
        all("th", header).forEach((other) => other.removeAttribute("aria-sort"));
        cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        fill();
      });
      cell.append(button);
      header.append(cell);
    });
    more.addEventListener("click", () => { shown = rows.length; fill(); });
    fill();
    holder.replaceChildren(table);
    holder.tabIndex = 0;
    holder.setAttribute("role", "group");
    holder.setAttribute("aria-label", "Items, scrollable");
    box.append(more);
  };

  /* Opening a finding builds its details from its template, once. */
  const build = (finding) => {
    const body = one(".body", finding);
    if (body.childElementCount) return body;
    body.append(details(finding).content.cloneNode(true));
    all(".items", body).forEach(grid);
    all(".sql", body).forEach((pre) => { pre.textContent = one(`#sql-${pre.dataset.sql}`).content.textContent; });
    one(".to-text", body).addEventListener("click", () => toText(finding));
    if (!marksOf.has(finding.dataset.n)) one(".jump", body).hidden = true;
    finding.dispatchEvent(new CustomEvent("finding:built", { bubbles: true }));
    return body;
  };

  const open = (finding, wanted = true) => {
    if (wanted) build(finding);
    one(".body", finding).hidden = !wanted;
    head(finding).setAttribute("aria-expanded", String(wanted));
  };

  const bring = (element, block) => element.scrollIntoView({ block, inline: "nearest" });

  const activate = (finding, { scroll = true } = {}) => {
    if (active) {
      active.classList.remove("active");
      (marksOf.get(active.dataset.n) || []).forEach((mark) => mark.classList.remove("active"));
    }
    active = finding;
    finding.classList.add("active");
    const words = marksOf.get(finding.dataset.n) || [];
    words.forEach((mark) => mark.classList.add("active"));
    if (scroll && words.length && sideBySide()) bring(words[0], "center");
    history.replaceState(null, "", `#f-${finding.dataset.n}`);
  };

  const toText = (finding) => {
    const words = marksOf.get(finding.dataset.n) || [];
    activate(finding, { scroll: false });
    if (!words.length) return;
    bring(words[0], "center");
    words[0].focus({ preventScroll: true });
  };

  const toFinding = (finding) => {
    if (finding.hidden) clear();
    open(finding);
    activate(finding, { scroll: false });
    bring(finding, sideBySide() ? "start" : "nearest");
    head(finding).focus({ preventScroll: true });
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest(".head");
    if (!button) return;
    const finding = button.closest(".finding");
    open(finding, button.getAttribute("aria-expanded") !== "true");
    activate(finding);
    bring(finding, "nearest");
  });
  one("#documents").addEventListener("click", (event) => {
    const mark = event.target.closest(".mark");
    if (!mark) return;
    event.preventDefault();
    const numbers = mark.dataset.f.split(" ");
    const at = active ? numbers.indexOf(active.dataset.n) : -1;
    toFinding(byNumber.get(numbers[(at + 1) % numbers.length]));
  });

  /* Filters */
  const chips = all(".chip");
  const search = one("#search");
  const fields = { severity: one("#by-severity"), document: one("#by-document"), topic: one("#by-topic") };
  const order = one("#order");
  const texts = new Map();
  const textOf = (finding) => {
    if (!texts.has(finding)) {
      const text = `${finding.dataset.claim} ${head(finding).textContent} ${details(finding).content.textContent}`;
      texts.set(finding, text.toLowerCase());
    }
    return texts.get(finding);
  };

  const apply = () => {
    const pressed = new Set(chips.filter((chip) => chip.ariaPressed === "true").map((chip) => chip.dataset.status));
    const needles = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const finding of findings) {
      const data = finding.dataset;
      const keep =
        (!pressed.size || pressed.has(data.status)) &&
        Object.entries(fields).every(([name, field]) => !field.value || data[name] === field.value) &&
        (!needles.length || needles.every((needle) => textOf(finding).includes(needle)));
      finding.hidden = !keep;
      if (keep) count += 1;
    }
    for (const mark of marks) {
      mark.classList.toggle("off", mark.dataset.f.split(" ").every((n) => byNumber.get(n).hidden));
    }
    for (const part of all(".document")) {
      part.hidden = Boolean(fields.document.value) && part.dataset.document !== fields.document.value;
    }
    const total = findings.length;
    one("#shown").textContent =
      count === total ? `${total} ${total === 1 ? "finding" : "findings"}` : `${count} of ${total} findings`;
    one("#none").hidden = count > 0;
  };
  const clear = () => {
    chips.forEach((chip) => chip.setAttribute("aria-pressed", "false"));
    Object.values(fields).forEach((field) => { field.value = ""; });
    search.value = "";
    apply();
  };
  const reorder = () => {
    const after = place.size;
    const rank = (finding) => (order.value === "place" ? place.get(finding.dataset.n) ?? after : 0);
    const sorted = [...findings].sort((a, b) => rank(a) - rank(b) || Number(a.dataset.n) - Number(b.dataset.n));
    list.append(...sorted);
  };
  chips.forEach((chip) => chip.addEventListener("click", () => {
    chip.setAttribute("aria-pressed", String(chip.ariaPressed !== "true"));
    apply();
  }));
  Object.values(fields).forEach((field) => field.addEventListener("change", apply));
  order.addEventListener("change", reorder);
  let typing = 0;
  search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(apply, 120); });
  one("#filters").addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  one("#filters").addEventListener("reset", (event) => { event.preventDefault(); clear(); order.value = "gravity"; reorder(); });
  one("#clear-again").addEventListener("click", clear);

  /* Parts of the report */
  const tabs = all("[role=tab]");
  const show = (tab) => {
    for (const other of tabs) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      one(`#${other.getAttribute("aria-controls")}`).hidden = !chosen;
    }
    measure();
  };
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(index + step + tabs.length) % tabs.length];
      show(next);
      next.focus();
      event.preventDefault();
      event.stopPropagation();
    });
  });

  all(".rests").forEach((link) => link.addEventListener("click", (event) => {
    show(tabs[0]);
    toFinding(one(link.getAttribute("href")));
    event.preventDefault();
  }));

  /* Keyboard */
  const step = (by) => {
    const visible = all(".finding", list).filter((finding) => !finding.hidden);
    if (!visible.length) return;
    const from = visible.indexOf(active);
    const next = visible[from < 0 ? (by > 0 ? 0 : visible.length - 1) : Math.min(Math.max(from + by, 0), visible.length - 1)];
    activate(next);
    bring(next, "nearest");
    head(next).focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || one("#review").hidden) return;
    const writing = event.target.closest("input, select, textarea");
    if (writing) {
      if (event.key === "Escape" && event.target === search) {
        search.value = "";
        apply();
        (active && !active.hidden ? head(active) : one("#findings")).focus();
      }
      return;
    }
    const inList = event.target.closest(".head, #findings") && !event.target.closest(".body");
    const by = { j: 1, k: -1 }[event.key] || (inList && { ArrowDown: 1, ArrowUp: -1 }[event.key]);
    if (by) step(by);
    else if (event.key === "/") { search.focus(); search.select(); }
    else if (event.key === "t" && active) toText(active);
    else return;
    event.preventDefault();
  });

  /* Printing opens what is shown. */
  addEventListener("beforeprint", () => findings.filter((finding) => !finding.hidden).forEach((finding) => open(finding)));

  const measure = () => {
    if (!one("#review").hidden) {
      document.documentElement.style.setProperty("--above", `${Math.ceil(one(".panes").getBoundingClientRect().top + scrollY)}px`);
    }
  };
  addEventListener("resize", measure);
  measure();
  apply();
  const wanted = decodeURIComponent(location.hash.slice(1));
  const linked = wanted && findings.find((finding) => finding.id === wanted || finding.dataset.claim === wanted);
  if (linked) {
    toFinding(linked);
    activate(linked);
  }
})();
