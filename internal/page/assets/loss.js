// What goes down. Single losses were worked out before; several at once are judged
// here from the cut sets: a service is down if one of its sets is lost as a whole.

function lose(event, add) {
  if (!add && !$("together").checked) {
    const only = view.lost.size === 1 && view.lost.has(event);
    view.lost.clear();
    if (!only) view.lost.add(event);
  } else {
    toggle(view.lost, event);
  }
  view.tab = "loss";
  view.set = null; view.service = -1;
  changed();
}

// gone tells whether an event is lost, by itself or with the region around it.
function gone(e) {
  return view.lost.has(e) || (D.events[e].region >= 0 && view.lost.has(D.events[e].region));
}

// impact is the state of each service and resource after what is lost.
function impact() {
  const services = D.services.map(() => ({ state: 0, outcomes: [], sets: [] }));
  const resources = new Map(); // index → {state, text}
  const worsen = (r, state, text) => {
    const old = resources.get(r);
    if (!old || old.state < state) resources.set(r, { state, text });
  };
  for (const e of view.lost) {
    for (const o of D.losses[e].services) {
      const s = services[o.service];
      s.outcomes.push(o);
      s.state = Math.max(s.state, o.state);
    }
    for (const [r, state, text] of D.losses[e].hits) worsen(r, state, D.texts[text]);
  }
  // What lies only in lost zones or a lost region goes with them, whether a service rests on it or not.
  const lostNames = new Set();
  D.events.forEach((event, e) => { if (event.kind === "zone" && gone(e)) lostNames.add(event.id); });
  const lostRegions = new Set([...view.lost].filter((e) => D.events[e].kind === "region"));
  D.resources.forEach((r, i) => {
    const at = home[r.node];
    if (lostRegions.has(at.region.event)) return worsen(i, 3, "its region is lost");
    if (!r.sure || !r.zones || !r.zones.length) return undefined;
    const left = r.zones.filter((z) => !lostNames.has(z));
    if (left.length === 0) worsen(i, 3, "all of it is in " + r.zones.join(" and "));
    else if (left.length < r.zones.length) worsen(i, 1, "what it has in " + left.join(" and ") + " is left");
    return undefined;
  });
  if (view.lost.size > 1) {
    D.services.forEach((service, s) => {
      for (const set of service.sets) {
        if (set.events.length < 2 || !set.events.every(gone)) continue;
        services[s].state = 3;
        services[s].sets.push(set);
        for (const [r, text] of set.why || []) worsen(r, 3, D.texts[text]);
        for (const r of set.path || []) worsen(r, 3, "what it needs is down");
      }
    });
  }
  return { services, resources };
}

// nodeStates folds the states of instances: a node is down when all of them are.
function nodeStates(resources) {
  return D.nodes.map((node) => {
    let most = 0, least = 3;
    for (const r of node.resources) {
      const state = resources.has(r) ? resources.get(r).state : 0;
      most = Math.max(most, state);
      least = Math.min(least, state);
    }
    return most === 3 && least < 3 ? 1 : most;
  });
}

function paint() {
  const losing = view.lost.size > 0;
  const now = losing ? impact() : null;
  const states = losing ? nodeStates(now.resources) : null;
  const lit = highlighted();
  document.body.classList.toggle("losing", losing);
  for (const [n, e] of els.nodes) {
    const state = losing ? STATES[states[n]] : "";
    e.dataset.state = state;
    e.lastElementChild.textContent = losing && states[n] ? state : "";
    e.classList.toggle("selected", n === view.node);
    e.setAttribute("aria-pressed", n === view.node);
    e.classList.toggle("dim", !losing && lit.any && !lit.nodes.has(n));
    e.classList.toggle("lit", lit.any && lit.nodes.has(n) && n !== view.node);
  }
  for (const { chip, nodes } of els.chips.values()) groupState(chip, losing ? nodes.map((n) => states[n]) : []);
  for (const [key, e] of els.boxes) {
    const box = D.regions[Number(key.split(".")[0])].boxes[Number(key.split(".")[1])];
    groupState(e, losing && !view.boxes.has(key) ? box.nodes.map((n) => states[n]) : []);
  }
  for (const [r, e] of els.regions) {
    groupState(e, losing && !view.regions.has(r) ? D.regions[r].boxes.flatMap((b) => b.nodes).map((n) => states[n]) : []);
    e.classList.toggle("lost", losing && D.regions[r].event >= 0 && view.lost.has(D.regions[r].event));
  }
  for (const z of els.zones) z.column.classList.toggle("lost", z.event >= 0 && gone(z.event));
  for (const b of document.querySelectorAll("[data-event]")) b.setAttribute("aria-pressed", gone(Number(b.dataset.event)));
  return now;
}

// groupState marks what stands for several nodes: with a number of those that are down.
function groupState(e, states) {
  const old = e.querySelector(":scope > .gone");
  if (old) old.remove();
  const down = states.filter((s) => s === 3).length, other = states.filter((s) => s === 1 || s === 2).length;
  e.dataset.state = down ? "down" : other ? "degraded" : "";
  if (down || other) e.append(el("span", "gone", [down ? down + " down" : "", other ? other + " affected" : ""].filter(Boolean).join(", ")));
}
