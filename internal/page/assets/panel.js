// The panel: services, findings, the selected node, the loss.

function select(n) {
  view.node = view.node === n ? -1 : n;
  view.set = null; view.service = -1;
  if (view.node >= 0) view.tab = "node";
  changed();
}

// go selects a node from the panel and brings it into sight.
function go(n) {
  view.node = n; view.set = null; view.service = -1; view.tab = "node";
  reveal(n);
  changed();
  show(n);
}

function show(n) {
  const e = anchor(n);
  if (e) e.scrollIntoView({ block: "center", inline: "center" });
}

function resourceLink(r, text) {
  const b = button("link", () => go(nodeOf(r)), text || D.resources[r].id);
  b.title = D.resources[r].id;
  return b;
}

const where = (x) => x.file ? el("div", "at", x.file + ":" + x.line) : null;

function why(pairs) {
  const list = el("ul", "why");
  for (const [r, text] of pairs || []) {
    list.append(el("li", "", resourceLink(r), D.texts[text] ? el("span", "", " – " + D.texts[text]) : null, where(D.resources[r])));
  }
  return pairs && pairs.length ? list : null;
}

const doubts = (ifs, needs) => [
  ...(ifs || []).map((t) => el("p", "doubt", "if " + D.texts[t])),
  needs && needs.length ? el("p", "doubt", "to decide it, supply " + needs.join(", ")) : null,
];

function recovery(o) {
  const p = el("p", "back");
  if (o.mechanism === "none") p.append("Nothing brings it back" + (o.reason ? ": " + o.reason : "") + ".");
  else if (o.mechanism) {
    p.append(el("b", "", o.mechanism), o.automatic ? ", by itself" : ", by somebody", ": back after ", el("b", "", seconds(o.rto)), ", data lost: ", el("b", "", seconds(o.rpo)), o.estimate ? " *" : "");
    if (o.estimate) p.title = "* an estimate, without a published source";
  } else if (o.reason && !(o.if || []).length) p.append(o.reason);
  return p;
}

function losesService(set, s) {
  const names = set.events.map(called).join(" + ");
  const pressed = view.set === set;
  const b = button("set" + (pressed ? " on" : ""), () => {
    view.set = pressed ? null : set;
    view.service = s; view.node = -1; view.lost.clear();
    if (!pressed) {
      for (const [r] of (set.why || []).slice(0, 3)) reveal(nodeOf(r));
      for (const r of (set.path || []).slice(0, 8)) reveal(nodeOf(r));
    }
    changed();
    if (!pressed && set.why && set.why.length) show(nodeOf(set.why[0][0]));
  }, el("span", "tag", set.events.length === 1 ? D.events[set.events[0]].kind === "resource" ? "component" : D.events[set.events[0]].kind : set.events.length + " losses"), names);
  b.setAttribute("aria-pressed", pressed);
  const item = el("li", "", b);
  if (pressed) {
    item.append(el("div", "proof", why(set.why), ...doubts(set.if, set.needs),
      set.path && set.path.length > 2 ? el("p", "", "needed through " + set.path.slice(0, -1).map((r) => D.resources[r].id).join(" → ")) : null,
      button("do", () => { view.lost = new Set(set.events); view.tab = "loss"; view.set = null; view.service = -1; changed(); }, "Lose it and see")));
  }
  return item;
}

function servicesPanel(body) {
  if (!D.services.length) body.append(el("p", "empty", "No service is found: nothing here is called by a name, a balancer, an interface or a queue."));
  const most = 80; // more are found by search, or by what they rest on
  const points = (s) => D.services[s].sets.filter((x) => x.events.length === 1 && D.events[x.events[0]].kind !== "region").length;
  const order = D.services.map((_, s) => s).sort((a, b) => points(b) - points(a) || a - b);
  const shown = order.slice(0, most);
  if (view.service >= 0 && !shown.includes(view.service)) shown.unshift(view.service);
  if (D.services.length > 20) worstLosses(body);
  if (D.services.length > 20) body.append(el("h3", "", plural(D.services.length, "service")));
  for (const s of shown) body.append(serviceItem(s));
  if (order.length > most) body.append(el("p", "quiet", "and " + (order.length - most) + " more with fewer single points of failure"));
  if (D.services.length <= 20) worstLosses(body);
}

