/* Pages follow what happens: one stream for each tab that is looked at says what changed; the page is fetched anew, and what
   differs is put in place. Nothing jumps: new rows wait behind a button, and what a person is filling in is left alone. */
(() => {
  const regions = [...document.querySelectorAll("[data-live]")];
  if (!regions.length || !window.EventSource) return;
  const { stream: address } = document.body.dataset;
  const about = new Set(regions.flatMap((region) => region.dataset.live.split(" ")));
  const concerns = (subject) => about.has(subject) || about.has(subject.split("/")[0]);
  const PAUSE_MILLISECONDS = 1500, AGAIN_MILLISECONDS = 15000;

  const fresh = document.querySelector("[data-fresh]");
  let waiting = null; /* the newest page, while its new rows are not shown */
  const offer = (page, count) => {
    waiting = count ? page : null;
    if (!fresh) return;
    fresh.hidden = !count;
    fresh.querySelector("b").textContent = count || "";
  };
  fresh?.addEventListener("click", () => {
    const page = waiting;
    offer(null, 0);
    if (page) document.querySelectorAll("[data-live][id]").forEach((region) => put(region, page.getElementById(region.id)));
  });

  /* a row is known by where it leads, and by which of those that lead there it is */
  const rowsOf = (region) => {
    const seen = new Map();
    return [...(region.querySelector("[data-rows] tbody")?.rows ?? [])].map((row) => {
      const to = row.querySelector("a.key")?.getAttribute("href"), nth = (seen.get(to) ?? 0) + 1;
      seen.set(to, nth);
      return [`${to} ${nth}`, row];
    });
  };
  const busy = (region) => region.contains(document.activeElement) && document.activeElement.matches("input:not([type=checkbox]),select,textarea");
  const text = (element) => element.innerHTML.replaceAll(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");

  const put = (old, now) => {
    if (!now || text(old) === text(now) || busy(old)) return;
    const focus = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") ?? document.activeElement.getAttribute("hx-get") : null;
    old.replaceChildren(...now.childNodes);
    window.htmx?.process(old);
    if (focus) old.querySelector(`[href="${CSS.escape(focus)}"],[hx-get="${CSS.escape(focus)}"]`)?.focus();
  };

  /* rows that are there are told anew where they stand; answers how many are not there yet */
  const follow = (old, now) => {
    const here = new Map(rowsOf(old)), next = rowsOf(now);
    if (!here.size || !next.length) { put(old, now); return 0; }
    let missing = 0;
    const stays = new Set(next.map(([key]) => key));
    for (const [key, row] of next) {
      const shown = here.get(key);
      if (!shown) { missing += 1; continue; }
      const picked = shown.querySelector("[name=pick]")?.checked;
      shown.classList.remove("gone");
      if (text(shown) === text(row)) continue;
      shown.replaceChildren(...row.childNodes);
      const box = shown.querySelector("[name=pick]");
      if (box) box.checked = picked;
      shown.classList.add("fresh");
      window.htmx?.process(shown);
    }
    for (const [key, row] of here) row.classList.toggle("gone", !stays.has(key));
    return missing;
  };

  let due = 0, last = 0, fetching = false;
  const refresh = async () => {
    due = fetching ? setTimeout(refresh, PAUSE_MILLISECONDS) : 0;
    if (fetching || document.hidden) return;
    fetching = true;
    try {
      const answer = await fetch(location.href, { headers: { "X-Live": "1" }, redirect: "error" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      let missing = 0;
      for (const region of document.querySelectorAll("[data-live][id]")) {
        const now = page.getElementById(region.id);
        if (now && region.querySelector("[data-rows]")) missing += follow(region, now);
        else put(region, now);
      }
      offer(page, missing);
    } catch { /* the next change asks again */ } finally { fetching = false; last = Date.now(); }
  };
  const soon = () => { due ||= setTimeout(refresh, Math.max(150, PAUSE_MILLISECONDS - (Date.now() - last))); };

  let stream = null, again = 0;
  const listen = () => {
    clearTimeout(again);
    if (stream || document.hidden) return;
    stream = new EventSource(address);
    stream.addEventListener("changes", (event) => { if (JSON.parse(event.data).some(concerns)) soon(); });
    stream.addEventListener("open", () => { document.body.dataset.listening = "yes"; });
    stream.addEventListener("error", () => {
      if (stream?.readyState !== EventSource.CLOSED) return; /* otherwise the browser comes back by itself */
      stop();
      again = setTimeout(listen, AGAIN_MILLISECONDS);
    });
  };
  const stop = () => { stream?.close(); stream = null; delete document.body.dataset.listening; };
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); else { listen(); soon(); } });
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => { if (event.persisted) { listen(); soon(); } });
  listen();
})();

/* An order that is open says so every now and then, and is told who else has it open. */
(() => {
  const place = document.querySelector("[data-here]");
  if (!place) return;
  const say = async () => {
    if (document.hidden) return;
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    const answer = await fetch(place.dataset.here, { method: "POST", headers, redirect: "error" }).catch(() => null);
    if (answer?.ok) { const others = await answer.text(); if (others !== place.innerHTML) place.innerHTML = others; }
  };
  say();
  setInterval(say, Number(place.dataset.everySeconds) * 1000);
  document.addEventListener("visibilitychange", say);
})();
