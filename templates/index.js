// Search over both languages and order by date, country or number: all from the list in the page itself.
(function () {
  "use strict";
  var form = document.querySelector(".find"), place = document.getElementById("pairs");
  if (!form) { return; }
  var lang = document.documentElement.lang, count = document.querySelector(".count");
  var search = document.getElementById("search"), order = document.getElementById("order");
  function folded(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[\u2019]/g, "'");
  }
  var pairs = Array.prototype.map.call(place.querySelectorAll("li"), function (li) {
    var data = li.dataset;
    return { li: li, key: data.key, date: data.date, country: data.country,
             words: folded(li.textContent + " " + data.key + " " + data.date) };
  });
  var compare = new Intl.Collator(lang).compare;
  var orders = {
    date: { group: function (pair) { return pair.date.slice(0, 4); },
            by: function (a, b) { return a.date < b.date ? 1 : a.date > b.date ? -1 : compare(b.key, a.key); } },
    country: { group: function (pair) { return pair.country; },
               by: function (a, b) { return compare(a.country, b.country) || orders.date.by(a, b); } },
    number: { group: function (pair) { return pair.key.slice(0, 3); },
              by: function (a, b) { return compare(a.key, b.key); } }
  };
  function arrange() {
    var chosen = orders[order.value], made = document.createDocumentFragment(), last = null, list = null;
    pairs.sort(chosen.by).forEach(function (pair) {
      var group = chosen.group(pair);
      if (group !== last) {
        var section = made.appendChild(document.createElement("section"));
        section.appendChild(document.createElement("h2")).textContent = group || "\u2013";
        list = section.appendChild(document.createElement("ul"));
        list.className = "pairs";
        last = group;
      }
      list.appendChild(pair.li);
    });
    place.replaceChildren(made);
    filter();
  }
  function filter() {
    var wanted = folded(search.value).split(/\s+/).filter(Boolean), found = 0;
    pairs.forEach(function (pair) {
      var shown = wanted.every(function (word) { return pair.words.indexOf(word) >= 0; });
      pair.li.hidden = !shown;
      found += shown ? 1 : 0;
    });
    place.querySelectorAll("section").forEach(function (section) {
      section.hidden = !section.querySelector("li:not([hidden])");
    });
    count.textContent = found === 0 ? count.dataset.none
      : found === 1 ? count.dataset.one : count.dataset.many.replace("{}", found);
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  search.addEventListener("input", filter);
  order.addEventListener("change", arrange);
}());
