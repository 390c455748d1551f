// Start, keys, panning.
function bar() {
  $("title").textContent = D.title;
  const bad = D.findings.filter((f) => !f.open).length;
  const points = D.services.filter((s) => s.sets.some((x) => x.events.length === 1 && D.events[x.events[0]].kind !== "region")).length;
  $("counts").textContent = [plural(D.resources.length, "resource"), plural(bad, "finding"),
    D.services.length ? points + " of " + plural(D.services.length, "service") + " with a single point of failure" : ""].filter(Boolean).join(" · ");
  const list = $("kindlist");
  D.kinds.forEach((kind, k) => {
    if (!D.edges.some((e) => e[2] === k)) return;
    const box = el("input");
    box.type = "checkbox";
    box.checked = view.kinds.has(k);
    box.addEventListener("change", () => { toggle(view.kinds, k); drawWires(); });
    const line = svg("svg", { viewBox: "0 0 30 8", class: "sample", "aria-hidden": "true" });
    line.append(svg("path", { d: "M1 4H29", class: "wire kind-" + k }));
    list.append(el("label", "", box, line, kind.name));
  });
  const together = el("input");
  together.type = "checkbox"; together.id = "together";
  list.append(el("hr"), el("label", "", together, "clicks on zones add up"));
  if (D.incomplete.length) {
    const d = el("details", "", el("summary", "", "The picture is incomplete: " + plural(D.incomplete.length, "thing") + " could not be read."));
    d.append(el("ul", "", ...D.incomplete.slice(0, 50).map((t) => el("li", "", t))));
    $("notes").append(d);
    $("notes").hidden = false;
  }
}

function keys() {
  document.addEventListener("keydown", (ev) => {
    const typing = ev.target instanceof HTMLInputElement && ev.target.type !== "checkbox";
    if (ev.key === "Escape") {
      if (view.lost.size) view.lost.clear();
      else { view.node = -1; view.service = -1; view.set = null; }
      $("kinds").open = false;
      changed();
    }
    if (typing || ev.ctrlKey || ev.metaKey || ev.altKey) return;
    if (ev.key === "/") { $("search").focus(); ev.preventDefault(); }
    if (ev.key === "+" || ev.key === "=") zoom(view.zoom * 1.2);
    if (ev.key === "-") zoom(view.zoom / 1.2);
    if (ev.key === "0") fit();
  });
  const tabs = ["services", "findings", "node", "loss"];
  for (const t of tabs) $("tab-" + t).addEventListener("click", () => { view.tab = t; changed(); });
  $("tabs").addEventListener("keydown", (ev) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[ev.key];
    if (!step) return;
    view.tab = tabs[(tabs.indexOf(view.tab) + step + tabs.length) % tabs.length];
    changed();
    $("tab-" + view.tab).focus();
  });
}

function pan() {
  const stage = $("stage");
  let from = null;
  stage.addEventListener("pointerdown", (ev) => {
    if (ev.button !== 0 || ev.pointerType === "touch" || ev.target.closest("button, summary, a, input")) return;
    from = { x: ev.clientX, y: ev.clientY, left: stage.scrollLeft, top: stage.scrollTop };
    stage.setPointerCapture(ev.pointerId);
    stage.classList.add("panning");
  });
  stage.addEventListener("pointermove", (ev) => {
    if (!from) return;
    stage.scrollLeft = from.left + from.x - ev.clientX;
    stage.scrollTop = from.top + from.y - ev.clientY;
  });
  for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, () => { from = null; stage.classList.remove("panning"); });
  stage.addEventListener("wheel", (ev) => {
    if (!ev.ctrlKey && !ev.metaKey) return;
    ev.preventDefault();
    const box = stage.getBoundingClientRect();
    zoom(view.zoom * Math.exp(-ev.deltaY / 400), { x: ev.clientX - box.left, y: ev.clientY - box.top });
  }, { passive: false });
}

openFirst();
bar();
listeners.push(() => { const now = paint(); drawWires(); drawPanel(now); });
drawMap();
resize();
fit(0.7);
$("in").addEventListener("click", () => zoom(view.zoom * 1.2));
$("out").addEventListener("click", () => zoom(view.zoom / 1.2));
$("fit").addEventListener("click", () => fit());
$("open-all").addEventListener("click", () => {
  D.regions.forEach((region, r) => { view.regions.add(r); for (const box of region.boxes) { view.boxes.add(box.key); openTiers(box, true); } });
  redraw();
});
$("close-all").addEventListener("click", () => {
  for (const set of [view.regions, view.boxes, view.tiers, view.types]) set.clear();
  redraw();
});
startSearch();
keys();
pan();
let waiting = 0;
window.addEventListener("resize", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(redraw); });
changed();
document.documentElement.dataset.ready = "yes";
