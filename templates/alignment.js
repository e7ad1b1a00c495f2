// Filters, order, search, keys and lit counterparts of the alignment report. The report reads without it.
(function () {
  "use strict";
  var byId = function (id) { return document.getElementById(id); };
  var list = byId("units"), search = byId("search"), order = byId("order"), useKeys = byId("use-keys"), keys = byId("keys");
  var selects = Array.from(document.querySelectorAll("select[data-filter]"));
  function folded(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[’‘]/g, "'").toLowerCase(); }

  var groups = Array.from(list.querySelectorAll(".group"), function (element) {
    return {
      element: element, place: Number(element.dataset.place), risk: Number(element.dataset.risk), shown: true,
      units: Array.from(element.children, function (unit) {
        var values = {};
        selects.forEach(function (select) { values[select.dataset.filter] = unit.dataset[select.dataset.filter].split("\n"); });
        return { element: unit, values: values, text: null, shown: true };
      })
    };
  });
  var all = [].concat.apply([], groups.map(function (group) { return group.units; }));

  function answers(unit, wanted, words) {
    for (var i = 0; i < wanted.length; i += 1) {
      var values = unit.values[wanted[i].name];
      if (wanted[i].value === "any" ? !values[0] : values.indexOf(wanted[i].value.slice(1)) < 0) { return false; }
    }
    if (!words.length) { return true; }
    if (unit.text === null) { unit.text = folded(unit.element.textContent); }
    return words.every(function (word) { return unit.text.indexOf(word) >= 0; });
  }

  function filter() {
    var wanted = selects.filter(function (select) { return select.value; }).map(function (select) {
      return { name: select.dataset.filter, value: select.value };
    });
    var words = folded(search.value).split(/\s+/).filter(Boolean), count = 0;
    groups.forEach(function (group) {
      var any = false;
      group.units.forEach(function (unit) {
        var shown = answers(unit, wanted, words);
        if (shown !== unit.shown) { unit.element.hidden = !shown; unit.shown = shown; }
        if (shown) { any = true; count += 1; }
      });
      if (any !== group.shown) { group.element.hidden = !any; group.shown = any; }
    });
    byId("count").textContent = count === all.length ? count + " units" : count + " of " + all.length + " units";
    byId("nothing").hidden = count > 0;
  }

  function arrange() {
    var field = order.value;
    var sorted = groups.slice().sort(function (a, b) { return a[field] - b[field]; });
    var fragment = document.createDocumentFragment();
    sorted.forEach(function (group) { fragment.appendChild(group.element); });
    list.insertBefore(fragment, byId("nothing"));
    groups = sorted;
    document.body.classList.toggle("by-risk", field === "risk");
  }

  function reset() {
    selects.forEach(function (select) { select.value = ""; });
    search.value = "";
    filter();
  }

  // ---- going from unit to unit
  function current() { return document.activeElement && document.activeElement.closest(".unit"); }
  function shownUnits() { return Array.from(list.querySelectorAll(".group:not([hidden]) > .unit:not([hidden])")); }
  function go(step, test) {
    var units = shownUnits(), at = units.indexOf(current());
    if (at < 0 && step < 0) { at = units.length; }
    for (var i = at + step; i >= 0 && i < units.length; i += step) {
      if (!test || test(units[i])) { visit(units[i]); return; }
    }
    byId("told").textContent = test ? "No more problems" : "No more units";
  }
  function visit(unit) {
    unit.focus({ preventScroll: true });
    unit.scrollIntoView({ block: unit.offsetHeight > window.innerHeight / 2 ? "start" : "center" });
  }
  function isProblem(unit) { return unit.dataset.severity === "error" || unit.dataset.severity === "warning"; }
  function showTarget() {
    var unit = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
    if (!unit) { return; }
    unit = unit.matches(".group") ? unit.firstElementChild : unit;
    if (!unit.matches(".unit")) { return; }
    if (unit.hidden || unit.parentNode.hidden) { reset(); }
    visit(unit);
  }

  // ---- counterparts
  var lit = [];
  function light(from) {
    lit.forEach(function (each) { each.classList.remove("lit"); });
    var part = from && from.closest && from.closest("[data-c]");
    lit = part ? Array.from(part.closest(".unit").querySelectorAll('[data-c="' + part.dataset.c + '"]')) : [];
    lit.forEach(function (each) { each.classList.add("lit"); });
    return lit;
  }
  function stepCounterpart(step) {
    var unit = current();
    if (!unit) { return; }
    var parts = Array.from(unit.querySelectorAll(".en [data-c]"));
    if (!parts.length) { byId("told").textContent = "No counterparts in this unit"; return; }
    var at = parts.indexOf(document.activeElement);
    var part = parts[at < 0 ? (step > 0 ? 0 : parts.length - 1) : (at + step + parts.length) % parts.length];
    part.tabIndex = -1;
    part.focus();
    byId("told").textContent = light(part).map(function (each) { return each.textContent; }).join(" → ");
  }
  var still = "";  // where the pointer rests: a page that scrolls under it does not point at anything
  document.addEventListener("pointerover", function (event) {
    var at = event.clientX + " " + event.clientY;
    if (at !== still) { still = at; light(event.target); }
  });
  document.addEventListener("focusin", function (event) { light(event.target); });

  // ---- controls
  selects.forEach(function (select) { select.addEventListener("change", filter); });
  search.addEventListener("input", filter);
  order.addEventListener("change", arrange);
  byId("reset").addEventListener("click", reset);
  byId("next-problem").addEventListener("click", function () { go(1, isProblem); });
  byId("previous-problem").addEventListener("click", function () { go(-1, isProblem); });
  byId("help").addEventListener("click", function () { keys.showModal(); });
  byId("close-keys").addEventListener("click", function () { keys.close(); });
  document.querySelectorAll("[data-set-check]").forEach(function (button) {
    button.addEventListener("click", function () {
      reset();
      document.querySelector('select[data-filter="check"]').value = "=" + button.dataset.setCheck;
      filter();
      byId("search").closest(".bar-of-tools").scrollIntoView();
    });
  });
  window.addEventListener("hashchange", showTarget);
  document.addEventListener("keydown", function (event) {
    var typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape" && event.target === search) { search.value = ""; filter(); search.blur(); return; }
    if (typing || keys.open || !useKeys.checked || event.ctrlKey || event.metaKey || event.altKey) { return; }
    var unit = current(), past = unit && unit.querySelector("details");
    var act = {
      j: function () { go(1); }, k: function () { go(-1); },
      n: function () { go(1, isProblem); }, p: function () { go(-1, isProblem); },
      ".": function () { stepCounterpart(1); }, ",": function () { stepCounterpart(-1); },
      d: function () { if (past) { past.open = !past.open; } },
      o: function () { order.value = order.value === "risk" ? "place" : "risk"; arrange(); if (unit) { visit(unit); } },
      "/": function () { search.focus(); }, "?": function () { keys.showModal(); }
    }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  filter();
  showTarget();
}());
