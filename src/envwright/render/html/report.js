"use strict";
// Search, keys and tools of a report. Without it the page reads as well: nothing is shown by it.
(() => {
  const words = JSON.parse(document.body.dataset.words);
  const byId = (name) => document.getElementById(name);
  const query = byId("query"), count = byId("count"), help = byId("help"), single = byId("single");
  const MOST = 10000;      // matches that are counted
  const PAINTED = 2000;    // matches that are painted; more would make the page slow
  const SLICE = 12;        // milliseconds of work between two breaths

  // what is remembered between reports; pages opened as files may have no storage
  const remember = (key, value) => { try { localStorage.setItem("envwright-" + key, value); } catch { /* no storage */ } };
  const recall = (key) => { try { return localStorage.getItem("envwright-" + key); } catch { return null; } };

  // lines
  let lines = null;
  const allLines = () => (lines ??= [...document.querySelectorAll(".lines > li")]);
  let here = null;

  function reveal(line) {
    for (let fold = line.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }

  function goTo(line) {
    reveal(line);
    here?.classList.remove("here");
    here = line;
    line.classList.add("here");
    line.scrollIntoView({ block: "center" });
    // Parts above get their real height only now: once more, when they have it.
    requestAnimationFrame(() => line.scrollIntoView({ block: "center" }));
  }

  function toTarget() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches(".lines > li")) goTo(target);
  }

  // search
  let matches = [], index = -1, run = 0, capped = false;
  const painting = typeof Highlight === "function" && CSS.highlights;

  function ranges(line, needle) {
    const found = [];
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let text = "", nodes = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      nodes.push([text.length, node]);
      text += node.data;
    }
    const place = (offset) => {
      let [start, node] = nodes[0];
      for (const entry of nodes) if (entry[0] <= offset) [start, node] = entry;
      return [node, Math.min(offset - start, node.length)];
    };
    text = text.toLowerCase();
    for (let at = text.indexOf(needle); at >= 0 && found.length < 50; at = text.indexOf(needle, at + needle.length)) {
      const range = document.createRange();
      try {
        range.setStart(...place(at));
        range.setEnd(...place(at + needle.length - 1));
        range.setEnd(range.endContainer, Math.min(range.endOffset + 1, range.endContainer.length));
        found.push(range);
      } catch { /* lower case of another length: not painted */ }
    }
    return found;
  }

  function paint() {
    if (!painting) return;
    const needle = query.value.trim().toLowerCase();
    const found = new Highlight(), current = new Highlight();
    if (needle) {
      for (const line of matches.slice(0, PAINTED)) for (const range of ranges(line, needle)) found.add(range);
      if (matches[index]) for (const range of ranges(matches[index], needle)) current.add(range);
    }
    current.priority = 1;
    CSS.highlights.set("found", found);
    CSS.highlights.set("current", current);
  }

  function tell() {
    if (!query.value.trim()) count.textContent = "";
    else if (!matches.length) count.textContent = words.search_none;
    else {
      const text = capped ? words.search_many : words.search_count;
      count.textContent = text.replace("{index}", index + 1).replace("{total}", matches.length);
    }
  }

  function search(after) {
    const needle = query.value.trim().toLowerCase();
    const mine = ++run;
    matches = [];
    index = -1;
    capped = false;
    if (!needle) { tell(); paint(); return; }
    const all = allLines();
    let position = 0;
    const step = () => {
      if (mine !== run) return;
      const until = performance.now() + SLICE;
      while (position < all.length && performance.now() < until) {
        for (const stop = Math.min(position + 200, all.length); position < stop; position++) {
          if (all[position].textContent.toLowerCase().includes(needle)) matches.push(all[position]);
        }
        if (matches.length >= MOST) { capped = true; position = all.length; }
      }
      if (position < all.length) { setTimeout(step); return; }
      tell();
      paint();
      if (after && matches.length) move(1);
    };
    step();
  }

  function move(by) {
    if (!matches.length) return;
    index = (index + by + matches.length) % matches.length;
    goTo(matches[index]);
    tell();
    paint();
  }

  let waiting = 0;
  query.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => search(true), 150); });
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); move(event.shiftKey ? -1 : 1); }
    if (event.key === "Escape") { query.value = ""; search(false); query.blur(); }
  });

  // evidence
  let proofs = null, proof = -1;
  function toEvidence(by) {
    proofs ??= [...document.querySelectorAll(".lines > :is(.cause, .then, .also)")];
    if (!proofs.length) return;
    proof = proof < 0 && by < 0 ? proofs.length - 1 : (proof + by + proofs.length) % proofs.length;
    goTo(proofs[proof]);
  }

  // tools
  function wrap() {
    const off = document.body.classList.toggle("unwrapped");
    byId("wrap").setAttribute("aria-pressed", String(!off));
    for (const part of document.querySelectorAll(".lines")) {
      if (off) part.tabIndex = 0; else part.removeAttribute("tabindex");
    }
  }

  const root = document.documentElement;
  function theme() {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    remember("theme", root.dataset.theme);
  }

  function openAll(open) {
    // Parts of long steps stay folded: a hundred thousand lines at once help nobody.
    for (const fold of document.querySelectorAll(".step")) fold.open = open;
  }

  async function copy(button) {
    const code = button.parentElement.querySelector("code").textContent;
    try {
      await navigator.clipboard.writeText(code);
    } catch {
      const field = document.createElement("textarea");
      field.value = code;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    const before = button.textContent;
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = before; }, 1500);
  }

  byId("previous").addEventListener("click", () => move(-1));
  byId("next").addEventListener("click", () => move(1));
  byId("evidence").addEventListener("click", () => toEvidence(1));
  byId("open").addEventListener("click", () => openAll(true));
  byId("close").addEventListener("click", () => openAll(false));
  byId("wrap").addEventListener("click", wrap);
  byId("theme").addEventListener("click", theme);
  byId("keys").addEventListener("click", () => help.showModal());
  byId("leave").addEventListener("click", () => help.close());
  single.checked = recall("keys") !== "off";
  single.addEventListener("change", () => remember("keys", single.checked ? "on" : "off"));
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (button) copy(button);
    const line = event.target.closest(".lines > li");
    if (line?.id && event.clientX - line.getBoundingClientRect().left < 80 && getSelection().isCollapsed) {
      history.replaceState(null, "", "#" + line.id);
      goTo(line);
    }
  });

  const keys = {
    "/": () => { query.focus(); query.select(); },
    "n": () => move(1), "N": () => move(-1), "p": () => move(-1),
    "e": () => toEvidence(1), "E": () => toEvidence(-1),
    "w": wrap, "t": theme, "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open || !single.checked) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  if (recall("theme")) root.dataset.theme = recall("theme");
  byId("tools").hidden = false;
  for (const button of document.querySelectorAll(".copy")) button.hidden = false;
  addEventListener("hashchange", toTarget);
  toTarget();
})();
