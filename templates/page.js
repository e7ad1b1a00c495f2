// The language toggle keeps the reader's place: it leads to the first passage in view, whose anchor is the
// same in both languages. Without a script it leads to the top of the page.
(function () {
  "use strict";
  var places = document.querySelectorAll("main [id]");
  function inView() {
    if (window.scrollY < 120) { return ""; }
    for (var i = 0; i < places.length; i += 1) {
      if (places[i].getBoundingClientRect().bottom > 8 && places[i].matches("h2,h3,h4,h5,p,li,blockquote,th,td,caption")) {
        return "#" + places[i].id;
      }
    }
    return "";
  }
  document.querySelectorAll("#wb-lng a, .facts a").forEach(function (toggle) {
    var page = toggle.getAttribute("href");
    ["pointerdown", "focus", "click"].forEach(function (event) {
      toggle.addEventListener(event, function () { toggle.setAttribute("href", page + inView()); });
    });
  });
}());