// worstLosses lists single losses by how many services they take down.
function worstLosses(body) {
  const count = (e, state) => D.losses[e].services.filter((o) => o.state === state).length;
  const list = D.events.map((_, e) => [e, count(e, 3), count(e, 2), count(e, 1)]).filter((x) => x[1] || x[2])
    .sort((a, b) => b[1] - a[1] || b[2] - a[2] || b[3] - a[3] || a[0] - b[0]);
  if (!list.length) return;
  const items = list.slice(0, 12).map(([e, down, open]) => {
    const b = button("set", (ev) => lose(e, ev.shiftKey || ev.ctrlKey || ev.metaKey), el("span", "tag", D.events[e].kind === "resource" ? "component" : D.events[e].kind),
      el("span", "label", called(e)), el("span", "harm", [down ? down + " down" : "", open ? open + " unknown" : ""].filter(Boolean).join(", ")));
    b.dataset.event = e;
    b.title = D.events[e].name;
    return el("li", "", b);
  });
  body.append(el("h3", "", "Single losses that hurt most"), el("ul", "sets", ...items));
  if (list.length > 12) body.append(el("p", "quiet", "and " + (list.length - 12) + " more that take a service down"));
}

function serviceItem(s) {
  const service = D.services[s];
  const points = service.sets.filter((x) => x.events.length === 1 && D.events[x.events[0]].kind !== "region");
  const open = view.service === s;
  const head = button("service" + (open ? " on" : ""), () => {
    view.service = open ? -1 : s;
    view.set = null; view.node = -1; view.lost.clear();
    changed();
  }, el("span", "chevron", open ? "▾" : "▸"), el("span", "label", service.id),
  points.length ? el("span", "tag point", plural(points.length, "single point")) : el("span", "tag fine", "no single point"));
  head.setAttribute("aria-expanded", open);
  const item = el("div", "item", head);
  if (!open) return item;
  const detail = el("div", "detail");
  detail.append(el("p", "quiet", (service.criticality ? service.criticality + " · " : "") + "rests on " + plural(service.resources.length, "resource")));
  const list = (title, sets) => {
    if (!sets.length) return;
    detail.append(el("h3", "", title), el("ul", "sets", ...sets.slice(0, 60).map((x) => losesService(x, s))));
    if (sets.length > 60) detail.append(el("p", "quiet", "and " + (sets.length - 60) + " more"));
  };
  list("Single points of failure", points);
  list("Regions", service.sets.filter((x) => x.events.length === 1 && D.events[x.events[0]].kind === "region"));
  list("Losses that take it down together", service.sets.filter((x) => x.events.length > 1));
  list("Depends on what is not known", service.possible);
  detail.append(el("p", "quiet", service.order ? "Sets of up to " + plural(service.order, "loss") .replace("losss", "losses") + " are listed." : "All sets are listed."));
  if (service.notes.length) detail.append(el("h3", "", "Not taken into account"), el("ul", "why", ...service.notes.slice(0, 20).map((t) => el("li", "", t))));
  item.append(detail);
  return item;
}

function findingItem(f, linked) {
  const x = D.findings[f];
  return el("div", "finding", el("div", "", el("span", "tag sev " + (x.open ? "open" : x.severity), x.open ? "cannot tell" : x.severity), el("code", "", x.rule)),
    el("p", "", x.message), linked ? el("div", "", resourceLink(x.resource)) : null, where(x),
    x.fix ? fixOf(x) : null);
}

function fixOf(x) {
  return el("details", "fix", el("summary", "", "What to change"), el("p", "", x.fix));
}

function findingsPanel(body) {
  const count = (open) => D.findings.filter((f) => Boolean(f.open) === open).length;
  body.append(el("p", "quiet", plural(count(false), "finding") + ", " + count(true) + " that cannot be told" + (D.suppressed ? ", " + D.suppressed + " suppressed" : "")));
  const most = 200;
  D.findings.slice(0, most).forEach((_, f) => body.append(findingItem(f, true)));
  if (D.findings.length > most) body.append(el("p", "quiet", "and " + (D.findings.length - most) + " more; select a resource to see its own"));
}

