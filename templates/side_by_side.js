// What is pointed at, or holds the focus, is lit in both languages: the quotation, citation, number or date
// within a unit, else the unit. Tab leads into the text, once; there "." and "," go from unit to unit.
(function () {
  "use strict";
  var lit = [];
  function clear() {
    lit.forEach(function (element) { element.classList.remove("lit"); });
    lit = [];
  }
  function light(from) {
    clear();
    var unit = from.closest && from.closest("[data-unit]");
    if (!unit) { return; }
    var units = unit.closest(".row").querySelectorAll('[data-unit="' + CSS.escape(unit.dataset.unit) + '"]');
    var part = from.closest("[data-c]");
    units.forEach(function (each) {
      if (!part) { lit.push(each); return; }
      each.querySelectorAll('[data-c="' + part.dataset.c + '"]').forEach(function (one) { lit.push(one); });
    });
    lit.forEach(function (element) { element.classList.add("lit"); });
  }
  document.addEventListener("pointerover", function (event) { light(event.target); });
  document.addEventListener("focusin", function (event) { light(event.target); });
  document.addEventListener("focusout", clear);

  var units = Array.prototype.slice.call(document.querySelectorAll('main .row > [lang="en"] [data-unit]'));
  function stop(unit) {
    units.forEach(function (each) { each.tabIndex = each === unit ? 0 : -1; });
  }
  document.addEventListener("keydown", function (event) {
    var step = event.key === "." ? 1 : event.key === "," ? -1 : 0;
    var from = document.activeElement.closest("[data-unit]");
    if (!step || !from || event.ctrlKey || event.altKey || event.metaKey) { return; }
    var at = units.findIndex(function (unit) { return unit.dataset.unit === from.dataset.unit; });
    var next = units[at + step];
    if (!next) { return; }
    event.preventDefault();
    stop(next);
    next.focus();
  });
  if (units.length) { stop(units[0]); }
  document.querySelectorAll(".keys").forEach(function (hint) { hint.hidden = false; });
}());
