// The document, and what every part of the page needs. Texts from the document only
// ever become text nodes.
const D = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const STATES = ["up", "degraded", "unknown", "down"];
const SEVERITIES = ["critical", "high", "medium", "low"];

// el makes an element; children are elements or texts, null is left out.
function el(tag, cls, ...children) {
  const e = document.createElement(tag);
  if (cls) e.className = cls;
  for (const c of children) if (c !== null && c !== undefined && c !== "") e.append(c);
  return e;
}

function button(cls, action, ...children) {
  const b = el("button", cls, ...children);
  b.type = "button";
  b.addEventListener("click", action);
  return b;
}

function svg(tag, attributes) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
  return e;
}

const plural = (n, word) => n + " " + word + (n === 1 ? "" : "s");

// seconds writes a duration for people.
function seconds(s) {
  if (s === null || s === undefined) return "not known";
  if (s === 0) return "none";
  if (s < 120) return Math.round(s) + " s";
  if (s < 7200) return Math.round(s / 60) + " min";
  if (s < 172800) return (Math.round(s / 360) / 10) + " h";
  return Math.round(s / 86400) + " d";
}

// The state of the view. Everything that is drawn follows from it.
const view = {
  regions: new Set(), boxes: new Set(), tiers: new Set(), types: new Set(), // what is open, by key
  kinds: new Set(), node: -1, service: -1, set: null, lost: new Set(), tab: "services", zoom: 1,
};

// Where each node is.
const home = D.nodes.map(() => null);
D.regions.forEach((region, r) => region.boxes.forEach((box, b) => {
  box.key = r + "." + b;
  for (const n of box.nodes) home[n] = { region, r, box };
}));

// called is what people call an event, without what its kind says already.
function called(e) {
  const event = D.events[e];
  if (event.resource < 0) return event.kind === "resource" ? event.name : event.id === "?" ? "the region" : event.id;
  const r = D.resources[event.resource], node = D.nodes[r.node];
  const key = node.resources.length > 1 && /\[("[^"]*"|[0-9]+)\]$/.exec(r.id);
  return (event.kind === "zone" ? "the zone of " : "") + node.name + (key ? key[0] : "") + (node.name === node.title ? "" : " (" + node.title + ")");
}

const nodeOf = (resource) => D.resources[resource].node;

// What is worst about each node.
const worst = D.nodes.map((node) => {
  let list = [];
  for (const r of node.resources) list = list.concat(D.resources[r].findings || []);
  list.sort((a, b) => a - b);
  return list;
});

// Resources that take a service down alone, and the services.
const single = new Map();
const takes = D.events.map(() => new Set()); // services that an event takes down alone
D.services.forEach((service, s) => service.sets.forEach((set) => {
  if (set.events.length !== 1) return;
  const e = set.events[0];
  takes[e].add(s);
  const r = D.events[e].resource;
  if (r < 0) return;
  if (!single.has(r)) single.set(r, new Set());
  single.get(r).add(s);
}));

const singleNode = D.nodes.map((node) => {
  const services = new Set();
  for (const r of node.resources) for (const s of single.get(r) || []) services.add(s);
  return services;
});

const listeners = [];
function changed() { for (const f of listeners) f(); }