function nodePanel(body) {
  if (view.node < 0) {
    body.append(el("p", "empty", "Select something in the picture."));
    return;
  }
  const node = D.nodes[view.node];
  body.append(el("h2", "", icon(node.role), node.name), el("p", "quiet", node.title + " · " + node.type));
  if (node.resources.length > 1) body.append(el("p", "", plural(node.resources.length, "instance")));
  const services = new Set();
  node.resources.forEach((r) => (D.resources[r].services || []).forEach((s) => services.add(s)));
  for (const r of node.resources.slice(0, 20)) body.append(instance(r, node.resources.length === 1));
  if (node.resources.length > 20) body.append(el("p", "quiet", "and " + (node.resources.length - 20) + " more"));
  const findings = worst[view.node];
  if (findings.length) body.append(el("h3", "", plural(findings.length, "finding")), ...findings.slice(0, 20).map((f) => findingItem(f, node.resources.length > 1)));
  if (services.size) {
    body.append(el("h3", "", plural(services.size, "service") + (services.size === 1 ? " rests" : " rest") + " on it"));
    for (const s of [...services].slice(0, 20)) body.append(el("div", "", button("link", () => { view.service = s; view.set = null; view.node = -1; view.tab = "services"; changed(); }, D.services[s].id)));
    if (services.size > 20) body.append(el("p", "quiet", "and " + (services.size - 20) + " more"));
  }
  cutSetsOf(body, new Set(node.resources));
  relationsOf(body);
}

function instance(r, only) {
  const x = D.resources[r];
  const head = el("div", "address", x.id);
  const dl = el("dl", "values");
  if (x.zones) dl.append(el("dt", "", x.sure ? "zones" : "may be in"), el("dd", "", x.zones.join(", ")));
  for (const [name, value] of x.values || []) dl.append(el("dt", "", name), el("dd", value.startsWith("not known: ") ? "doubt" : "", value));
  const losing = x.event >= 0 ? button("do", (ev) => lose(x.event, ev.shiftKey || ev.ctrlKey || ev.metaKey), "Lose this component") : null;
  if (losing) losing.dataset.event = x.event;
  const content = [where(x), dl.childElementCount ? dl : null, losing];
  if (only) return el("div", "instance", head, ...content);
  const d = el("details", "instance", el("summary", "", x.id), ...content.filter(Boolean));
  return d;
}

// cutSetsOf lists the losses in which resources take part, and how it comes back.
function cutSetsOf(body, resources) {
  const items = [];
  D.services.forEach((service, s) => {
    for (const set of service.sets) {
      if (set.events.length > 2) continue;
      const own = set.events.some((e) => resources.has(D.events[e].resource)) || (set.events.length === 1 && (set.why || []).some(([r]) => resources.has(r)));
      if (own) items.push([set, s]);
    }
  });
  if (!items.length) return;
  body.append(el("h3", "", "Takes down, or helps to"));
  const list = el("ul", "sets");
  for (const [set, s] of items.slice(0, 12)) {
    list.append(el("li", "", button("set", () => { view.tab = "services"; view.service = s; view.set = set; view.node = -1; changed(); }, el("span", "tag", D.services[s].id), set.events.map(called).join(" + "))));
  }
  body.append(list);
  if (items.length > 12) body.append(el("p", "quiet", "and " + (items.length - 12) + " more"));
  for (const r of resources) {
    const e = D.resources[r].event;
    const o = e >= 0 ? D.losses[e].services[0] : null;
    if (o) { body.append(el("h3", "", "If it is lost"), el("p", "", D.services[o.service].id + " is " + STATES[o.state]), recovery(o)); break; }
  }
}

function relationsOf(body) {
  const list = el("ul", "why");
  let n = 0;
  for (const [f, t, k] of D.edges) {
    if (f !== view.node && t !== view.node) continue;
    if (++n > 40) continue;
    const other = f === view.node ? t : f;
    const name = button("link", () => go(other), D.nodes[other].name);
    name.title = D.nodes[other].type;
    list.append(el("li", "", f === view.node ? D.kinds[k].name + " " : "", name, f === view.node ? "" : " " + D.kinds[k].name + " this"));
  }
  if (!n) return;
  body.append(el("h3", "", "Relations"), list);
  if (n > 40) body.append(el("p", "quiet", "and " + (n - 40) + " more"));
}

