// The process map: draws the layout JSON that procmine makes as SVG. One module for the app, notebooks and files.
// Every text reaches the page as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";
const make = (name, attributes = {}, ...children) => fill(document.createElementNS(SVG, name), attributes, children);
const html = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const LEGENDS = {
  difference: "Numbers: share of the cases less that of the others. Orange: more cases take it; green: fewer do; grey: may be chance.",
  frequency: "Numbers: how often. Wider and bluer paths are taken more often; fuller boxes are done more often.",
  wait: "Numbers: median waiting time, and median work in the boxes. Wider paths are taken more often, deeper orange waits longer.",
  elapsed: "Numbers: median time from one end to the next, an upper bound of the wait that contains the work: no starts are recorded. "
    + "Wider paths are taken more often, deeper orange takes longer.",
  mixed: "Numbers: median waiting time, and median work in the boxes; where no start is recorded the wait contains the work. "
    + "Wider paths are taken more often, deeper orange waits longer.",
};

const levels = (one) => `--f:${one.frequency.level};--t:${one.time.level};--d:${one.difference?.level ?? 0}`;
const side = (one) => (one.difference?.is_less ? " is-less" : "");

function drawNode(node) {
  const group = make("g", {
    class: `pm-node pm-${node.kind}${side(node)}`, transform: `translate(${node.x} ${node.y})`, tabindex: "-1", role: "button",
    "aria-label": node.aria, "data-id": node.id, style: levels(node),
  });
  group.append(make("title", {}, node.aria));
  if (node.frequency.sided) group.classList.add("is-sided", ...(node.frequency.sided === "less" ? ["is-less"] : []));
  if (node.kind === "activity") drawBox(group, node);
  else if (GATEWAYS[node.kind]) drawGateway(group, node);
  else drawTerminal(group, node);
  if (node.mark) group.append(drawMark(node.mark, node.w / 2 - 4, -node.h / 2 + 4));
  return group;
}

function drawBox(group, { w, h, lines, colour }) {
  group.append(
    make("rect", { class: "pm-body", x: -w / 2, y: -h / 2, width: w, height: h, rx: 8 }),
    make("rect", { class: "pm-bar", x: -w / 2 + 6, y: -h / 2 + 8, width: 4, height: h - 16, rx: 2, style: `fill:${colour}` }),
  );
  const top = lines.length > 1 ? -h / 2 + 17 : -h / 2 + 23;
  lines.forEach((line, n) => group.append(make("text", { class: "pm-name", x: -w / 2 + 17, y: top + n * 14 }, line)));
  group.append(make("text", { class: "pm-value", x: -w / 2 + 17, y: h / 2 - 9 }));
}

// What a rule says of a box or path, in shape as well as colour.
const MARKS = { ok: "M-3.5 0L-1 3L4 -3", warning: "M0 -4V1M0 3.4V4", error: "M-3 -3L3 3M3 -3L-3 3" };

function drawMark(mark, x, y) {
  return make("g", { class: `pm-rule pm-rule-${mark}`, transform: `translate(${x} ${y})` }, make("circle", { r: 8 }), make("path", { d: MARKS[mark] }));
}

// Of a process model: where it chooses, and where it goes on side by side.
const GATEWAYS = {
  exclusive: "M-6 -6L6 6M6 -6L-6 6", parallel: "M-8 0H8M0 -8V8", inclusive: "M-7 0A7 7 0 1 0 7 0A7 7 0 1 0 -7 0", event: "M-5 0H5",
};

function drawGateway(group, { kind, w }) {
  group.append(
    make("path", { class: "pm-body pm-gate", d: `M${-w / 2} 0L0 ${-w / 2}L${w / 2} 0L0 ${w / 2}Z` }),
    make("path", { class: "pm-sign", d: GATEWAYS[kind] }),
  );
}

function drawTerminal(group, { kind, lines, w, isWordBelow }) {
  const marks = { start: "M-3 -5L5 0L-3 5Z", before: "M4 -5L-4 0L4 5Z", end: "M-4 -4H4V4H-4Z", open: "M-5 -1.5H5V1.5H-5Z" };
  group.append(
    make("circle", { r: w / 2 - 2 }),
    make("path", { class: "pm-mark", d: marks[kind] }),
    make("text", isWordBelow ? { class: "pm-word", x: 0, y: w / 2 + 12, "text-anchor": "middle" } : { class: "pm-word", x: w / 2 + 5, y: 4 }, lines[0]),
  );
}

