"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const list = one("#list");
  const findings = all(".finding");
  let ranked = findings;
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
  /* A finding's details wait as text, which the browser does not take apart; text of documents is escaped in it. */
  const details = (finding) => finding.querySelector(":scope > script").textContent;
  const detailed = (finding) => Object.assign(document.createElement("template"), { innerHTML: details(finding) }).content;
  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'", "&amp;": "&" };
  const plain = (html) => html.replace(/<[^>]*>/g, " ").replace(/&(?:lt|gt|#34|#39|amp);/g, (entity) => ENTITIES[entity]);
  const sideBySide = () => matchMedia("(min-width: 62.01rem)").matches;
  let active = null;
  let leading = null;

  /* Opening a finding builds its details from its template, once. */
  const build = (finding) => {
    const body = one(".body", finding);
    if (body.childElementCount) return body;
    body.append(detailed(finding));
    for (const box of all(".items:not(.population)", body)) {
      tables.items(box, tables.data(box), box.matches(".unknown") ? "Items that cannot be told" : "Exceptions");
    }
    for (const box of all(".population", body)) {
      box.closest("details").addEventListener("toggle", () => tables.population(box, finding), { once: true });
    }
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
    leading = null;
    if (scroll && words.length && sideBySide()) bring(words[0], "center");
    history.replaceState(null, "", `#f-${finding.dataset.n}`);
  };

  const choose = (finding) => {
    activate(finding);
    bring(finding, "nearest");
    head(finding).focus({ preventScroll: true });
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
  const fields = {
    severity: one("#by-severity"), document: one("#by-document"), topic: one("#by-topic"), criterion: one("#by-criterion"),
  };
  const within = {
    severity: (data) => [data.severity], document: (data) => [data.document], topic: (data) => [data.topic],
    criterion: (data) => data.criteria.split(" "),
  };
  const order = one("#order");
  const texts = new Map();
  const textOf = (finding) => {
    if (!texts.has(finding)) {
      const html = details(finding);
      const listed = [...html.matchAll(/class="items (?:exceptions|unknown)" data-items="(\d+)"/g)];
      const text = `${finding.dataset.claim} ${head(finding).textContent} ${plain(html)}`;
      texts.set(finding, [text.toLowerCase(), ...listed.map((found) => tables.text(found[1]))]);
    }
    return texts.get(finding);
  };

  /* What is shown stands in chunks, of which the browser lays out only those that are near; what is not, in none. */
  const CHUNK = 25;
  const HEIGHT = 96;
  const arrange = () => {
    const kept = ranked.filter((finding) => !finding.hidden);
    const chunks = [];
    for (let at = 0; at < kept.length; at += CHUNK) {
      const chunk = Object.assign(document.createElement("div"), { className: "chunk" });
      chunk.append(...kept.slice(at, at + CHUNK));
      chunk.style.containIntrinsicHeight = `auto ${chunk.childElementCount * HEIGHT}px`;
      chunks.push(chunk);
    }
    const aside = Object.assign(document.createElement("div"), { hidden: true });
    aside.append(...ranked.filter((finding) => finding.hidden));
    list.replaceChildren(...chunks, aside);
  };

  const apply = () => {
    const pressed = new Set(chips.filter((chip) => chip.ariaPressed === "true").map((chip) => chip.dataset.status));
    const needles = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const finding of findings) {
      const data = finding.dataset;
      const keep =
        (!pressed.size || pressed.has(data.status)) &&
        Object.entries(fields).every(([name, field]) => !field.value || within[name](data).includes(field.value)) &&
        (!needles.length || needles.every((needle) => textOf(finding).some((text) => text.includes(needle))));
      finding.hidden = !keep;
      if (keep) count += 1;
    }
    arrange();
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
    ranked = [...findings].sort((a, b) => rank(a) - rank(b) || Number(a.dataset.n) - Number(b.dataset.n));
    arrange();
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
    all(".skip").forEach((link) => { link.hidden = tab !== tabs[0]; });
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

  all("table.sortable").forEach(tables.sortable);
  all(".narrow").forEach((button) => button.addEventListener("click", () => {
    clear();
    fields[button.dataset.field].value = button.dataset.value;
    apply();
    show(tabs[0]);
    one("#findings").focus();
  }));
  /* The verdicts that rest on an assurance test are listed when they are asked for. */
  all(".resting").forEach((box) => box.addEventListener("toggle", () => {
    const items = box.dataset.findings.split(" ").map((n) => {
      const finding = byNumber.get(n);
      const link = Object.assign(document.createElement("a"), { href: `#f-${n}`, className: "rests" });
      link.append(one(".badge", finding).cloneNode(true), " ", one(".quote", finding).firstElementChild.cloneNode(true));
      link.addEventListener("click", (event) => { show(tabs[0]); toFinding(finding); event.preventDefault(); });
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
    const entries = Object.assign(document.createElement("ul"), { className: "plain" });
    entries.append(...items);
    box.append(entries);
  }, { once: true }));

  /* The panes in step: where the reader scrolls one, the other shows what belongs to it. */
  const panes = { findings: one("#findings"), documents: one("#documents") };
  const inStep = one("#in-step");
  const HEADER = 44;
  const top = (pane) => pane.getBoundingClientRect().top + HEADER;
  const align = (pane, element) => { pane.scrollTop += element.getBoundingClientRect().top - top(pane) - HEADER; };
  /* The first of the elements, which stand one below the other, that ends below a line. */
  const firstBelow = (elements, line) => {
    let low = 0;
    let high = elements.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (elements[middle].getBoundingClientRect().bottom > line) high = middle;
      else low = middle + 1;
    }
    return elements[low];
  };
  let near = [];
  const point = (...elements) => {
    near.forEach((element) => element.classList.remove("near"));
    near = elements;
    near.forEach((element) => element.classList.add("near"));
  };
  const follow = {
    findings: () => {
      const line = top(panes.findings);
      const chunk = firstBelow(all(".chunk", list), line);
      const finding = chunk && firstBelow([...chunk.children], line);
      const marked = finding ? marksOf.get(finding.dataset.n) || [] : [];
      if (!marked.length) return;
      point(finding, ...marked);
      align(panes.documents, marked[0]);
    },
    documents: () => {
      const line = top(panes.documents);
      const chunks = all(".document:not([hidden]) .chunk", panes.documents);
      const from = chunks.indexOf(firstBelow(chunks, line));
      const marked = chunks.slice(from, from + 2).flatMap((chunk) => all(".mark:not(.off)", chunk));
      const mark = marked.find((one) => one.getBoundingClientRect().bottom > line);
      const finding = mark && mark.dataset.f.split(" ").map((n) => byNumber.get(n)).find((one) => !one.hidden);
      if (!finding) return;
      point(finding, mark);
      align(panes.findings, finding);
    },
  };
  for (const [name, pane] of Object.entries(panes)) {
    let settling = 0;
    for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      pane.addEventListener(kind, () => { leading = name; }, { passive: true });
    }
    pane.addEventListener("scroll", () => {
      if (leading !== name || !inStep.checked || !sideBySide()) return;
      clearTimeout(settling);
      settling = setTimeout(follow[name], 60);
    }, { passive: true });
  }

  /* Keyboard */
  const visible = () => ranked.filter((finding) => !finding.hidden);
  const step = (by) => {
    const among = visible();
    if (!among.length) return;
    const from = among.indexOf(active);
    choose(among[from < 0 ? (by > 0 ? 0 : among.length - 1) : Math.min(Math.max(from + by, 0), among.length - 1)]);
  };
  const edge = (at) => { const finding = visible().at(at); if (finding) choose(finding); };
  const help = one("#help");
  const turn = (by) => {
    const at = tabs.findIndex((tab) => tab.ariaSelected === "true");
    const next = tabs[(at + by + tabs.length) % tabs.length];
    show(next);
    next.focus();
  };
  one("#keys").addEventListener("click", () => help.showModal());
  const anywhere = { "?": () => help.showModal(), "[": () => turn(-1), "]": () => turn(1) };
  const review = {
    j: () => step(1), k: () => step(-1), g: () => edge(0), G: () => edge(-1),
    "/": () => { search.focus(); search.select(); }, t: () => active && toText(active), s: () => inStep.click(),
  };
  const inList = { ArrowDown: () => step(1), ArrowUp: () => step(-1) };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("dialog")) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) {
      if (event.key === "Escape" && event.target === search) {
        search.value = "";
        apply();
        (active && !active.hidden ? head(active) : one("#findings")).focus();
      }
      return;
    }
    const listed = event.target.closest(".head, #findings") && !event.target.closest(".body");
    const shown = one("#review").hidden ? {} : { ...review, ...(listed ? inList : {}) };
    const act = shown[event.key] || anywhere[event.key];
    if (!act) return;
    act();
    event.preventDefault();
  });

  /* Printing opens what is shown. */
  addEventListener("beforeprint", () => findings.filter((finding) => !finding.hidden).forEach((finding) => open(finding)));

  /* The panes fill what the head, and what a server adds at the foot, leave of the window. */
  const measure = () => {
    if (one("#review").hidden) return;
    const above = one(".panes").getBoundingClientRect().top + scrollY;
    let below = 0;
    for (let next = one("main").nextElementSibling; next; next = next.nextElementSibling) {
      if (next.localName !== "dialog") below += next.offsetHeight;
    }
    document.documentElement.style.setProperty("--around", `${Math.ceil(above + below)}px`);
  };
  addEventListener("load", measure);
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
