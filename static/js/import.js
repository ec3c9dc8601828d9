// Turns the growing lines of progress into a bar, and goes on to the result when it is there.
(function () {
  "use strict";

  function follow() {
    var list = document.getElementById("progress");
    var bar = document.getElementById("progress-bar");
    if (!list || !bar) {
      return;
    }
    var last = list.lastElementChild;
    list.classList.add("live");
    bar.hidden = !last || !last.hasAttribute("data-share");
    if (last && last.hasAttribute("data-share")) {
      bar.value = Number(last.getAttribute("data-share"));
    }
    if (last && last.hasAttribute("data-next") && !follow.gone) {
      follow.gone = true;
      window.location.replace(last.getAttribute("data-next"));
    }
  }

  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true });
  follow();
})();
