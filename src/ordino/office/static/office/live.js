/* Pages follow what happens: one stream for each browser that is looked at says what changed; the page is fetched anew, and what
   differs is put in place. Nothing jumps: new rows wait behind a button, and what a person is filling in is left alone. */
(() => {
  const regions = [...document.querySelectorAll("[data-live]")];
  const { stream: address, badges } = document.body.dataset, menu = [...document.querySelectorAll("[data-badge]")];
  if (!address || !(regions.length || menu.length) || !window.EventSource) return;
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
    dispatchEvent(new Event("ordino:put"));
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
  const text = (element) => element.innerHTML.replaceAll(/name="csrfmiddlewaretoken" value="[^"]*"| data-w="[^"]*"| o-pairs/g, "");

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
      const answer = await fetch(location.href, { headers: { "X-Live": "1" }, redirect: "manual" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      let missing = 0;
      for (const region of document.querySelectorAll("[data-live][id]")) {
        const now = page.getElementById(region.id);
        if (now && region.querySelector("[data-rows]")) missing += follow(region, now);
        else put(region, now);
      }
      offer(page, missing);
      dispatchEvent(new Event("ordino:put"));
    } catch { /* the next change asks again */ } finally { fetching = false; last = Date.now(); }
  };
  const soon = () => { if (regions.length) due ||= setTimeout(refresh, Math.max(150, PAUSE_MILLISECONDS - (Date.now() - last))); };

  /* the numbers of the menu: at once those that the page before showed, then those of now */
  const show = (counts) => menu.forEach((place) => { place.textContent = counts[place.dataset.badge] ?? ""; });
  let counting = 0;
  const count = async () => {
    counting = 0;
    const answer = await fetch(badges, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok || document.hidden) return;
    const counts = await answer.json();
    sessionStorage.setItem("o-badges", JSON.stringify(counts));
    show(counts);
  };
  const countSoon = () => { if (menu.length) counting ||= setTimeout(count, PAUSE_MILLISECONDS); };

  /* the tab that holds the lock listens and tells the others; without locks (plain HTTP) each listens by itself */
  const tabs = new BroadcastChannel("ordino-live");
  const heard = ({ changes, listening, asked }) => {
    if (changes) { countSoon(); if (changes.some(concerns)) soon(); }
    if (listening) document.body.dataset.listening = "yes";
    if (asked && stream?.readyState === EventSource.OPEN) tabs.postMessage({ listening: true });
  };
  const tell = (message) => { tabs.postMessage(message); heard(message); };
  tabs.onmessage = ({ data }) => heard(data);

  let stream = null, leaving = null;
  const open = () => {
    stream = new EventSource(address);
    stream.addEventListener("changes", (event) => tell({ changes: JSON.parse(event.data) }));
    stream.addEventListener("open", () => tell({ listening: true }));
    stream.addEventListener("error", () => {
      if (stream?.readyState !== EventSource.CLOSED) return; /* otherwise the browser comes back by itself */
      stop();
      setTimeout(listen, AGAIN_MILLISECONDS);
    });
  };
  const listen = () => {
    if (leaving || document.hidden) return;
    leaving = new AbortController();
    const { signal } = leaving;
    tabs.postMessage({ asked: true });
    const until = new Promise((left) => signal.addEventListener("abort", left));
    if (navigator.locks) navigator.locks.request("ordino-live", { signal }, () => { open(); soon(); return until; }).catch(() => {});
    else open();
  };
  const stop = () => { leaving?.abort(); leaving = null; stream?.close(); stream = null; delete document.body.dataset.listening; };
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); else { listen(); soon(); countSoon(); } });
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => { if (event.persisted) { listen(); soon(); } });
  show(JSON.parse(sessionStorage.getItem("o-badges") ?? "{}"));
  if (menu.length) count();
  listen();
})();

/* An order that is open says so every now and then, and is told who else has it open. */
(() => {
  const place = document.querySelector("[data-here]");
  if (!place) return;
  const say = async () => {
    if (document.hidden) return;
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    const answer = await fetch(place.dataset.here, { method: "POST", headers, redirect: "manual" }).catch(() => null);
    if (answer?.ok) { const others = await answer.text(); if (others !== place.innerHTML) place.innerHTML = others; }
  };
  say();
  setInterval(say, Number(place.dataset.everySeconds) * 1000);
  document.addEventListener("visibilitychange", say);
})();
