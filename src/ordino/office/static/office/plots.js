/* Plots: what they show stands in the page as data. Colors are those of the stylesheet, a place is chosen by pointer or arrow
   keys and said in words, and each place and each value leads to its rows. */
(() => {
  const root = document.documentElement, drawn = new Map(), { echarts } = window;
  if (!echarts) return;
  const probe = document.createElement("i");
  probe.hidden = true;
  document.body.append(probe);
  const color = (token) => { probe.style.color = `var(${token})`; return getComputedStyle(probe).color; };
  const compact = new Intl.NumberFormat(root.lang, { notation: "compact" });
  const read = (place) => JSON.parse(document.getElementById(`plot-${place.dataset.plot}`)?.textContent ?? "null");

  const series = (one, plot) => {
    const bar = one.way === "bar", scale = 10 ** plot.digits, main = color(one.color);
    return {
      type: bar ? "bar" : "line", stack: bar ? "all" : undefined, step: one.way === "step" ? "end" : false, barMaxWidth: 28, barCategoryGap: "25%",
      showSymbol: false, symbol: "circle", symbolSize: 7, silent: false,
      data: one.values.map(({ number }, at) => {
        const value = number === null ? null : number / scale;
        return one.colors.length ? { value, itemStyle: { color: color(one.colors[at]) } } : value;
      }),
      itemStyle: { color: main, borderColor: color("--o-surface"), borderWidth: bar ? 0.5 : 0 },
      lineStyle: { color: main, width: 2, type: one.dashed ? "dashed" : "solid" }, areaStyle: one.way === "line" ? { color: main, opacity: 0.08 } : undefined,
      emphasis: { itemStyle: { color: color("--o-acc-bg") } },
    };
  };
  const option = (plot) => {
    const label = { color: color("--o-ink-3"), fontSize: 11, fontFamily: getComputedStyle(document.body).fontFamily, hideOverlap: true }, rule = { lineStyle: { color: color("--o-line") } };
    const names = { type: "category", data: plot.places, inverse: plot.across, axisTick: { show: false }, axisLine: rule, axisLabel: label };
    const numbers = { type: "value", minInterval: plot.digits ? undefined : 1, splitNumber: 4, splitLine: rule, axisLabel: { ...label, formatter: (number) => compact.format(number) } };
    return {
      animation: false, grid: { left: 4, right: 14, top: 10, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      xAxis: plot.across ? numbers : names, yAxis: plot.across ? names : numbers, series: plot.series.map((one) => series(one, plot)),
    };
  };

  /* which place is chosen, and of which series (-1: of all) */
  const say = (state) => {
    const { plot, at, nth, place } = state, told = place.parentElement.querySelector("[data-said]");
    state.chart.dispatchAction({ type: "downplay" });
    if (at === null || !plot.places[at]) { told.textContent = "\u00a0"; return; }
    state.chart.dispatchAction({ type: "highlight", seriesIndex: nth < 0 ? plot.series.map((_, number) => number) : nth, dataIndex: at });
    const parts = plot.series.filter(({ values }, number) => values[at].number !== null && (nth < 0 || nth === number));
    told.textContent = `${plot.places[at]}: ${parts.map(({ word, values }) => (plot.series.length > 1 ? `${word} ${values[at].said}` : values[at].said)).join(", ")}`;
  };
  const choose = (state, at, nth = -1) => { if (state.at !== at || state.nth !== nth) { Object.assign(state, { at, nth }); say(state); } };
  const open = ({ plot, at, nth }) => {
    const address = at === null ? "" : nth < 0 ? plot.addresses[at] : plot.series[nth].values[at].address;
    if (address) location.assign(address);
  };
  const under = ({ chart, plot }, event) => {
    const point = [event.offsetX, event.offsetY];
    if (!chart.containPixel({ gridIndex: 0 }, point)) return null;
    return Math.round(chart.convertFromPixel({ gridIndex: 0 }, point)[plot.across ? 1 : 0]);
  };
  const keys = (state, event) => {
    const [back, on, less, more] = state.plot.across ? ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"] : ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
    const last = state.plot.places.length - 1, at = state.at ?? (state.plot.across ? -1 : last + 1);
    const within = (number, least, most) => Math.max(least, Math.min(most, number));
    if (event.key === back) choose(state, within(at - 1, 0, last), state.nth);
    else if (event.key === on) choose(state, within(at + 1, 0, last), state.nth);
    else if (event.key === less) choose(state, within(at, 0, last), within(state.nth - 1, -1, state.plot.series.length - 1));
    else if (event.key === more) choose(state, within(at, 0, last), within(state.nth + 1, -1, state.plot.series.length - 1));
    else if (event.key === "Home") choose(state, 0, state.nth);
    else if (event.key === "End") choose(state, last, state.nth);
    else if (event.key === "Enter") open(state);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /* what the colors mean, where there are several */
  const key = (place, plot) => place.parentElement.querySelector("[data-key]").replaceChildren(...(plot.series.length < 2 ? [] : plot.series).map((one) => {
    const part = document.createElement("span"), swatch = document.createElement("i");
    swatch.style.backgroundColor = color(one.color);
    part.append(swatch, one.word);
    return part;
  }));
  const draw = (place) => {
    const plot = read(place);
    if (!plot) return;
    key(place, plot);
    let state = drawn.get(place);
    if (!state) {
      state = { place, plot, at: null, nth: -1, chart: echarts.init(place, null, { renderer: "canvas" }) };
      drawn.set(place, state);
      const pen = state.chart.getZr();
      pen.on("mousemove", (event) => { const at = under(state, event); pen.setCursorStyle(at === null ? "default" : "pointer"); if (at !== null) choose(state, at); });
      pen.on("globalout", () => choose(state, null));
      pen.on("click", (event) => { const at = under(state, event); if (at !== null && !event.target) { choose(state, at); open(state); } });
      state.chart.on("click", ({ dataIndex, seriesIndex }) => { choose(state, dataIndex, seriesIndex); open(state); });
      place.addEventListener("keydown", (event) => keys(state, event));
      place.addEventListener("blur", () => choose(state, null));
      new ResizeObserver(() => state.chart.resize()).observe(place);
      const figures = document.getElementById(`figures-${place.dataset.plot}`);
      if (figures) new MutationObserver(() => draw(place)).observe(figures, { childList: true });
    }
    state.plot = plot;
    state.chart.setOption(option(plot), { notMerge: true });
    say(state);
  };
  const all = () => document.querySelectorAll("[data-plot]").forEach(draw);
  new MutationObserver(all).observe(root, { attributeFilter: ["data-bs-theme"] });
  all();
})();
