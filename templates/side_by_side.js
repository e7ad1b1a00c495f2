// What is pointed at, or holds the focus, is lit in both languages: the quotation, citation, number or date
// within a unit, else the unit.
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
}());
