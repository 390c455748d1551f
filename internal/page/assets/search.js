// Search over names, types, addresses, rules and services.
const haystack = D.nodes.map((node) => {
  const words = [node.name, node.type, node.title, node.role];
  for (const r of node.resources.slice(0, 50)) {
    words.push(D.resources[r].id);
    for (const f of D.resources[r].findings || []) words.push(D.findings[f].rule, D.findings[f].severity);
    for (const s of D.resources[r].services || []) words.push(D.services[s].id);
  }
  return words.join("\n").toLowerCase();
});

function find(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const found = [];
  D.nodes.forEach((node, n) => {
    if (!words.every((w) => haystack[n].includes(w))) return;
    const name = node.name.toLowerCase();
    found.push([words.some((w) => name === w) ? 0 : words.some((w) => name.startsWith(w)) ? 1 : words.some((w) => name.includes(w)) ? 2 : 3, node.tier, n]);
  });
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map((x) => x[2]);
}

function search() {
  const text = $("search").value, list = $("hits");
  const found = find(text);
  for (const [n, e] of els.nodes) e.classList.toggle("found", text.trim() !== "" && found.includes(n));
  list.hidden = text.trim() === "";
  const most = 12;
  list.replaceChildren(...found.slice(0, most).map((n) => {
    const node = D.nodes[n];
    const b = button("", () => { list.hidden = true; go(n); anchor(n).focus({ preventScroll: true }); }, icon(node.role), el("span", "label", node.name), el("span", "quiet", node.title + " · " + home[n].region.name));
    return el("li", "", b);
  }));
  list.append(el("li", "quiet", found.length === 0 ? "Nothing is called that." : found.length > most ? "and " + (found.length - most) + " more" : plural(found.length, "match").replace("matchs", "matches")));
}

function startSearch() {
  const input = $("search"), list = $("hits");
  input.addEventListener("input", search);
  input.addEventListener("focus", () => { if (input.value) search(); });
  input.addEventListener("keydown", (ev) => {
    if (ev.key === "Enter") { const n = find(input.value)[0]; if (n !== undefined) { list.hidden = true; go(n); chosen = n; } ev.preventDefault(); }
    if (ev.key === "ArrowDown") { const b = list.querySelector("button"); if (b) { b.focus(); ev.preventDefault(); } }
    if (ev.key === "Escape") { input.value = ""; search(); input.blur(); ev.stopPropagation(); }
  });
  // Focus follows when the key is up, so that it does not press what it finds.
  let chosen = -1;
  input.addEventListener("keyup", (ev) => {
    if (ev.key === "Enter" && chosen >= 0) anchor(chosen).focus({ preventScroll: true });
    chosen = -1;
  });
  list.addEventListener("keydown", (ev) => {
    const all = [...list.querySelectorAll("button")], at = all.indexOf(document.activeElement);
    if (ev.key === "ArrowDown" && all[at + 1]) { all[at + 1].focus(); ev.preventDefault(); }
    if (ev.key === "ArrowUp") { (all[at - 1] || input).focus(); ev.preventDefault(); }
    if (ev.key === "Escape") { list.hidden = true; input.focus(); ev.stopPropagation(); }
  });
  document.addEventListener("pointerdown", (ev) => { if (!$("finder").contains(ev.target)) list.hidden = true; });
}
