// What the app does in the browser: addresses, the menu on a phone, and the map's place on its page.
window.dash_clientside = window.dash_clientside || {};

(() => {
  const same = window.dash_clientside;
  const query = () => new URLSearchParams(window.location.search);
  const asSearch = (wanted) => (String(wanted) ? `?${wanted}` : "");
  let map = null;

  function remember(options) {
    // A slider's every step is no page of its own: Back must leave the map, not undo a nudge.
    const wanted = query();
    for (const [name, value] of Object.entries(options)) wanted.set(name, value);
    window.history.replaceState(window.history.state, "", window.location.pathname + asSearch(wanted));
  }

  async function ready() {
    if (!window.procmineMap) await new Promise((go) => window.addEventListener("procmine-ready", go, { once: true }));
    return window.procmineMap;
  }

  // The name of a case in any table leads to the page of that case, through the same filters.
  (window.dashAgGridComponentFunctions ||= {}).CaseLink = ({ value }) => {
    if (value === null || value === undefined) return null;
    const here = query();
    const wanted = new URLSearchParams();
    for (const name of ["log", "version", "where", "calendar"]) if (here.has(name)) wanted.set(name, here.get(name));
    wanted.set("case", value);
    return window.React.createElement("a", { href: `/case?${wanted}`, className: "case-link" }, String(value));
  };

  // A file that is too large is not sent, and that is said: the upload itself would be silent.
  for (const kind of ["change", "drop"]) document.addEventListener(kind, (event) => {
    const label = event.target.closest?.(".upload");
    const file = (event.dataTransfer || event.target).files?.[0];
    if (!label || !file || file.size <= Number(label.dataset.most)) return;
    const size = (file.size / 1024 / 1024).toFixed(1);
    same.set_props("action-problem", { children: `${file.name} has ${size} MB and was not attached. ${label.textContent}.` });
  }, true);

  // The number of an improvement opens it where it stands.
  window.dashAgGridComponentFunctions.ActionLink = ({ value }) => {
    const wanted = query();
    wanted.set("action", value);
    return window.React.createElement("a", { href: `/actions?${wanted}`, className: "case-link" }, `#${value}`);
  };

  window.dash_clientside.procmine = {
    go(wish) {
      if (!wish) return same.no_update;
      // Another log has other names: nothing of the old view is taken over.
      const wanted = wish.log ? new URLSearchParams() : query();
      for (const [name, value] of Object.entries(wish)) {
        if (value === null || value === "") wanted.delete(name);
        else wanted.set(name, value);
      }
      return asSearch(wanted);
    },

    menu(isOpened, path, navbar) {
      const byPath = same.callback_context.triggered.some((one) => one.prop_id.startsWith("address"));
      const isOpen = byPath ? false : Boolean(isOpened);
      return [{ ...navbar, collapsed: { mobile: !isOpen } }, isOpen];
    },

    async drawMap(layout, overlay) {
      const host = document.getElementById("map-host");
      if (!layout || !host) return same.no_update;
      const { draw } = await ready();
      // A slider redraws the same map: what was chosen and where one looked stay.
      const before = map?.host === host ? map : null;
      const selected = before?.selected;
      map?.remove();
      map = draw(host, layout, {
        overlay: query().get("overlay") === "time" ? "time" : "frequency", hasOverlays: true,
        onSelect: (chosen) => same.set_props("map-selection", { data: chosen }),
        onOverlay: (name) => remember({ overlay: name }),
      });
      if (selected) map.select(selected, false);
      if (before?.isTouched) {
        map.isTouched = true;
        map.move(before.x, before.y, before.scale);
      }
      return same.no_update;
    },

    async drawModel(layout, id) {
      const host = document.getElementById(id);
      if (!layout || !host) return same.no_update;
      const { draw } = await ready();
      draw(host, layout, { overlay: "frequency", hasOverlays: true });
      return same.no_update;
    },

    async drawDifference(layout) {
      const host = document.getElementById("difference-host");
      if (!layout || !host) return same.no_update;
      const { draw } = await ready();
      draw(host, layout, { overlay: "difference" });
      return same.no_update;
    },

    deselect(clicks) {
      if (clicks) map?.select(null);
      return same.no_update;
    },

    remember(activities, paths) {
      remember({ activities: activities / 100, paths: paths / 100 });
      return same.no_update;
    },
  };
})();
