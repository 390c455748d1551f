// The picture: regions, in them networks, in them zones as columns and tiers as rows.
const COMFORT = 150; // nodes up to which everything starts open
const MANY_BOXES = 60, MANY_NODES = 24; // in a region, in a tier: above, they start closed
const LABEL = 104; // pixels
let COLUMN = 196;
let needed = 0; // width of the picture
const els = { nodes: new Map(), chips: new Map(), boxes: new Map(), regions: new Map(), zones: [] };

// openFirst opens what a reader can take in: everything if that is little, else the
// regions with their networks as cards.
function openFirst() {
  const total = D.regions.reduce((n, region) => n + region.boxes.reduce((m, b) => m + b.nodes.length, 0), 0);
  D.kinds.forEach((k, i) => { if (k.on) view.kinds.add(i); });
  D.regions.forEach((region, r) => {
    if (total > COMFORT && region.boxes.length > MANY_BOXES) return;
    view.regions.add(r);
    for (const box of region.boxes) {
      if (total <= COMFORT) view.boxes.add(box.key);
      openTiers(box, false);
    }
  });
}

function openTiers(box, all) {
  D.tiers.forEach((t, i) => {
    const few = box.nodes.filter((n) => D.nodes[n].tier === i).length <= MANY_NODES;
    if (all || (!t.folded && few)) view.tiers.add(box.key + "." + i);
  });
}

// toggle opens or closes a key of a set; a box that opens shows its tiers if they are few.
function toggle(set, key) {
  if (!set.delete(key)) set.add(key);
}

function drawMap() {
  const map = $("map");
  els.nodes.clear(); els.chips.clear(); els.boxes.clear(); els.regions.clear(); els.zones.length = 0;
  needed = 0;
  COLUMN = Math.max(150, Math.min(196, Math.floor(($("stage").clientWidth - LABEL - 90) / 4) - 10)); // three zones and what is in none
  map.style.setProperty("--node", COLUMN - 16 + "px");
  map.replaceChildren(layer, ...D.regions.map(drawRegion));
  map.style.width = Math.max(needed, $("stage").clientWidth) + "px";
  if (D.regions.length === 0) map.append(el("p", "empty", "Nothing is created by what was read."));
}

function summary(nodes) {
  let resources = 0, bad = 0, points = 0;
  for (const n of nodes) {
    resources += D.nodes[n].resources.length;
    bad += worst[n].filter((f) => !D.findings[f].open).length;
    if (singleNode[n].size) points++;
  }
  return [plural(resources, "resource"), points ? plural(points, "single point") + " of failure" : "", bad ? plural(bad, "finding") : ""].filter(Boolean).join(" · ");
}

function fold(open, label, action) {
  const b = button("fold", action, el("span", "chevron", open ? "▾" : "▸"), label);
  b.setAttribute("aria-expanded", open);
  return b;
}

function loseButton(event, text) {
  if (event < 0) return null;
  const b = button("lose", (ev) => lose(event, ev.shiftKey || ev.ctrlKey || ev.metaKey), text);
  b.dataset.event = event;
  b.title = "Show what goes down with " + D.events[event].name + " (Shift: in addition)";
  return b;
}

function drawRegion(region, r) {
  const open = view.regions.has(r);
  const s = el("section", "region" + (open ? "" : " closed"));
  els.regions.set(r, s);
  const nodes = region.boxes.flatMap((b) => b.nodes);
  s.append(el("div", "head", fold(open, region.name, () => { toggle(view.regions, r); redraw(); }), el("span", "sum", summary(nodes)), loseButton(region.event, "Lose region")));
  if (open) {
    s.append(el("div", "boxes", ...region.boxes.map((box) => drawBox(region, box))));
  } else {
    s.append(gist(nodes));
  }
  return s;
}

// gist says in one line what a closed group holds.
function gist(nodes) {
  const byRole = new Map();
  for (const n of nodes) {
    const node = D.nodes[n];
    if (node.tier < 3) byRole.set(node.role, (byRole.get(node.role) || 0) + node.resources.length);
  }
  const line = el("div", "gist");
  for (const [role, count] of byRole) line.append(el("span", "", icon(role), role.replace("_", " ") + (count > 1 ? " × " + count : "")));
  return line;
}

