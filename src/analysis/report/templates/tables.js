// Tables that filter and sort; what is chosen stands in the address, so that it can be sent. Without this script every row of them is there to read.
"use strict";
for (const table of document.querySelectorAll("table[data-page]")) {
  const body = table.tBodies[0], rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
  const page = Number(table.dataset.page), noun = table.dataset.noun;
  const text = new Map(rows.map(row => [row, row.textContent.replace(/\s+/g, " ").toLowerCase()]));
  const make = (tag, attributes = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), attributes);
    made.append(...children);
    return made;
  };
  const search = make("input", { type: "search", autocomplete: "off" });
  const count = make("output");
  const more = make("button", { type: "button", className: "more" });
  const choices = heads.flatMap((head, column) => head.dataset.choose ? [{ column, name: head.dataset.choose }] : []);
  const home = table.closest("section").id;
  let all = false;

  const cell = (row, column) => row.cells[column].textContent.trim();
  for (const choice of choices) {
    const options = [...new Set(rows.map(row => cell(row, choice.column)))].filter(Boolean);
    if (choice.name !== "outcome") options.sort();
    choice.select = make("select", {}, make("option", { value: "" }, "all"), ...options.map(each => make("option", { value: each }, each)));
    choice.select.addEventListener("change", () => { show(); state(); });
  }
  function state() {
    const chosen = new URLSearchParams(choices.filter(({ select }) => select.value).map(({ name, select }) => [name, select.value]));
    if (search.value) chosen.set("search", search.value);
    history.replaceState(null, "", `#${home}${chosen.size ? `&${chosen}` : ""}`);
  }
  // An address names a row, or this table with what is chosen in it.
  function restore() {
    const [place, ...rest] = decodeURIComponent(location.hash.slice(1)).split("&");
    const named = document.getElementById(place);
    if (rest.length && place === home) {
      const chosen = new URLSearchParams(location.hash.slice(1).split("&").slice(1).join("&"));
      for (const { name, select } of choices) select.value = chosen.get(name) || "";
      search.value = chosen.get("search") || "";
      show();
      table.closest("section").scrollIntoView();
    } else if (named && body.contains(named)) {
      for (const { select } of choices) select.value = "";
      search.value = "";
      all = true;
      show();
      named.scrollIntoView({ block: "center" });
    }
  }
  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const matching = rows.filter(row =>
      words.every(word => text.get(row).includes(word)) &&
      choices.every(({ column, select }) => !select.value || cell(row, column) === select.value));
    const shown = new Set(all ? matching : matching.slice(0, page));
    for (const row of rows) row.hidden = !shown.has(row);
    count.textContent = `${shown.size} of ${matching.length === rows.length ? "" : `${matching.length} matching, of `}${rows.length} ${noun} shown`;
    more.hidden = matching.length <= page;
    more.textContent = all ? "Show fewer" : `Show all ${matching.length}`;
  }
  const key = (row, column) => {
    const { sort } = row.cells[column].dataset;
    return sort === undefined ? cell(row, column).toLowerCase() : Number(sort);
  };
  const compare = (a, b) => typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
  function sortBy(column) {
    const down = heads[column].getAttribute("aria-sort") === "ascending";
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.sort((a, b) => (down ? -1 : 1) * compare(key(a, column), key(b, column)));
    body.append(...rows);
    show();
  }
  heads.forEach((head, column) => {
    if ("fixed" in head.dataset) return;
    const button = make("button", { type: "button" }, ...head.childNodes);
    button.addEventListener("click", () => sortBy(column));
    head.append(button);
  });
  search.addEventListener("input", () => { show(); state(); });
  more.addEventListener("click", () => { all = !all; show(); });
  const label = (name, control, className = "") => make("label", { className }, name, control);
  const tools = make("div", { className: "tools" }, label(`Search the ${noun}`, search, "search"),
    ...choices.map(({ name, select }) => label(name[0].toUpperCase() + name.slice(1), select)), count);
  count.setAttribute("aria-live", "polite");
  table.parentElement.before(tools);
  table.parentElement.after(more);
  show();
  restore();
  window.addEventListener("hashchange", restore);
}
