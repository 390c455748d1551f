// Relations as curves over the boxes, between what stands for their ends now.
const MANY_WIRES = 160; // above, only those of the selection are drawn
let wires = [];
const layer = svg("svg", { id: "wires", "aria-hidden": "true" });

function resize() {
  const map = $("map");
  map.style.transform = "scale(" + view.zoom + ")";
  const sizer = $("sizer");
  sizer.style.width = Math.ceil(map.offsetWidth * view.zoom) + "px";
  sizer.style.height = Math.ceil(map.offsetHeight * view.zoom) + "px";
}

function rectOf(e, origin) {
  const r = e.getBoundingClientRect(), z = view.zoom;
  return { x: (r.left - origin.left) / z, y: (r.top - origin.top) / z, w: r.width / z, h: r.height / z };
}

// sides says where a wire leaves and arrives: down or up between rows, sideways within one.
function sides(a, b) {
  if (a.y + a.h <= b.y + 4) return ["bottom", "top"];
  if (b.y + b.h <= a.y + 4) return ["top", "bottom"];
  return a.x + a.w / 2 <= b.x + b.w / 2 ? ["right", "left"] : ["left", "right"];
}

function drawWires() {
  const map = $("map");
  const origin = map.getBoundingClientRect();
  layer.setAttribute("width", map.offsetWidth);
  layer.setAttribute("height", map.offsetHeight);
  const merged = new Map(), ids = new Map();
  const id = (e) => { if (!ids.has(e)) ids.set(e, ids.size); return ids.get(e); };
  for (const [from, to, kind] of D.edges) {
    if (!view.kinds.has(kind)) continue;
    const a = anchor(from), b = anchor(to);
    if (!a || !b || a === b || a.contains(b) || b.contains(a)) continue;
    const key = id(a) + ">" + id(b) + ">" + kind;
    if (!merged.has(key)) merged.set(key, { a, b, kind, ends: [] });
    merged.get(key).ends.push([from, to]);
  }
  wires = [...merged.values()];
  const lit = highlighted();
  const few = wires.length <= MANY_WIRES;
  const drawn = few ? wires : wires.filter((w) => w.ends.some(([f, t]) => lit.touch(f, t)));
  $("toomany").hidden = few;
  const rects = new Map(), ports = new Map();
  const rect = (e) => { if (!rects.has(e)) rects.set(e, rectOf(e, origin)); return rects.get(e); };
  for (const w of drawn) {
    w.ra = rect(w.a); w.rb = rect(w.b);
    [w.sa, w.sb] = sides(w.ra, w.rb);
    for (const [e, side, other, end] of [[w.a, w.sa, w.rb, "pa"], [w.b, w.sb, w.ra, "pb"]]) {
      const key = id(e) + side;
      if (!ports.has(key)) ports.set(key, []);
      ports.get(key).push({ w, end, along: side === "top" || side === "bottom" ? other.x + other.w / 2 : other.y + other.h / 2, r: rect(e), side });
    }
  }
  for (const list of ports.values()) {
    list.sort((x, y) => x.along - y.along);
    list.forEach((p, i) => {
      const f = (i + 1) / (list.length + 1), r = p.r;
      const wide = Math.min(r.w, 220), x = r.x + (r.w - wide) / 2 + wide * f;
      p.w[p.end] = { bottom: [x, r.y + r.h], top: [x, r.y], left: [r.x, r.y + r.h * f], right: [r.x + r.w, r.y + r.h * f] }[p.side];
    });
  }
  const paths = drawn.map((w) => {
    const [x1, y1] = w.pa, [x2, y2] = w.pb;
    const upright = w.sa === "bottom" || w.sa === "top";
    const pull = Math.max(18, Math.min(90, (upright ? Math.abs(y2 - y1) : Math.abs(x2 - x1)) / 2));
    const out = { bottom: [0, pull], top: [0, -pull], left: [-pull, 0], right: [pull, 0] };
    const [ax, ay] = out[w.sa], [bx, by] = out[w.sb];
    const r = (n) => Math.round(n * 10) / 10;
    const p = svg("path", {
      d: "M" + [r(x1), r(y1)] + " C" + [r(x1 + ax), r(y1 + ay)] + " " + [r(x2 + bx), r(y2 + by)] + " " + [r(x2), r(y2)],
      class: "wire kind-" + w.kind + (lit.any ? (w.ends.some(([f, t]) => lit.touch(f, t)) ? " lit" : " dim") : ""), "marker-end": "url(#arrow)",
    });
    return p;
  });
  const defs = svg("defs", {});
  const marker = svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: "7.5", refY: "4", markerWidth: "7", markerHeight: "7", orient: "auto-start-reverse" });
  marker.append(svg("path", { d: "M0 .5L8 4L0 7.5z", class: "tip" }));
  defs.append(marker);
  layer.replaceChildren(defs, ...paths);
}

// highlighted says which nodes and wires the selection is about.
function highlighted() {
  const nodes = new Set();
  let path = null;
  if (view.set) {
    path = new Set();
    for (const r of view.set.path || []) { nodes.add(nodeOf(r)); path.add(nodeOf(r)); }
    for (const [r] of view.set.why || []) nodes.add(nodeOf(r));
  } else if (view.service >= 0) {
    for (const r of D.services[view.service].resources) nodes.add(nodeOf(r));
    path = nodes;
  } else if (view.node >= 0) {
    nodes.add(view.node);
    for (const [f, t, k] of D.edges) {
      if (!view.kinds.has(k)) continue;
      if (f === view.node) nodes.add(t);
      if (t === view.node) nodes.add(f);
    }
  }
  return { any: nodes.size > 0, nodes, touch: (f, t) => path ? path.has(f) && path.has(t) : f === view.node || t === view.node };
}

function zoom(to, fixed) {
  view.zoom = Math.min(2, Math.max(0.25, Math.round(to * 100) / 100));
  const stage = $("stage");
  const at = fixed || { x: stage.clientWidth / 2, y: stage.clientHeight / 2 };
  const before = Number(stage.dataset.zoom || 1);
  const x = (stage.scrollLeft + at.x) / before, y = (stage.scrollTop + at.y) / before;
  stage.dataset.zoom = view.zoom;
  resize();
  drawWires();
  stage.scrollLeft = x * view.zoom - at.x;
  stage.scrollTop = y * view.zoom - at.y;
}

// fit shows the whole width, but no text too small to read unless asked to.
function fit(least) {
  const stage = $("stage"), map = $("map");
  zoom(Math.min(1, Math.max(least || 0, (stage.clientWidth - 4) / map.offsetWidth)));
  stage.scrollLeft = 0;
}
