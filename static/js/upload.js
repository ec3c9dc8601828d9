/* Files on their way: in chunks, several at once, going on where they stopped. Without this script the plain form of
   each requirement does the same in one piece. Every word shown comes from the page (#upload-words, #upload-row). */
(function () {
  "use strict";

  var words = document.getElementById("upload-words").dataset;
  var row = document.getElementById("upload-row").content.firstElementChild;
  var said = document.getElementById("upload-said");
  var AT_ONCE = 2, TRIES = 5, FIRST_WAIT = 1000, PIECE = 4 * 1024 * 1024;
  var waiting = [], running = 0;

  /* --- CRC-32, as the server counts it --- */
  var table = [];
  for (var n = 0; n < 256; n++) {
    var c = n;
    for (var k = 0; k < 8; k++) { c = c & 1 ? 0xEDB88320 ^ (c >>> 1) : c >>> 1; }
    table[n] = c >>> 0;
  }

  function crc32(bytes, before) {
    var value = ~before >>> 0;
    for (var i = 0; i < bytes.length; i++) { value = table[(value ^ bytes[i]) & 255] ^ (value >>> 8); }
    return ~value >>> 0;
  }

  async function bytesOf(file, from, to) {
    try {
      return new Uint8Array(await file.slice(from, to).arrayBuffer());
    } catch (error) {
      throw {sentence: words.changed, final: true};
    }
  }

  async function crcOfBeginning(file, length) {
    var value = 0;
    for (var at = 0; at < length; at += PIECE) {
      value = crc32(await bytesOf(file, at, Math.min(at + PIECE, length)), value);
    }
    return value;
  }

  /* --- talking to the server --- */
  function token(form) { return form.querySelector("[name=csrfmiddlewaretoken]").value; }

  async function ask(task, address, body, kind) {
    var headers = {"X-CSRFToken": token(task.form)};
    if (kind) { headers["Content-Type"] = kind; }
    var answer = await fetch(address, {method: "POST", body: body, headers: headers, credentials: "same-origin", signal: task.stop.signal});
    if (answer.status >= 500) { throw new Error("server"); }
    var isJson = (answer.headers.get("Content-Type") || "").indexOf("application/json") === 0;
    if (!isJson) { throw {sentence: words.signedOut, mayGoOn: true}; }
    var told = await answer.json();
    if (answer.status === 422) { throw {sentence: told.refusal, final: true}; }
    return {status: answer.status, told: told};
  }

  async function begin(task, anew) {
    var facts = new FormData();
    facts.append("name", task.file.name);
    facts.append("size", task.file.size);
    facts.append("requirement", task.form.dataset.code);
    if (anew) { facts.append("anew", "1"); }
    return (await ask(task, task.form.dataset.begin, facts)).told;
  }

  async function found(task) {
    /* The upload to go on with: only if what arrived of it is how this file begins. */
    var upload = await begin(task, false);
    if (!upload.received) { task.crc = 0; return upload; }
    show(task, words.comparing);
    task.crc = await crcOfBeginning(task.file, upload.received);
    if (task.crc === upload.crc) { task.resumed = true; return upload; }
    task.crc = 0;
    return begin(task, true);
  }

  async function send(task) {
    var upload = await found(task), at = upload.received, file = task.file;
    task.address = upload.address;
    while (at < file.size) {
      progress(task, at);
      var chunk = await bytesOf(file, at, Math.min(at + upload.chunk, file.size));
      var answer = await ask(task, upload.address + "chunk/?offset=" + at, chunk, "application/octet-stream");
      if (answer.status === 410) { return send(task); }
      task.tries = 0;
      var there = answer.told.received;
      if (answer.status !== 200 || there !== at + chunk.length) {
        /* Another window or an earlier try was there: the server's word counts. */
        task.crc = await crcOfBeginning(file, there);
      } else {
        task.crc = crc32(chunk, task.crc);
      }
      at = there;
    }
    return finish(task);
  }

  async function finish(task) {
    progress(task, task.file.size);
    show(task, words.checking);
    var facts = new FormData();
    facts.append("crc", task.crc);
    var answer = await ask(task, task.address + "finish/", facts);
    if (answer.status === 409) { return send(task); }
    return answer.told.said || "";
  }

  /* --- what is shown --- */
  function show(task, sentence) { task.row.querySelector(".state").textContent = sentence; }

  function sizeOf(file) {
    return file.size < 1048576 ? Math.ceil(file.size / 1024) + " KB" : (file.size / 1048576).toFixed(1) + " MB";
  }

  function progress(task, at) {
    var share = Math.floor(100 * at / task.file.size);
    task.row.querySelector("progress").value = share;
    show(task, (task.resumed ? words.resuming : words.sending) + " " + share + "%");
  }

  function end(task, kind, sentence) {
    task.row.className = kind;
    show(task, sentence);
    task.row.querySelector(".cancel").hidden = true;
    task.row.querySelector(".go-on").hidden = true;
    said.textContent = task.file.name + " " + sentence;
  }

  /* The lists as they are now, and the token, which changes with a new sign-in. */
  async function refresh() {
    var answer = await fetch(location.pathname, {credentials: "same-origin"});
    if (!answer.ok || answer.redirected) { return; }
    var fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelectorAll("[data-files]").forEach(function (list) {
      var same = fresh.querySelector('[data-files="' + list.dataset.files + '"]');
      if (same) { list.innerHTML = same.innerHTML; }
    });
    var fresher = fresh.querySelector("form.upload [name=csrfmiddlewaretoken]");
    document.querySelectorAll("form.upload [name=csrfmiddlewaretoken]").forEach(function (field) {
      if (fresher) { field.value = fresher.value; }
    });
  }

  /* --- the queue --- */
  async function run(task) {
    running++;
    task.stop = new AbortController();
    try {
      end(task, "done", await send(task));
      await refresh();
    } catch (problem) {
      failed(task, problem);
    } finally {
      running--;
      next();
    }
  }

  function failed(task, problem) {
    if (task.cancelled) { return end(task, "refused", words.dropped); }
    if (problem.final) { return end(task, "refused", problem.sentence); }
    if (!problem.mayGoOn && ++task.tries < TRIES) {
      show(task, words.again);
      task.timer = setTimeout(function () { enqueue(task); }, FIRST_WAIT * Math.pow(2, task.tries - 1));
      return;
    }
    show(task, problem.mayGoOn ? problem.sentence : words.broken);
    said.textContent = task.file.name + " " + task.row.querySelector(".state").textContent;
    task.row.querySelector(".go-on").hidden = false;
  }

  async function goOn(task) {
    task.tries = 0;
    task.row.querySelector(".go-on").hidden = true;
    await refresh().catch(function () {});
    enqueue(task);
  }

  function enqueue(task) {
    clearTimeout(task.timer);
    task.row.querySelector(".go-on").hidden = true;
    waiting.push(task);
    next();
  }

  function next() {
    while (running < AT_ONCE && waiting.length) { run(waiting.shift()); }
  }

  function cancel(task) {
    task.cancelled = true;
    clearTimeout(task.timer);
    waiting = waiting.filter(function (one) { return one !== task; });
    if (task.stop) { task.stop.abort(); }
    if (task.address) { fetch(task.address + "drop/", {method: "POST", headers: {"X-CSRFToken": token(task.form)}, credentials: "same-origin"}).catch(function () {}); }
    end(task, "refused", words.dropped);
  }

  function add(form, file) {
    var queue = form.querySelector(".queue");
    var task = {form: form, file: file, row: row.cloneNode(true), tries: 0, crc: 0};
    task.row.querySelector(".file-name").textContent = file.name;
    task.row.querySelector(".file-size").textContent = sizeOf(file);
    task.row.querySelector("progress").setAttribute("aria-label", file.name);
    task.row.querySelector(".go-on").addEventListener("click", function () { goOn(task); });
    task.row.querySelector(".cancel").addEventListener("click", function () { cancel(task); });
    queue.hidden = false;
    queue.appendChild(task.row);
    show(task, words.waiting);
    enqueue(task);
  }

  function listen(form) {
    var area = form.querySelector(".drop"), input = form.querySelector("[type=file]");
    form.classList.add("scripted");
    input.addEventListener("change", function () {
      Array.from(input.files).forEach(function (file) { add(form, file); });
      input.value = "";
    });
    area.addEventListener("dragover", function (event) { event.preventDefault(); area.classList.add("over"); });
    area.addEventListener("dragleave", function () { area.classList.remove("over"); });
    area.addEventListener("drop", function (event) {
      event.preventDefault();
      area.classList.remove("over");
      Array.from(event.dataTransfer.files).forEach(function (file) { add(form, file); });
    });
  }

  document.querySelectorAll("form.upload").forEach(listen);
  /* A file let fall beside an area would otherwise be opened in place of the page. */
  ["dragover", "drop"].forEach(function (kind) {
    window.addEventListener(kind, function (event) { event.preventDefault(); });
  });
  window.addEventListener("online", function () {
    document.querySelectorAll(".queue .go-on:not([hidden])").forEach(function (button) { button.click(); });
  });
})();
