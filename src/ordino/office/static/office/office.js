/* Theme, keys, selection and drawers. Everything works without it, too. */
(() => {
  const root = document.documentElement;
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-toggle]")) {
      root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
      localStorage.setItem("o-theme", root.dataset.bsTheme);
    }
    if (event.target.closest("[data-close]")) closeDrawer();
    if (event.target.closest("[data-print]")) print();
    const step = event.target.closest("[data-step]"), counted = step?.parentElement.querySelector("input");
    if (counted) { /* one less or one more, within what there is */
      counted.value = Math.min(Number(counted.max), Math.max(0, Number(counted.value) + Number(step.dataset.step)));
      counted.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  /* a table that its place is too narrow for tells each row as pairs of a head and a value */
  const fitTables = () => {
    for (const table of document.querySelectorAll(".o-tablewrap > .o-table:not(.o-cards, .o-choose, .o-linestable)")) {
      table.classList.remove("o-pairs");
      if (table.parentElement.scrollWidth <= table.parentElement.clientWidth) continue;
      const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map((head) => head.firstElementChild?.matches(".visually-hidden") ? "" : head.textContent.trim());
      for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
        let column = 0;
        for (const cell of row.cells) { cell.dataset.w = cell.colSpan > 1 ? "" : heads[column] ?? ""; column += cell.colSpan; }
      }
      table.classList.add("o-pairs");
    }
  };
  fitTables();
  for (const moved of ["resize", "ordino:put"]) addEventListener(moved, fitTables);
  document.addEventListener("htmx:after:swap", fitTables);

  const here = document.querySelector(".o-life .here"), box = here?.closest(".o-draw");
  if (box) box.scrollLeft += here.getBoundingClientRect().left - box.getBoundingClientRect().left - 24;

  let cameFrom = null;
  const drawer = () => document.querySelector("#drawer");
  const behind = (inert) => { const shell = document.querySelector(".o-shell"); if (shell) shell.inert = inert; };
  const closeDrawer = () => { drawer()?.replaceChildren(); behind(false); cameFrom?.focus(); cameFrom = null; };
  document.addEventListener("htmx:before:request", () => { if (!drawer()?.firstElementChild) cameFrom = document.activeElement; });
  const fields = "[autofocus], :is(input:not([type=hidden]), select, textarea)";
  document.addEventListener("htmx:after:swap", () => {
    if (!drawer()?.firstElementChild || drawer().contains(document.activeElement)) return;
    behind(true); /* the keyboard stays in the drawer until it is closed */
    (drawer().querySelector(fields) ?? drawer().querySelector("button[type=submit]"))?.focus();
  });

  /* keys: / search, g + letter go, j k rows, x select, Enter open, Esc close */
  const places = { h: "/", o: "/orders", e: "/holds", x: "/exceptions", f: "/fulfillment", k: "/pick", p: "/pack", d: "/hand-over", s: "/shipments", r: "/returns", i: "/stock", m: "/money", c: "/customers", y: "/mine" };
  const rows = () => [...document.querySelectorAll("[data-rows] tbody tr")];
  let going = false;
  const step = (by) => {
    const all = rows(), at = all.findIndex((row) => row.classList.contains("cur-row"));
    if (!all.length) return;
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))];
    all[at]?.classList.remove("cur-row"); all[at]?.removeAttribute("tabindex");
    next.classList.add("cur-row"); next.tabIndex = 0; next.focus();
  };
  /* many rows: how many are selected, and what they come to, currency by currency */
  const told = (form) => {
    const picked = [...form.querySelectorAll("[name=pick]:checked")], sums = new Map();
    for (const { dataset } of picked) {
      if (dataset.currency) sums.set(dataset.currency, { minor: (sums.get(dataset.currency)?.minor ?? 0) + Number(dataset.minor), digits: Number(dataset.digits) });
    }
    const count = form.querySelector("[data-count]"), all = form.querySelector("[data-all]");
    if (count) count.textContent = `${picked.length} ${count.dataset.word}`;
    const text = [...sums].map(([currency, { minor, digits }]) => `${(minor / 10 ** digits).toLocaleString(root.lang, { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${currency}`).join(" + ");
    const place = form.querySelector("[data-sums]");
    if (place) place.textContent = text;
    if (all) { all.checked = picked.length > 0 && picked.length === form.querySelectorAll("[name=pick]").length; all.indeterminate = picked.length > 0 && !all.checked; }
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-picks]");
    if (!form) return;
    if (event.target.matches("[data-all]")) form.querySelectorAll("[name=pick]").forEach((box) => { box.checked = event.target.checked; });
    told(form);
  });
  document.addEventListener("reset", (event) => { if (event.target.matches("[data-picks]")) setTimeout(() => told(event.target)); });

  /* the palette: words narrow it down, Enter goes to the first, else to what bears the code */
  const palette = document.querySelector("#palette"), sought = palette?.querySelector("[data-palette]");
  const narrow = () => {
    const words = sought.value.trim().toLowerCase();
    let first = null;
    palette.querySelectorAll("li").forEach((item) => {
      item.hidden = !item.textContent.toLowerCase().includes(words);
      const link = item.querySelector("a");
      link.classList.toggle("first", words !== "" && !item.hidden && !first);
      if (!item.hidden) first ??= link;
    });
    return words === "" ? null : first;
  };
  const openPalette = () => { if (!palette || palette.open) return; sought.value = ""; narrow(); palette.showModal(); sought.focus(); };
  sought?.addEventListener("input", narrow);
  palette?.querySelector("form").addEventListener("submit", (event) => { const first = narrow(); if (first) { event.preventDefault(); location.href = first.href; } });
  palette?.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-palette-open]")) openPalette(); });

  /* a scanner types faster than any person and ends with Enter; what it scanned is opened */
  let scanned = "", lastKey = 0;
  const fromScanner = (event) => {
    const quick = event.timeStamp - lastKey < 45;
    lastKey = event.timeStamp;
    if (event.key === "Enter") { const code = quick && scanned.length >= 5 && /\d/.test(scanned) ? scanned : ""; scanned = ""; return code; }
    scanned = event.key.length === 1 ? (quick ? scanned + event.key : event.key) : "";
    return "";
  };

  /* a field whose text was taken over is emptied, though it has the focus */
  const empty = () => document.querySelectorAll("[data-clear]").forEach((field) => { field.value = ""; field.removeAttribute("data-clear"); });
  document.addEventListener("htmx:after:swap", empty);
  /* what is being scanned into a drawer is not asked of the server letter by letter */
  document.addEventListener("input", (event) => { if (event.target.matches("#drawer [data-scan]")) event.stopPropagation(); }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return drawer()?.firstElementChild ? closeDrawer() : document.querySelector("[data-picks]")?.reset();
    if (event.key === "Enter" && event.ctrlKey) {
      const form = event.target.closest("form") ?? document.querySelector("#drawer form, form[data-submit]");
      return form?.querySelector("[data-primary]:not([disabled])")?.click();
    }
    if (event.key === "k" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); return openPalette(); }
    if (palette?.open || event.target.closest("input,textarea,select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const code = fromScanner(event);
    if (code && palette) { event.preventDefault(); location.href = `${palette.dataset.scanAddress}?code=${encodeURIComponent(code)}`; return; }
    const row = document.querySelector("tr.cur-row");
    if (going) { going = false; if (places[event.key]) location.href = places[event.key]; return; }
    if (event.key === "g") going = true;
    else if (event.key === "e" || event.key === "n") {
      const link = document.querySelector(event.key === "e" ? "[data-edit]" : "[data-new]");
      setTimeout(() => { if (scanned.length < 2) link?.click(); }, 60);
    }
    else if (event.key === "/") { event.preventDefault(); document.querySelector("[data-search]")?.focus(); }
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "x") row?.querySelector("[name=pick]")?.click();
    else if (event.key === "Enter" && event.target === row) row.querySelector("a.key")?.click();
  });
})();
