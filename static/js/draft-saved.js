/* After the form's button was pressed and this page came: what was kept on this computer until then is stored. */
(function () {
  "use strict";
  var page = document.querySelector("[data-saved-draft]");
  if (!page || !/\/(edit|new)\/$/.test(document.referrer)) { return; }
  ["new", page.dataset.savedDraft].forEach(function (draft) {
    var key = "shifan-draft:" + page.dataset.user + ":" + draft;
    try {
      var kept = JSON.parse(localStorage.getItem(key));
      if (kept && kept.sent) { localStorage.removeItem(key); }
    } catch (forbidden) { /* nothing was kept then */ }
  });
})();
