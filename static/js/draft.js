/* A draft that cannot be lost: saves while one writes, keeps the text on this computer while it cannot be saved, and
   shows both texts where two people changed the same field. Without this script the form's button does it. */
(function () {
  "use strict";
  var form = document.getElementById("draft");
  if (!form || !window.fetch) { return; }
  var SOON = 2000, HEARTBEAT = 20000;
  var bar = form.querySelector("[data-save-state]");
  var words = bar.dataset;
  var stateLine = bar.querySelector("[data-state]");
  var othersLine = bar.querySelector("[data-others-here]");
  var conflictBox = form.querySelector("[data-conflicts]");
  var flagBox = document.querySelector("[data-flags]");
  var fixed = ["csrfmiddlewaretoken", "version", "base", "key"];
  var seen = {};
  var unanswered = []; // what was sent and may have been stored though its answer was lost
  var secret = []; // names of the fields whose text must not be kept anywhere
  var choosing = form.querySelector(".both") !== null; // both texts are shown: nothing is written before the writer chose
  var pressed = false, reached = true;
  var timer = null, busy = false, again = false, changed = false, expired = false, renewed = false, leaving = false;

  function key() { return "shifan-draft:" + form.dataset.user + ":" + form.dataset.draft; }
  function values() {
    var found = {};
    new FormData(form).forEach(function (value, name) {
      if (fixed.indexOf(name) < 0 && name.indexOf("take-") !== 0) { found[name] = value.replace(/\r\n/g, "\n"); }
    });
    return found;
  }
  function base() { return form.elements.base ? JSON.parse(form.elements.base.value || "{}") : {}; }
  function show(state, facts) {
    var text = words[state] || "";
    bar.dataset.now = state;
    stateLine.textContent = text.replace("{time}", (facts && facts.saved_at) || "");
    if (state === "expired") {
      var link = document.createElement("a");
      link.href = form.dataset.login + "?next=" + encodeURIComponent(form.getAttribute("action"));
      link.target = "_blank";
      link.rel = "opener";
      link.textContent = words.signIn;
      stateLine.appendChild(document.createTextNode(" "));
      stateLine.appendChild(link);
    }
    if (state === "refused" && facts && facts.sentence) { stateLine.textContent = facts.sentence; }
  }
  function keep(sent) {
    var found = values();
    secret.forEach(function (name) { delete found[name]; });
    try { localStorage.setItem(key(), JSON.stringify({ values: found, base: base(), unanswered: unanswered, at: Date.now(), sent: Boolean(sent) })); } catch (full) { /* a full or forbidden store: the page itself still holds the text */ }
  }
  function forget() { try { localStorage.removeItem(key()); } catch (forbidden) { /* nothing was kept then */ } }
  function kept() {
    try { return JSON.parse(localStorage.getItem(key())); } catch (unreadable) { return null; }
  }
  function field(name) { return form.elements[name]; }
  function set(name, value) {
    var found = field(name);
    if (!found) { return; }
    if (found.type === "checkbox") { found.checked = value === "on"; } else if (found.value !== value) { found.value = value; }
  }

  function onInput() {
    changed = true;
    keep();
    if (!expired && !choosing) { show("unsaved"); }
    clearTimeout(timer);
    timer = setTimeout(save, SOON);
  }

  function save() {
    if (choosing) { return; }
    if (busy) { again = true; return; }
    clearTimeout(timer);
    busy = true;
    var sent = values(), beginning = !form.dataset.autosave;
    if (changed && !expired) { show("saving"); }
    unanswered.push(sent);
    fetch(form.dataset.autosave || form.dataset.begin, {
      method: "POST", body: new FormData(form), credentials: "same-origin", headers: { Accept: "application/json" },
      keepalive: document.visibilityState === "hidden" // the page may be closing; its answer counts all the same
    }).then(function (answer) {
      reached = true;
      var isJson = (answer.headers.get("Content-Type") || "").indexOf("json") >= 0;
      if (answer.redirected || answer.status === 403) { return lostSession(); }
      if (!isJson) { throw new Error("the server cannot answer now"); }
      renewed = false;
      return answer.json().then(function (facts) { return beginning ? begun(facts, sent) : saved(facts, sent); });
    }).catch(function () { reached = false; if (changed) { keep(); show("offline"); } }).then(function () {
      busy = false;
      if (pressed) { pressed = again = false; if (reached) { leave(); form.submit(); } return; }
      if (again) { again = false; save(); }
    });
  }

  /* Signed out, or signed in again elsewhere so that the form's token is an old one: a fresh one is fetched, once. If
     somebody else has signed in here, these words are not theirs. */
  function lostSession() {
    return fetch(form.getAttribute("action"), { credentials: "same-origin" }).then(function (answer) {
      if (answer.redirected) { return sessionIsOver(); }
      return answer.text().then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("draft");
        if (!fresh) { show("refused"); return; }
        if (fresh.dataset.user !== form.dataset.user) { sessionIsOver(); return; }
        if (renewed) { renewed = false; show("refused"); return; }
        form.elements.csrfmiddlewaretoken.value = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
        expired = false;
        renewed = again = true;
      });
    });
  }
  function sessionIsOver() {
    expired = true;
    if (changed) { keep(); }
    show("expired");
  }

  function begun(facts, sent) {
    unanswered = [];
    if (facts.state !== "begun") { secret = facts.secret; mark(facts.errors); keep(); show("unsaved"); return; }
    forget();
    if (pressed) { return; } // the form goes its own way, and finds its draft begun
    form.dataset.autosave = facts.autosave;
    form.dataset.draft = facts.edit.split("/").slice(-3)[0];
    form.setAttribute("action", facts.edit);
    hidden("version", facts.version);
    hidden("base", JSON.stringify(facts.base));
    field("round").disabled = true; // it stands in this round from now on
    history.replaceState(null, "", facts.edit);
    again = true;
    if (JSON.stringify(values()) !== JSON.stringify(sent)) { changed = true; }
  }
  function hidden(name, value) {
    var input = field(name) || form.appendChild(document.createElement("input"));
    input.type = "hidden"; input.name = name; input.value = value;
  }

  function saved(facts, sent) {
    expired = false;
    if (facts.state === "refused") { keep(); show("refused", facts); return; }
    ownOnes(facts);
    secret = facts.secret;
    var now = values(), prints = base(), typedMeanwhile = JSON.stringify(now) !== JSON.stringify(sent);
    Object.keys(facts.base).forEach(function (name) {
      if (facts.conflicts[name] || facts.errors[name]) { return; }
      var isStored = (sent[name] || "").trim() === facts.stored[name];
      var untouched = (now[name] || "") === (sent[name] || "");
      // What a colleague stored while the writer typed on is not seen yet: the old print makes it a conflict.
      if (isStored || untouched) { prints[name] = facts.base[name]; }
      if (untouched && !isStored) { set(name, facts.stored[name]); }
    });
    form.elements.version.value = facts.version;
    form.elements.base.value = JSON.stringify(prints);
    changed = typedMeanwhile;
    seen = facts.base;
    mark(facts.errors);
    conflicts(facts.conflicts);
    others(facts.others);
    flags(facts.flags);
    unanswered = [];
    if (facts.state === "saved" && !typedMeanwhile) { forget(); } else { keep(); }
    show(typedMeanwhile && facts.state !== "conflict" ? "unsaved" : facts.state, facts);
  }

  /* Stored by ourselves, though the answer was lost on its way: no conflict with anybody. */
  function ownOnes(facts) {
    Object.keys(facts.conflicts).forEach(function (name) {
      var raw = facts.conflicts[name].raw;
      if (!unanswered.slice(0, -1).some(function (sent) { return (sent[name] || "").trim() === raw; })) { return; }
      var prints = base();
      prints[name] = facts.base[name];
      form.elements.base.value = JSON.stringify(prints);
      delete facts.conflicts[name];
      facts.errors[name] = []; // not stored yet
      again = changed = true;
    });
    if (facts.state === "conflict" && !Object.keys(facts.conflicts).length) { facts.state = "unsaved"; }
  }

  function mark(errors) {
    form.querySelectorAll(".field .errorlist").forEach(function (old) { old.remove(); });
    form.querySelectorAll(".field").forEach(function (box) {
      var input = box.querySelector("[name]");
      var said = input && errors[input.name];
      box.classList.toggle("invalid", Boolean(said && said.length));
      if (!said || !said.length) { return; }
      var list = document.createElement("ul");
      list.className = "errorlist";
      said.forEach(function (sentence) { list.appendChild(document.createElement("li")).textContent = sentence; });
      input.parentNode.insertBefore(list, input);
    });
  }

  function conflicts(found) {
    form.querySelectorAll("[data-both]").forEach(function (old) { old.remove(); });
    Object.keys(found).forEach(function (name) {
      var told = found[name], box = document.createElement("div"), control = field(name);
      box.className = "notice";
      box.dataset.both = name;
      // Beside what was typed: both texts in one sight.
      var place = (control[0] && !control.options ? control[0] : control).closest(".field");
      place.parentNode.insertBefore(box, place);
      box.appendChild(document.createElement("p")).textContent = told.label + " · " + conflictBox.dataset.said;
      var text = box.appendChild(document.createElement("p"));
      text.className = "verbatim"; text.textContent = told.stored;
      choice(box, conflictBox.dataset.mine, function () { settle(name, null); });
      choice(box, conflictBox.dataset.theirs, function () { settle(name, told.raw); });
    });
  }
  function choice(box, label, act) {
    var button = box.appendChild(document.createElement("button"));
    button.type = "button"; button.className = "button secondary"; button.textContent = label;
    button.addEventListener("click", act);
    box.appendChild(document.createTextNode(" "));
  }
  /* Mine: saved over what was just seen. Theirs: taken into the form. */
  function settle(name, raw) {
    if (raw !== null) { set(name, raw); }
    var prints = base();
    prints[name] = seen[name];
    form.elements.base.value = JSON.stringify(prints);
    changed = true;
    save();
  }

  function others(names) { othersLine.textContent = names.length ? words.others.replace("{names}", names.join(words.and)) : ""; }
  function flags(found) {
    flagBox.textContent = "";
    if (!found.length) { return; }
    var section = flagBox.appendChild(document.createElement("section"));
    section.className = "flags";
    section.appendChild(document.createElement("h2")).textContent = flagBox.dataset.heading;
    var list = section.appendChild(document.createElement("ul"));
    found.forEach(function (flag) {
      var item = list.appendChild(document.createElement("li"));
      item.textContent = flag.sentence + " ";
      if (flag.address) { var link = item.appendChild(document.createElement("a")); link.href = flag.address; link.textContent = flagBox.dataset.look; }
    });
  }

  function offerKept() {
    var found = kept(), box = document.querySelector("[data-kept]");
    if (!found || !box) { return; }
    var now = values();
    var differs = Object.keys(found.values).some(function (name) { return (now[name] || "") !== found.values[name]; });
    if (!differs) { forget(); return; }
    localStorage.setItem(key(), JSON.stringify(Object.assign(found, { sent: false }))); // it came back: it was not saved
    box.hidden = false;
    box.querySelector("[data-kept-at]").textContent = new Date(found.at).toLocaleString("zh-CN");
    box.querySelector("[data-restore]").addEventListener("click", function () {
      Object.keys(found.values).forEach(function (name) { set(name, found.values[name]); });
      if (form.elements.base && found.base) { form.elements.base.value = JSON.stringify(found.base); }
      unanswered = found.unanswered || [];
      box.hidden = true;
      onInput();
    });
    box.querySelector("[data-forget]").addEventListener("click", function () { forget(); box.hidden = true; });
  }

  offerKept();
  form.addEventListener("input", onInput);
  form.addEventListener("change", onInput);
  /* A saving under way is waited for: it is no conflict with oneself. What is kept here is taken away by the page that
     says it is saved (draft-saved.js). */
  form.addEventListener("submit", function (event) {
    if (choosing) { return; }
    if (!busy && !leaving && navigator.onLine !== false) { leave(); return; }
    event.preventDefault();
    if (busy) { pressed = true; } else if (!leaving) { keep(); show("offline"); }
  });
  function leave() {
    leaving = true;
    clearTimeout(timer);
    keep(true);
    setTimeout(function () { leaving = false; }, 5000);
  }
  window.addEventListener("online", function () { if (changed) { save(); } });
  window.addEventListener("focus", function () { if (expired) { save(); } });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && changed && !expired && form.dataset.autosave) { save(); }
  });
  if ("unsaved" in form.dataset) {
    changed = true;
    keep();
    show(choosing ? "conflict" : "unsaved");
  } else if (form.dataset.autosave) { show("saved", { saved_at: stateLine.textContent.slice(-5) }); }
  setInterval(function () { if ((form.dataset.autosave || changed) && !busy) { save(); } }, HEARTBEAT);
  if (form.dataset.autosave) { othersTimer(); }
  function othersTimer() { setTimeout(function () { if (!busy && !changed) { save(); } }, 3000); }
})();