function drawBox(region, box) {
  const bare = !box.name && box.node < 0;
  if (bare) view.boxes.add(box.key);
  const open = view.boxes.has(box.key);
  const s = el("section", bare ? "box bare" : "box" + (open ? "" : " closed") + (box.node < 0 ? " loose" : ""));
  els.boxes.set(box.key, s);
  const head = el("div", "head", fold(open, (box.node >= 0 ? D.nodes[box.node].title + " " : "") + box.name, () => {
    toggle(view.boxes, box.key);
    if (view.boxes.has(box.key)) openTiers(box, false);
    redraw();
  }), el("span", "sum", summary(box.nodes)));
  if (!bare) s.append(head);
  s.append(open ? drawGrid(box) : gist(box.nodes));
  return s;
}

// wide is the least width of a column: of two nodes where many share a place.
function wide(box, z) {
  const counts = D.tiers.map((_, t) => box.nodes.filter((n) => {
    const node = D.nodes[n];
    return node.tier === t && view.tiers.has(box.key + "." + t) && (z === null ? !node.zones : node.zones && node.zones.length === 1 && node.zones[0] === z);
  }).length);
  return Math.max(...counts) > 5 ? 2 * COLUMN : COLUMN;
}

// drawGrid lays out a box: a column for labels, one for what is in no zone, one for each zone.
function drawGrid(box) {
  const grid = el("div", "grid");
  const beside = box.nodes.some((n) => !D.nodes[n].zones) || box.zones.length === 0;
  const first = beside ? 3 : 2;
  const widths = [LABEL];
  if (beside) widths.push(box.zones.length ? wide(box, null) : COLUMN);
  box.zones.forEach((_, z) => widths.push(wide(box, z)));
  grid.style.gridTemplateColumns = widths.map((w, i) => i ? "minmax(" + w + "px, " + w + "fr)" : w + "px").join(" ");
  needed = Math.max(needed, widths.reduce((sum, w) => sum + w + 10, 0) + 70);
  const put = (e, column, span, row, rows) => {
    e.style.gridColumn = column + " / span " + span;
    e.style.gridRow = row + " / span " + (rows || 1);
    grid.append(e);
  };
  const columnsOfZones = box.zones.map((zone, z) => {
    const column = el("div", "zone");
    put(column, first + z, 1, 1);
    const name = zone.event >= 0
      ? loseButton(zone.event, zone.name) : el("span", "lose quiet", zone.name);
    name.classList.add("zonename");
    if (zone.event >= 0) {
      const n = takes[zone.event].size;
      if (n) name.append(el("span", "tag point", "takes down " + n));
    }
    els.zones.push({ event: zone.event, column });
    put(name, first + z, 1, 1);
    return column;
  });
  if (beside && box.zones.length) put(el("span", "lose quiet zonename", "in no single zone"), 2, 1, 1);
  let row = 2;
  D.tiers.forEach((tier, t) => {
    const nodes = box.nodes.filter((n) => D.nodes[n].tier === t && n !== box.node);
    if (nodes.length) row = drawTier(box, tier, t, nodes, { put, first, beside, row });
  });
  for (const column of columnsOfZones) column.style.gridRow = "1 / span " + (row - 1);
  return grid;
}

function drawTier(box, tier, t, nodes, at) {
  const key = box.key + "." + t;
  const open = view.tiers.has(key);
  const shown = nodes.filter((n) => open || view.types.has(key + "." + D.nodes[n].type));
  const label = fold(open, tier.name, () => { toggle(view.tiers, key); redraw(); });
  label.classList.add("tier");
  label.append(el("span", "n", String(nodes.length)));
  let row = at.row;
  const span = (at.beside ? 1 : 0) + box.zones.length;
  if (!open) {
    const chips = el("div", "chips");
    const byType = new Map();
    for (const n of nodes) byType.set(D.nodes[n].type, (byType.get(D.nodes[n].type) || []).concat(n));
    for (const [type, list] of byType) {
      const chipKey = key + "." + type;
      const chip = button("chip", () => { toggle(view.types, chipKey); redraw(); }, icon(D.nodes[list[0]].role), D.nodes[list[0]].title,
        el("span", "n", String(list.reduce((sum, n) => sum + D.nodes[n].resources.length, 0))));
      chip.setAttribute("aria-expanded", view.types.has(chipKey));
      if (list.some((n) => singleNode[n].size)) chip.append(el("span", "tag point", "SPOF"));
      els.chips.set(chipKey, { chip, nodes: list });
      chips.append(chip);
    }
    at.put(chips, 2, span, row++);
  }
  // What has the same zones shares a band; bands that span zones come before single zones.
  const bands = new Map();
  for (const n of shown) {
    const node = D.nodes[n];
    const band = node.zones ? node.zones.join(",") + (node.maybe ? "?" : "") : "";
    bands.set(band, (bands.get(band) || []).concat(n));
  }
  const start = row;
  for (const [band, list] of bands) {
    const zones = D.nodes[list[0]].zones;
    if (!band || zones.length < 2) continue;
    const from = zones[0], to = zones[zones.length - 1];
    const names = zones.map((z) => box.zones[z].name);
    const maybe = D.nodes[list[0]].maybe;
    const text = maybe ? "somewhere in these zones, nothing says where" : zones.length === to - from + 1 ? "across " + zones.length + " zones" : "in " + names.join(" and ") + " only";
    at.put(el("div", "cell band" + (maybe ? " maybe" : ""), el("span", "across", text), el("span", "break"), ...spaced(list)), at.first + from, to - from + 1, row++);
  }
  const singles = [...bands].filter(([band, list]) => band && D.nodes[list[0]].zones.length === 1);
  for (const [, list] of singles) {
    at.put(el("div", "cell", ...list.map(drawNode)), at.first + D.nodes[list[0]].zones[0], 1, row);
  }
  if (singles.length) row++;
  const loose = bands.get("") || [];
  if (loose.length) {
    if (row === start) row++;
    at.put(el("div", "cell", ...spaced(loose)), 2, 1, start, row - start);
  }
  const line = el("div", "line");
  at.put(line, 1, span + 1, at.row, row - at.row);
  at.put(label, 1, 1, at.row, row - at.row);
  return row;
}

