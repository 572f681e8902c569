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

  window.dash_clientside.procmine = {
    go(wish) {
      if (!wish) return same.no_update;
      const wanted = query();
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

    another(log, version, logs) {
      const here = query();
      if (!log || !logs) return same.no_update;
      const shown = here.get("log") || logs[0];
      if (log !== shown) return { log, version: "", where: "", group: "" };
      const asked = same.callback_context.triggered.some((one) => one.prop_id.startsWith("version"));
      const newest = window.procmineNewest?.[log];
      if (!asked || !version || version === here.get("version")) return same.no_update;
      return here.get("version") || window.procmineShown === `${log}/${version}` ? same.no_update : { version };
    },

    async drawMap(layout, overlay) {
      const host = document.getElementById("map-host");
      if (!layout || !host) return same.no_update;
      const { draw } = await ready();
      const selected = map?.host === host ? map.selected : null;
      map?.remove();
      map = draw(host, layout, {
        overlay: query().get("overlay") === "time" ? "time" : "frequency", hasOverlays: true,
        onSelect: (chosen) => same.set_props("map-selection", { data: chosen }),
        onOverlay: (name) => remember({ overlay: name }),
      });
      if (selected) map.select(selected, false);
      return same.no_update;
    },

    remember(activities, paths) {
      remember({ activities, paths });
      return same.no_update;
    },
  };
})();
