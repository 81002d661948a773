"use strict";
(() => {
  /* Decisions of a reviewer: kept by the server that handed the page out. Everything is written as text, never as markup. */
  const given = JSON.parse(document.querySelector("#extra-data").textContent);
  const base = location.pathname.replace(/[^/]*$/, "");
  const token = base.split("/")[1];
  const WORDS = { confirm: "Confirmed", correct: "Corrected", reject: "Rejected" };
  let state = null;

  const make = (tag, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };
  const remembered = (name, value) => {
    try {
      if (value !== undefined) sessionStorage.setItem(name, value);
      return sessionStorage.getItem(name) || "";
    } catch { return ""; }
  };

  /* The server. */
  const ask = async (path, body) => {
    const sent = body === undefined ? {} : {
      method: "POST", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-Goldenthread-Token": token },
    };
    let answer;
    try {
      answer = await fetch(base + path, { ...sent, cache: "no-store" });
    } catch {
      throw new Error("The server does not answer: goldenthread serve may have ended. Nothing was kept.");
    }
    const told = await answer.json().catch(() => ({ faults: ["The server's answer cannot be read."] }));
    if (!answer.ok) throw Object.assign(new Error(told.faults.join("\n")), { conflict: answer.status === 409 });
    return told;
  };
  const change = async (wanted) => {
    try {
      show(await ask("decisions", { ...wanted, version: state.version }));
    } catch (error) {
      if (error.conflict) {
        show(await ask("decisions"));
        error.message += "\nThe decisions were read again. Look at them, then send yours once more.";
      }
      throw error;
    }
  };

  /* What is decided on a claim, in a few words. */
  const entriesOf = (claim) => ({
    decided: state.claims.filter((one) => one.means === claim).at(-1),
    accepted: state.exceptions.filter((one) => one.means === claim),
  });
  const byWhom = (one) => [one.by && `by ${one.by}`, one.on && `on ${one.on}`].filter(Boolean).join(" ");
  const decidedText = (one) => {
    const said = one.decision ? [`${WORDS[one.decision]} ${byWhom(one)}`.trim() + (one.reason ? `: ${one.reason}` : "")] : [];
    if (one.topic) said.push(`Topic: ${one.topic}`);
    for (const [name, value] of Object.entries(one.params || {})) said.push(`${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`);
    if (one.owner) said.push(`Owner: ${one.owner}`);
    if (one.note) said.push(`Note: ${one.note}`);
    return said.join(". ");
  };
  const acceptedText = (one) =>
    `${one.item} ${one.approver ? `accepted by ${one.approver}` : "not approved yet"}, ${one.from} to ${one.to}: ${one.reason.replace(/[.\s]+$/, "")}.` +
    (one.compensating_control ? ` Instead: ${one.compensating_control}` : "");

  /* The bar at the foot of the page. */
  const status = make("span", { role: "status" });
  const again = make("button", { type: "button", textContent: "Review again" });
  const listed = make("button", { type: "button", textContent: "All decisions" });
  const bar = make("aside", { className: "desk", ariaLabel: "Decisions" }, status, listed, again);
  again.addEventListener("click", async () => {
    again.disabled = true;
    status.textContent = "Reviewing again …";
    try {
      await ask("review", {});
      location.reload();
    } catch (error) {
      status.textContent = error.message;
      again.disabled = false;
    }
  });
  listed.addEventListener("click", () => {
    const box = dialog("All decisions");
    const list = make("ul", { className: "entries" });
    for (const [kind, words] of [["claims", decidedText], ["exceptions", acceptedText]]) {
      for (const one of state[kind]) {
        const about = one.quote ? `“${one.quote}”` : one.topic ? `topic ${one.topic}` : one.claim ? `claim ${one.claim}` : "every topic";
        list.append(make("li", {}, make("bdi", { textContent: words(one) }), make("bdi", { className: "about", textContent: about }),
          withdraw(kind, one, () => box.parent.close())));
      }
    }
    if (!list.childElementCount) list.append(make("li", { textContent: `Nothing is decided in ${state.file} yet.` }));
    box.append(list);
    box.parent.showModal();
  });

  const show = (told) => {
    state = told;
    const number = state.claims.length + state.exceptions.length;
    status.textContent = `${number} ${number === 1 ? "decision" : "decisions"} in ${state.file}` +
      (state.honoured ? "" : ". This review was made before the last of them.");
    bar.classList.toggle("stale", !state.honoured);
    for (const finding of document.querySelectorAll("[data-claim]")) label(finding);
    for (const panel of document.querySelectorAll(".decide")) fill(panel);
  };
  const label = (finding) => {
    const { decided, accepted } = entriesOf(finding.dataset.claim);
    const words = [decided && (WORDS[decided.decision] || "Noted"), accepted.length && `${accepted.length} accepted`].filter(Boolean);
    let badge = finding.querySelector(".decided");
    if (!badge && words.length) {
      badge = make("span", { className: "decided" });
      (finding.querySelector(".head .row") || finding).append(badge);
    }
    if (badge) {
      badge.textContent = words.join(", ");
      badge.hidden = !words.length;
    }
  };

  /* The panel in a finding. */
  const button = (text, run) => {
    const element = make("button", { type: "button", textContent: text });
    element.addEventListener("click", run);
    return element;
  };
  const withdraw = (kind, one, then = () => {}) => button("Withdraw", async (event) => {
    try {
      await change({ do: "withdraw", kind, at: one.at });
      then();
    } catch (error) {
      event.target.after(make("span", { role: "alert", textContent: error.message }));
    }
  });
  const fill = (panel) => {
    const claim = panel.dataset.of;
    const { decided, accepted } = entriesOf(claim);
    const list = make("ul", { className: "entries" });
    if (decided) list.append(make("li", {}, make("bdi", { textContent: decidedText(decided) }), withdraw("claims", decided)));
    for (const one of accepted) list.append(make("li", {}, make("bdi", { textContent: acceptedText(one) }), withdraw("exceptions", one)));
    const actions = make("div", { className: "actions" },
      ...Object.entries(FORMS).filter(([name]) => !(name === "confirm" && decided?.decision === "correct"))
        .map(([name, form]) => button(form.button, () => open(name, claim))));
    panel.replaceChildren(make("h4", { textContent: "Your decision" }), ...(list.childElementCount ? [list] : []), actions);
  };
  document.addEventListener("finding:built", (event) => {
    const panel = make("div", { className: "decide" });
    panel.dataset.of = event.target.dataset.claim;
    (event.target.querySelector(".body") || event.target).append(panel);
    if (state) fill(panel);
  });

  /* Forms. A field is a name, what it is called, and what else it is. */
  const by = ["by", "Decided by", { value: () => remembered("by") }];
  const FORMS = {
    confirm: { button: "Confirm", title: "The claim is read right", send: "Confirm", fields: [by, ["note", "Note"]] },
    correct: { button: "Correct …", title: "The claim reads otherwise", send: "Correct", fields: [["topic", "Topic"], by, ["reason", "Why"]] },
    reject: { button: "Reject …", title: "This is no claim", send: "Reject", fields: [["reason", "Why", { required: true }], by] },
    accept: {
      button: "Accept an exception …", title: "Accept an exception", send: "Accept", fields: [
        ["item", "Item; * stands for any characters", { required: true }],
        ["reason", "Why", { required: true }],
        ["approver", "Approved by; while nobody did, it excuses nothing", { value: () => remembered("by") }],
        ["from", `From; this review speaks for ${given.as_of}`, { type: "date", required: true, value: () => given.today }],
        ["to", "To, the last day", { type: "date", required: true }],
        ["compensating_control", "What is done instead, as a sentence; it is tested"],
      ],
    },
    note: { button: "Note or owner …", title: "Note or owner", send: "Keep", fields: [["owner", "Owner"], ["note", "Note"], by] },
  };
  let forms = 0;
  const field = (name, called, { type = "text", required = false, value = () => "", options } = {}) => {
    const id = `decide-${forms}-${name}`;
    const input = options ? make("select", { id, name }) : make("input", { id, name, type, required, value: value(), autocomplete: "off" });
    for (const [key, text] of options || []) input.append(make("option", { value: key, textContent: text }));
    if (options) input.value = value();
    return make("p", { className: "field" }, make("label", { htmlFor: id, textContent: called }), input);
  };
  const dialog = (title) => {
    const box = make("div", { className: "inside" });
    const close = button("Close", () => parent.close());
    const heading = make("h2", { textContent: title, id: `decide-title-${++forms}` });
    const parent = make("dialog", { className: "decision" }, make("div", { className: "title" }, heading, close), box);
    parent.setAttribute("aria-labelledby", heading.id);
    parent.addEventListener("close", () => parent.remove());
    parent.addEventListener("keydown", (event) => event.stopPropagation());
    document.body.append(parent);
    return Object.assign(box, { parent });
  };

  /* The values of a topic, those that were read filled in. */
  const values = (about, topic) => {
    const parameters = Object.entries(about.parameters[topic] || {});
    return make("fieldset", { className: "values" }, make("legend", { textContent: "What it promises; leave empty what it does not say" }),
      ...parameters.map(([name, one]) => {
        const value = () => (topic === about.topic ? about.params[name] || "" : "");
        const called = name.replaceAll("_", " ") + (one.type === "set" && one.values.length ? `: any of ${one.values.join(", ")}` : "");
        const choice = one.values.length && one.type !== "set" ? [["", "not stated"], ...one.values.map((v) => [v, v])] : undefined;
        const row = field(`params.${name}`, called, { value, options: choice });
        if (one.meaning) row.title = one.meaning;
        return row;
      }));
  };

  const open = async (name, claim) => {
    const wanted = FORMS[name];
    const box = dialog(wanted.title);
    const problem = make("p", { role: "alert", className: "problem", hidden: true });
    const fail = (error) => { problem.textContent = error.message; problem.hidden = false; };
    const form = make("form", { method: "dialog" });
    box.append(form, problem);
    box.parent.showModal();
    let about;
    try { about = await ask(`claims/${encodeURIComponent(claim)}`); } catch (error) { fail(error); return; }
    const { decided } = entriesOf(claim);
    form.append(make("blockquote", {}, make("bdi", { textContent: about.quote })), make("p", { className: "about", textContent: `Read as ${about.reads}` }));
    for (const [key, called, more = {}] of wanted.fields) {
      if (key === "topic") {
        const row = field(key, called, { options: given.topics.map((one) => [one.id, one.title]), value: () => about.topic });
        let stated = values(about, about.topic);
        row.querySelector("select").addEventListener("change", (event) => {
          const next = values(about, event.target.value);
          stated.replaceWith(next);
          stated = next;
        });
        form.append(row, stated);
        continue;
      }
      const stands = key === "note" || key === "owner";
      const row = field(key, called, stands ? { ...more, value: () => decided?.[key] || "" } : more);
      if (key === "item") {
        const items = make("datalist", { id: `decide-items-${forms}` }, ...about.items.map((value) => make("option", { value })));
        row.querySelector("input").setAttribute("list", items.id);
        if (about.items.length === 1) row.querySelector("input").value = about.items[0];
        row.append(items);
      }
      form.append(row);
    }
    if (name === "accept") form.append(field("for", "It applies to", {
      value: () => "claim", options: [["claim", "this claim alone"], ["topic", `every claim on ${about.title}`]],
    }));
    form.append(make("button", { type: "submit", className: "send", textContent: wanted.send }));
    (form.querySelector("select, input") || form.lastChild).focus();
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, value.trim()]));
      if (said.by) remembered("by", said.by);
      const params = Object.fromEntries(Object.entries(said).filter(([key]) => key.startsWith("params.")).map(([key, value]) => [key.slice(7), value]));
      const rest = Object.fromEntries(Object.entries(said).filter(([key]) => !key.startsWith("params.") && key !== "for"));
      const ready = name === "accept"
        ? { ...rest, do: "accept", claim, whole_topic: said.for === "topic" }
        : { ...rest, do: "decide", claim, decision: name === "note" ? null : name, ...(name === "correct" ? { params } : {}) };
      form.lastChild.disabled = true;
      try {
        await change(ready);
        box.parent.close();
      } catch (error) {
        fail(error);
      }
      form.lastChild.disabled = false;
    });
  };

  document.body.append(bar);
  ask("decisions").then(show, (error) => { status.textContent = error.message; bar.classList.add("stale"); });
})();