function drawEdge(edge) {
  const group = make("g", {
    class: `pm-edge pm-${edge.kind}${edge.is_crowded ? " is-crowded" : ""}${side(edge)}`, "data-id": edge.id, style: levels(edge),
  });
  group.append(
    make("title", {}, edge.aria),
    make("path", { class: "pm-hit", d: edge.d }),
    make("path", { class: "pm-line", d: edge.d, "stroke-width": edge.width }),
    make("path", { class: "pm-head", d: edge.arrow }),
  );
  return group;
}

class ProcessMap {
  constructor(host, layout, options = {}) {
    this.host = host;
    this.options = { overlay: "frequency", scheme: null, onSelect: () => {}, ...options };
    this.layout = layout;
    this.selected = null;
    this.pointers = new Map();
    this.build();
    this.setOverlay(this.options.overlay);
    this.fit();
    this.listen();
  }

  build() {
    const { layout, host } = this;
    host.replaceChildren();
    host.classList.add("pm-map");
    if (this.options.scheme) host.dataset.scheme = this.options.scheme;
    this.view = make("g", { class: "pm-view" });
    this.nodes = new Map(layout.nodes.map((node) => [node.id, { data: node, element: drawNode(node) }]));
    this.edges = new Map(layout.edges.map((edge) => [edge.id, { data: edge, element: drawEdge(edge) }]));
    this.labels = make("g", { class: "pm-labels" });
    for (const { element } of this.edges.values()) this.view.append(element);
    for (const { element } of this.nodes.values()) this.view.append(element);
    for (const { data, element } of this.edges.values())
      element.append(make("text", { class: "pm-label", x: data.lx, y: data.ly }), ...(data.mark ? [drawMark(data.mark, data.lx, data.ly)] : []));
    this.svg = make("svg", { class: "pm-stage", role: "group", "aria-label": layout.title, "aria-roledescription": "process map" }, this.view);
    this.legend = html("p", { class: "pm-legend" });
    this.told = html("span", { class: "pm-told", "aria-live": "polite" });
    host.append(this.tools(), this.svg, this.legend, this.told);
    this.first()?.element.setAttribute("tabindex", "0");
  }

  // Where the eye and the keyboard begin.
  first() {
    return this.nodes.get("(start)") ?? this.nodes.get("(before)") ?? [...this.nodes.values()].find(({ data }) => data.kind === "start") ?? [...this.nodes.values()][0];
  }

  tools() {
    const bar = html("div", { class: "pm-tools", role: "toolbar", "aria-label": "Map tools" });
    const add = (text, label, act) => {
      const button = html("button", { type: "button", "aria-label": label, title: label }, text);
      button.addEventListener("click", act);
      bar.append(button);
    };
    if (this.options.hasOverlays && this.layout.overlay !== "difference" && !this.layout.isPlain) {
      add("Frequency", "Frequency", () => this.setOverlay("frequency"));
      add("Time", "Time", () => this.setOverlay("time"));
    }
    add("+", "Zoom in", () => this.zoom(1.3));
    add("−", "Zoom out", () => this.zoom(1 / 1.3));
    add("⤢", "Show all", () => this.glide(() => this.fit(true)));
    add("SVG", "Save as SVG", () => this.saveSvg());
    add("PNG", "Save as PNG", () => this.savePng());
    return bar;
  }

  setOverlay(overlay) {
    if (this.overlay && this.overlay !== overlay) this.options.onOverlay?.(overlay);
    this.overlay = overlay;
    this.host.dataset.overlay = overlay;
    for (const { data, element } of this.nodes.values()) {
      const value = element.querySelector(".pm-value");
      if (value) value.textContent = data[overlay].text;
    }
    for (const { data, element } of this.edges.values()) {
      element.querySelector(".pm-label").textContent = data[overlay].text;
      const beside = data.lx - 3.4 * data[overlay].text.length - 12;
      element.querySelector(".pm-rule")?.setAttribute("transform", `translate(${beside} ${data.ly})`);
    }
    const indirect = this.layout.edges.some((edge) => edge.kind === "indirect") ? " Dashed paths lead through hidden work." : "";
    const legend = this.layout.legends?.[overlay] ?? LEGENDS[overlay === "time" ? this.layout.basis ?? "wait" : overlay] + indirect;
    this.legend.textContent = [legend, this.layout.note].filter(Boolean).join(" · ");
    for (const button of this.host.querySelectorAll(".pm-tools button"))
      if (["Frequency", "Time"].includes(button.textContent))
        button.setAttribute("aria-pressed", String(button.textContent.toLowerCase() === overlay));
  }

