/* Articles: size of the text, favourites, closing. Everything is kept in this browser's own storage and told to nobody.
   What needs this script is hidden without it. A browser that keeps nothing still changes sizes. */
(function () {
  "use strict";
  var SIZE = "shifan.article.size", KEPT = "shifan.article.favourites";

  function read(name, otherwise) {
    try { return JSON.parse(localStorage.getItem(name)) || otherwise; } catch (error) { return otherwise; }
  }
  function keep(name, value) {
    try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch (error) { return false; }
  }
  function favourites() {
    var found = read(KEPT, []);
    return Array.isArray(found) ? found.filter(function (one) {
      return one && Number.isInteger(one.number) && typeof one.title === "string" && /^\/articles\/\d+\/$/.test(one.address);
    }) : [];
  }
  function without(number) {
    return favourites().filter(function (one) { return one.number !== number; });
  }
  function all(selector, act) { document.querySelectorAll(selector).forEach(act); }

  all("[data-scripted]", function (one) { one.hidden = false; });
  all("[data-unscripted]", function (one) { one.hidden = true; });

  /* --- size of the text --- */
  var article = document.querySelector("[data-article]");
  function resize(size) {
    article.setAttribute("data-shown", size);
    all("[data-size]", function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-size") === size));
    });
  }
  if (article) {
    all("[data-sizes-links]", function (one) { one.hidden = true; });
    all("[data-sizes]", function (one) { one.hidden = false; });
    var known = read(SIZE, "medium");
    resize(["large", "medium", "small"].indexOf(known) < 0 ? "medium" : known);
    all("[data-size]", function (button) {
      button.addEventListener("click", function () {
        resize(button.getAttribute("data-size"));
        keep(SIZE, button.getAttribute("data-size"));
      });
    });
  }

  /* --- favourites --- */
  var told = document.querySelector("[data-told]");
  function say(what) { if (told) { told.textContent = told.getAttribute(what); } }
  function show(button, isKept) {
    button.setAttribute("aria-pressed", String(isKept));
    button.textContent = button.getAttribute(isKept ? "data-kept" : "data-label");
  }
  all("[data-favourite]", function (button) {
    var place = document.querySelector("[data-number]");
    if (!place) { button.disabled = true; return; }
    var me = { number: Number(place.dataset.number), title: place.dataset.title, address: place.dataset.address };
    function isKept() { return favourites().length !== without(me.number).length; }
    show(button, isKept());
    button.addEventListener("click", function () {
      var wanted = !isKept();
      var kept = keep(KEPT, wanted ? [me].concat(without(me.number)) : without(me.number));
      show(button, isKept());
      say(kept ? (wanted ? "data-was-kept" : "data-was-dropped") : "data-not-kept");
    });
  });
  /* A withheld article is no favourite any more: its title goes from this browser too. */
  all("[data-withheld]", function (one) { keep(KEPT, without(Number(one.dataset.withheld))); });

  all("[data-favourites]", function (list) {
    function draw() {
      var found = favourites();
      list.textContent = "";
      document.querySelector("[data-no-favourites]").hidden = found.length > 0;
      found.forEach(function (one) {
        var item = document.createElement("li"), link = document.createElement("a"), drop = document.createElement("button");
        link.href = one.address;
        link.textContent = one.title;
        link.lang = "zh-Hans";
        drop.type = "button";
        drop.textContent = list.dataset.drop;
        drop.setAttribute("aria-label", list.dataset.drop + " " + one.title);
        drop.addEventListener("click", function () {
          keep(KEPT, without(one.number));
          draw();
          (list.querySelector("a") || document.getElementById("main")).focus();
        });
        item.append(link, " ", drop);
        list.append(item);
      });
    }
    draw();
  });

  /* --- closing: only a window that a script opened can be closed; else it leads back to the list --- */
  all("[data-close]", function (button) {
    button.addEventListener("click", function () {
      window.close();
      window.setTimeout(function () { window.location.assign(button.getAttribute("data-close")); }, 100);
    });
  });
})();