// spaced draws nodes, those of each role of the entry on a line of their own, so that
// requests run downwards.
function spaced(list) {
  const out = [];
  let role = null;
  for (const n of list) {
    const node = D.nodes[n];
    if (role !== null && node.tier === 0 && node.role !== role) out.push(el("span", "break"));
    role = node.role;
    out.push(drawNode(n));
  }
  return out;
}

function drawNode(n) {
  const node = D.nodes[n];
  const badges = el("span", "badges");
  const count = node.resources.length;
  if (node.mayExist) badges.append(el("span", "tag", "number not known"));
  if (node.unplaced) badges.append(el("span", "tag", "zone not known"));
  if (singleNode[n].size) badges.append(el("span", "tag point", "SPOF"));
  const bad = worst[n].filter((f) => !D.findings[f].open);
  if (bad.length) {
    const severity = D.findings[bad[0]].severity;
    const same = bad.filter((f) => D.findings[f].severity === severity).length;
    const tag = el("span", "tag sev " + severity, same + " " + severity + (same < bad.length ? " +" + (bad.length - same) : ""));
    tag.title = plural(bad.length, "finding");
    badges.append(tag);
  }
  const b = button("node tier-" + node.tier, (ev) => select(n, ev), icon(node.role),
    el("span", "text", el("span", "label", el("span", "short", node.name), count > 1 ? el("span", "times", "× " + count) : null), el("span", "type", node.name === node.title ? node.type : node.title)), badges, el("span", "state"));
  b.title = node.type + " " + D.resources[node.resources[0]].id + (count > 1 ? " and " + (count - 1) + " more" : "");
  b.dataset.node = n;
  els.nodes.set(n, b);
  return b;
}

// anchor is the element that stands for a node now: itself, or the closed group around it.
function anchor(n) {
  const { r, box } = home[n];
  if (!view.regions.has(r)) return els.regions.get(r);
  if (n === box.node || !view.boxes.has(box.key)) return els.boxes.get(box.key);
  const own = els.nodes.get(n);
  if (own) return own;
  const chip = els.chips.get(box.key + "." + D.nodes[n].tier + "." + D.nodes[n].type);
  return chip ? chip.chip : els.boxes.get(box.key);
}

// reveal opens every group around a node.
function reveal(n) {
  const { r, box } = home[n];
  const before = anchor(n);
  view.regions.add(r);
  view.boxes.add(box.key);
  const key = box.key + "." + D.nodes[n].tier;
  if (n !== box.node && !view.tiers.has(key)) view.types.add(key + "." + D.nodes[n].type);
  if (before !== els.nodes.get(n)) redraw();
}

function redraw() {
  const stage = $("stage");
  const focus = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.node : undefined;
  const top = stage.scrollTop, left = stage.scrollLeft;
  drawMap();
  resize();
  stage.scrollTop = top; stage.scrollLeft = left;
  if (focus !== undefined && els.nodes.get(Number(focus))) els.nodes.get(Number(focus)).focus({ preventScroll: true });
  changed();
}