  // Where the map is seen from ------------------------------------------------------------------------

  move(x, y, scale) {
    Object.assign(this, { x, y, scale });
    this.view.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
  }

  size() {
    const { width, height } = this.svg.getBoundingClientRect();
    return { width: width || 800, height: height || 500 };
  }

  fit(isWhole = false) {
    const { width, height } = this.size();
    const whole = Math.min(width / this.layout.width, height / this.layout.height, 1.25);
    // Names one cannot read are no overview: at first a big map is shown from its start, "Show all" shows the rest.
    const scale = isWhole ? whole : Math.max(whole, width < 600 ? 0.66 : 0.74);
    const start = this.first()?.data;
    const isWider = this.layout.width * scale > width;
    // A map that is wider than its window begins at its left edge where the start is in sight then: no name is cut there.
    const left = start && start.x * scale + 8 < width - 60 ? 8 : width / 2 - (start?.x ?? 0) * scale;
    const x = isWider && start ? Math.min(8, Math.max(width - this.layout.width * scale - 20, left))
      : (width - this.layout.width * scale) / 2;
    const y = this.layout.height * scale > height ? 4 : (height - this.layout.height * scale) / 2;
    this.move(x, y, scale);
  }

  zoom(factor, at) {
    const { width, height } = this.size();
    const { x: cx, y: cy } = at ?? { x: width / 2, y: height / 2 };
    const scale = Math.min(4, Math.max(0.08, this.scale * factor));
    const by = scale / this.scale;
    this.move(cx - (cx - this.x) * by, cy - (cy - this.y) * by, scale);
  }

  glide(act) {
    this.host.classList.add("is-gliding");
    act();
    setTimeout(() => this.host.classList.remove("is-gliding"), 300);
  }

  show(node) {
    const { width, height } = this.size();
    const left = node.x * this.scale + this.x, top = node.y * this.scale + this.y;
    const dx = Math.min(0, width - 110 - left) || Math.max(0, 110 - left);
    const dy = Math.min(0, height - 50 - top) || Math.max(0, 50 - top);
    if (dx || dy) this.glide(() => this.move(this.x + dx, this.y + dy, this.scale));
  }

  // Hands ---------------------------------------------------------------------------------------------

