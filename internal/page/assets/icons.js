// Shapes of the roles, drawn for this page on 16 by 16.
const SHAPES = {
  dns: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM1.5 8h13M8 1.5c-4 4-4 9 0 13c4-4 4-9 0-13",
  cdn: "M8 6.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6M8 6V2M8 10v4M6 8H2M10 8h4M3.4 3.4l2 2M12.6 3.4l-2 2M3.4 12.6l2-2M12.6 12.6l-2-2",
  balancer: "M8 2v4M8 6L3 10v3M8 6l5 4v3M8 6v7M1.5 13.5h3M6.5 13.5h3M11.5 13.5h3",
  target_group: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6",
  api: "M5.5 2C3 2 5 7.5 2.5 8C5 8.5 3 14 5.5 14M10.5 2C13 2 11 7.5 13.5 8C11 8.5 13 14 10.5 14M8 7.8v.4",
  compute: "M2 3h12v10H2zM2 6h12M4 4.5h1M5 9.5h6",
  group: "M4.5 1.5h10v8h-10zM3 4H1.5v8.5h10V11",
  cluster: "M8 1.5l5.6 3.2v6.6L8 14.5l-5.6-3.2V4.7zM8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5",
  function: "M3 14L7 6L5.5 2.5H4M7 6l4 8h2",
  workflow: "M1.5 2h4v4h-4zM10.5 10h4v4h-4zM5.5 4H12.5V10",
  trigger: "M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z",
  database: "M2.5 3.5a5.5 2 0 1 0 11 0a5.5 2 0 1 0-11 0M2.5 3.5v9a5.5 2 0 0 0 11 0v-9M2.5 8a5.5 2 0 0 0 11 0",
  cache: "M2.5 3.5a5.5 2 0 1 0 11 0a5.5 2 0 1 0-11 0M2.5 3.5v9a5.5 2 0 0 0 11 0v-9M9 6.5l-2.5 3h3L7 12.5",
  storage: "M2 3.5a6 2 0 1 0 12 0a6 2 0 1 0-12 0M2 3.5L3.5 13a4.5 1.5 0 0 0 9 0L14 3.5",
  queue: "M1.5 4.5h3v7h-3zM6.5 4.5h3v7h-3zM11.5 4.5h3v7h-3z",
  topic: "M2 6.5v3h2.5L11 13V3L4.5 6.5zM13 6v4",
  stream: "M1.5 5c2-2 4-2 6.5 0s4.5 2 6.5 0M1.5 11c2-2 4-2 6.5 0s4.5 2 6.5 0",
  server: "M2 2.5h12v4.5H2zM2 9h12v4.5H2zM4 4.7h1M4 11.2h1",
  secret: "M3 7.5h10v6.5H3zM5 7.5V5a3 3 0 0 1 6 0v2.5",
  identity: "M8 2a3 3 0 1 0 0 6a3 3 0 1 0 0-6M2.5 14a5.5 5 0 0 1 11 0",
  gateway: "M2 2h7v12H2zM6 8h8M11 5l3 3l-3 3",
  network: "M5.5 1.5h5v4h-5zM1.5 10.5h5v4h-5zM9.5 10.5h5v4h-5zM8 5.5V8M4 10.5V8h8v2.5",
  subnet: "M2 2h12v12H2zM2 8h12M8 2v12",
  alarm: "M4 11V7a4 4 0 0 1 8 0v4l1.5 1.5h-11zM6.5 14h3M8 3V1.5",
  notice: "M1.5 3.5h13v9h-13zM1.5 3.5L8 9l6.5-5.5",
  backup: "M3 8a5 5 0 1 1 1.5 3.5M3 12V8.5M3 8.5h3M8 5.5V8l2 1.5",
  replication: "M2 5h10M9 2l3 3l-3 3M14 11H4M7 8l-3 3l3 3",
  scaling: "M2 14V10h3v4M6.5 14V6.5h3V14M11 14V2.5h3V14",
  key: "M10.5 2a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M8 8L2 14M4 12l2 2",
  other: "M3 3h10v10H3z",
};

function icon(role) {
  const s = svg("svg", { viewBox: "0 0 16 16", class: "icon role-" + (SHAPES[role] ? role : "other"), "aria-hidden": "true" });
  s.append(svg("path", { d: SHAPES[role] || SHAPES.other }));
  return s;
}