function lossPanel(body, now) {
  if (!now) {
    body.append(el("p", "empty", "Click a zone, a region's “Lose region”, or “Lose this component” of a selected node: what goes down is coloured here and in the picture."));
    return;
  }
  const lost = [...view.lost].sort((a, b) => a - b);
  body.append(el("h2", "", "Lost"), el("div", "chips", ...lost.map((e) => {
    const b = button("chip", () => { view.lost.delete(e); changed(); }, called(e), " ×");
    b.title = "Bring it back";
    return b;
  })), button("do", () => { view.lost.clear(); changed(); }, "Bring everything back"));
  const limited = lost.length > 1 ? Math.min(...D.services.map((s) => s.order || Infinity)) : Infinity;
  if (lost.length > limited) body.append(el("p", "doubt", "Cut sets are known for up to " + limited + " losses at once: what takes more together is not seen here."));
  for (const state of [3, 2, 1]) {
    const list = now.services.map((x, s) => [x, s]).filter(([x]) => x.state === state);
    if (!list.length) continue;
    body.append(el("h3", "state-" + STATES[state], plural(list.length, "service") + " " + STATES[state]));
    for (const [x, s] of list.slice(0, 60)) body.append(outcome(x, s));
    if (list.length > 60) body.append(el("p", "quiet", "and " + (list.length - 60) + " more"));
  }
  const up = now.services.map((x, s) => [x, s]).filter(([x]) => x.state === 0);
  if (up.length) body.append(el("h3", "state-up", plural(up.length, "service") + " up"), el("p", "quiet", up.slice(0, 30).map(([, s]) => D.services[s].id).join(", ") + (up.length > 30 ? " …" : "")));
  for (const state of [3, 2, 1]) {
    const list = [...now.resources].filter(([, x]) => x.state === state).sort((a, b) => a[0] - b[0]);
    if (!list.length) continue;
    const d = el("details", "", el("summary", "state-" + STATES[state], plural(list.length, "resource") + " " + STATES[state]));
    d.open = list.length <= 12;
    d.append(el("ul", "why", ...list.slice(0, 150).map(([r, x]) => el("li", "", resourceLink(r), x.text ? " – " + x.text : ""))));
    if (list.length > 150) d.append(el("p", "quiet", "and " + (list.length - 150) + " more"));
    body.append(d);
  }
}

function outcome(x, s) {
  const item = el("div", "outcome " + STATES[x.state], el("div", "label", D.services[s].id));
  const decisive = x.outcomes.filter((o) => o.state === x.state);
  for (const o of decisive.slice(0, 2)) item.append(recovery(o), why((o.why || []).slice(0, 4)) || "", ...doubts(o.if, o.needs).filter(Boolean));
  if (!decisive.length && x.sets.length) {
    const set = x.sets[0];
    item.append(el("p", "", set.events.map(called).join(" and ") + " together take it down:"), why(set.why) || "", el("p", "quiet", "Recovery takes as long as the slowest of the single losses."));
  }
  return item;
}

function drawPanel(now) {
  for (const t of ["services", "findings", "node", "loss"]) {
    $("tab-" + t).setAttribute("aria-selected", view.tab === t);
    $("tab-" + t).tabIndex = view.tab === t ? 0 : -1;
  }
  const body = $("body");
  const key = view.tab + view.node + [...view.lost];
  const top = body.dataset.key === key ? body.scrollTop : 0;
  body.dataset.key = key;
  const focus = body.contains(document.activeElement) ? [...body.querySelectorAll("button, summary")].indexOf(document.activeElement) : -1;
  body.replaceChildren();
  body.setAttribute("aria-labelledby", "tab-" + view.tab);
  ({ services: servicesPanel, findings: findingsPanel, node: nodePanel, loss: lossPanel })[view.tab](body, now);
  body.scrollTop = top;
  if (focus >= 0) {
    const again = body.querySelectorAll("button, summary")[focus];
    if (again) again.focus({ preventScroll: true });
  }
}