  listen() {
    const { svg } = this;
    svg.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.onDown(event));
    svg.addEventListener("pointermove", (event) => this.onMove(event));
    for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, (event) => this.onUp(event));
    svg.addEventListener("click", (event) => this.onClick(event));
    svg.addEventListener("keydown", (event) => this.onKey(event));
    this.watch = new ResizeObserver(() => this.isTouched || this.fit());
    this.watch.observe(svg);
  }

  at(event) {
    const box = this.svg.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  onWheel(event) {
    if (!event.ctrlKey && !event.metaKey) return; // a plain wheel scrolls the page
    event.preventDefault();
    this.isTouched = true;
    this.zoom(Math.exp(-event.deltaY * 0.004), this.at(event));
  }

  onDown(event) {
    this.pointers.set(event.pointerId, this.at(event));
    this.travelled = 0;
  }

  onMove(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = this.at(event);
    this.travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (this.travelled > 5) {
      this.isTouched = true;
      if (!this.svg.hasPointerCapture(event.pointerId)) this.svg.setPointerCapture(event.pointerId);
      const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) this.pinch(other, before, now);
      else this.move(this.x + now.x - before.x, this.y + now.y - before.y, this.scale);
    }
    this.pointers.set(event.pointerId, now);
  }

  pinch(other, before, now) {
    const apart = (a) => Math.hypot(a.x - other.x, a.y - other.y) || 1;
    this.zoom(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  onUp(event) {
    this.pointers.delete(event.pointerId);
  }

  onClick(event) {
    if (this.travelled > 5) return;
    const found = event.target.closest?.(".pm-node, .pm-edge");
    this.select(found ? found.dataset.id : null);
  }

  onKey(event) {
    const here = event.target.closest?.(".pm-node");
    const ways = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    if (event.key === "Escape") this.select(null);
    else if (event.key === "+" || event.key === "=") this.zoom(1.3);
    else if (event.key === "-") this.zoom(1 / 1.3);
    else if (event.key === "0") this.fit();
    else if (here && (event.key === "Enter" || event.key === " ")) this.select(here.dataset.id);
    else if (here && ways[event.key]) this.step(this.nodes.get(here.dataset.id), ways[event.key]);
    else return;
    event.preventDefault();
  }

  step(from, [dx, dy]) {
    let best = null, least = Infinity;
    for (const one of this.nodes.values()) {
      const x = one.data.x - from.data.x, y = one.data.y - from.data.y;
      const along = x * dx + y * dy, across = Math.abs(x * dy) + Math.abs(y * dx);
      if (along > 1 && along + 2 * across < least) [best, least] = [one, along + 2 * across];
    }
    if (!best) return;
    from.element.setAttribute("tabindex", "-1");
    best.element.setAttribute("tabindex", "0");
    best.element.focus({ preventScroll: true });
    this.isTouched = true;
    this.show(best.data);
  }

  // Selection -----------------------------------------------------------------------------------------

  select(id, isTold = true) {
    this.selected = id;
    const chosen = this.nodes.get(id) ?? this.edges.get(id);
    const near = this.near(id);
    this.host.classList.toggle("has-selection", Boolean(chosen));
    for (const [key, { element }] of [...this.nodes, ...this.edges]) {
      element.classList.toggle("is-selected", key === id && Boolean(chosen));
      element.classList.toggle("is-near", near.has(key));
    }
    this.told.textContent = chosen ? `Selected: ${chosen.data.aria}` : "Nothing is selected";
    if (isTold) this.options.onSelect(chosen ? describe(chosen.data) : null);
  }

  near(id) {
    const found = new Set();
    for (const { data } of this.edges.values()) {
      if (data.id === id) found.add(data.from).add(data.to);
      if (data.from === id || data.to === id) found.add(data.id).add(data.from === id ? data.to : data.from);
    }
    return found;
  }

  // Pictures ------------------------------------------------------------------------------------------

  svgText() {
    const copy = this.svg.cloneNode(true);
    const styled = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "font-family", "font-size",
      "font-weight", "text-anchor", "dominant-baseline", "paint-order", "visibility"];
    const originals = this.svg.querySelectorAll("*"), copies = copy.querySelectorAll("*");
    originals.forEach((element, n) => {
      const style = getComputedStyle(element);
      copies[n].setAttribute("style", styled.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
    });
    copy.querySelector(".pm-view").setAttribute("transform", "");
    const { width, height } = this.layout;
    for (const [key, value] of Object.entries({ xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` })) copy.setAttribute(key, value);
    const paper = make("rect", { width, height, fill: getComputedStyle(this.host).backgroundColor });
    copy.prepend(paper);
    return new XMLSerializer().serializeToString(copy);
  }

  saveSvg() {
    save(new Blob([this.svgText()], { type: "image/svg+xml" }), "process-map.svg");
  }

  savePng() {
    const image = new Image();
    image.addEventListener("load", () => {
      const scale = Math.min(2, 8000 / Math.max(this.layout.width, this.layout.height));
      const canvas = html("canvas", { width: this.layout.width * scale, height: this.layout.height * scale });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(blob, "process-map.png"));
    });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(this.svgText())}`;
  }

  remove() {
    this.watch.disconnect();
    this.host.replaceChildren();
  }
}

const describe = (data) => (data.from === undefined ? { kind: "node", activity: data.id } : { kind: "edge", from: data.from, to: data.to });

function save(blob, name) {
  const link = html("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export function draw(host, layout, options) {
  return new ProcessMap(host, layout, options);
}

// For notebooks: the anywidget protocol.
function render({ model, el }) {
  const host = html("div", { style: "height:560px" });
  el.append(host);
  let map = null;
  const again = () => {
    map?.remove();
    map = draw(host, model.get("layout"), {
      overlay: model.get("overlay"), scheme: "auto", hasOverlays: true,
      onSelect: (chosen) => { model.set("selection", chosen ?? {}); model.save_changes(); },
    });
  };
  requestAnimationFrame(again); // the cell has no size before
  model.on("change:layout", again);
  model.on("change:overlay", () => map?.setOverlay(model.get("overlay")));
  return () => map?.remove();
}

export default { render };

if (typeof window !== "undefined") {
  window.procmineMap = { draw };
  window.dispatchEvent(new Event("procmine-ready"));
}
