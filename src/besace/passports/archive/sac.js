/* Shows the badges of this folder and checks them, without any network. A classic script: it opens from a disk.
   A file is "valid" when its print (SHA-256) is in a list that the organisation's key signed at export. */
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("sac-contents").textContent);
  var words = data.words;
  var ICONS = { valid: "M20 6 9 17l-5-5", changed: "M18 6 6 18M6 6l12 12", stranger: "M18 6 6 18M6 6l12 12", unknown: "M12 8v5M12 16.5v.5" };

  function bytesOf(base64) {
    var text = atob(base64), bytes = new Uint8Array(text.length);
    for (var i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  }

  function printOf(bytes) {
    return crypto.subtle.digest("SHA-256", bytes).then(function (digest) {
      return Array.from(new Uint8Array(digest), function (b) { return b.toString(16).padStart(2, "0"); }).join("");
    });
  }

  /* The prints of one list by path if its signature holds; null if it does not. */
  function readList(list) {
    var text = new TextEncoder().encode(list.text);
    return crypto.subtle.importKey("raw", bytesOf(list.public), { name: "Ed25519" }, false, ["verify"]).then(function (key) {
      return crypto.subtle.verify({ name: "Ed25519" }, key, bytesOf(list.signature), text);
    }).then(function (holds) {
      var lines = list.text.split("\n"), prints = {};
      if (!holds || lines[0] !== "besace-archive-1") return {};
      lines.slice(1).forEach(function (line) { prints[line.slice(65)] = line.slice(0, 64); });
      return prints;
    });
  }

  function allPrints() {
    if (!window.crypto || !crypto.subtle) return Promise.reject(new Error("no WebCrypto"));
    return Promise.all(data.lists.map(readList)).then(function (found) { return Object.assign.apply(Object, [{}].concat(found)); });
  }

  function element(name, text, kind) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  function verdict(state) {
    var made = element("p", "", "verdict " + state);
    var svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24"); svg.setAttribute("aria-hidden", "true"); path.setAttribute("d", ICONS[state]);
    svg.appendChild(path); made.appendChild(svg);
    var said = element("span");
    said.appendChild(element("b", words[state][0])); said.appendChild(document.createTextNode(words[state][1]));
    made.appendChild(said);
    made.setAttribute("data-verdict", state);
    return made;
  }

  /* What is shown comes out of the signed bytes themselves; of a changed file nothing is believed but its name. */
  function show(badge, state, good) {
    var box = element("article"), picture = element("img");
    picture.src = badge.picture; picture.width = 160; picture.height = 160;
    var said = readDocument(bytesOf(badge.content));
    picture.alt = words.picture + (said ? " " + said.name : "");
    box.appendChild(picture);
    var text = element("div");
    text.appendChild(element("h2", said ? said.name : badge.path));
    text.appendChild(verdict(state));
    if (said && state !== "changed") {
      text.appendChild(element("p", said.sentence, "lede"));
      text.appendChild(element("p", words.signed_by + " " + said.issuer, "quiet"));
      said.parts.forEach(function (part) { showPart(text, part); });
    }
    text.appendChild(element("p", badge.path, "path"));
    if (state !== "changed") badge.words.forEach(function (one) { showWords(text, one, good ? good[one.path] : null); });
    box.appendChild(text);
    document.getElementById("badges").appendChild(box);
  }

  /* A heading, then its sentences; lines that begin with a dash are a list. */
  function showPart(box, part) {
    var list = null;
    if (part.name) box.appendChild(element("h3", part.name));
    part.narrative.split("\n").filter(Boolean).forEach(function (line) {
      if (line.slice(0, 2) !== "- ") { list = null; box.appendChild(element("p", line)); return; }
      if (!list) { list = element("ul"); box.appendChild(list); }
      list.appendChild(element("li", line.slice(2)));
    });
  }

  /* What somebody says of the badge is a signed file too: of a changed one no word is repeated. */
  function showWords(box, one, isGood) {
    var figure = element("figure");
    figure.appendChild(element("h3", words.recommended));
    try {
      if (isGood !== false) figure.appendChild(element("p", JSON.parse(new TextDecoder().decode(bytesOf(one.content))).credentialSubject.endorsementComment));
    } catch (error) { isGood = false; }
    figure.appendChild(verdict(isGood === null ? "unknown" : isGood ? "valid" : "changed"));
    box.appendChild(figure);
  }

  function readDocument(bytes) {
    try {
      var document_ = JSON.parse(new TextDecoder().decode(bytes)), achievement = document_.credentialSubject.achievement;
      var parts = (document_.evidence || []).map(function (item) { return { name: item.name || "", narrative: item.narrative || "" }; });
      return { name: achievement.name, sentence: achievement.description, issuer: document_.issuer.name, parts: parts };
    } catch (error) { return null; }
  }

  function checkEmbedded(prints) {
    return data.badges.reduce(function (before, badge) {
      return before.then(function () {
        if (!prints) return show(badge, "unknown", null);
        return Promise.all([badge].concat(badge.words).map(function (one) {
          return printOf(bytesOf(one.content)).then(function (print) { return [one.path, prints[one.path] === print]; });
        })).then(function (found) {
          var good = {};
          found.forEach(function (pair) { good[pair[0]] = pair[1]; });
          show(badge, good[badge.path] ? "valid" : "changed", good);
        });
      });
    }, Promise.resolve());
  }

  function checkFile(file, prints) {
    var row = element("li", file.name + " "), known = Object.keys(prints || {}).map(function (path) { return prints[path]; });
    document.getElementById("checked").appendChild(row);
    if (!prints) return row.appendChild(verdict("unknown"));
    return file.arrayBuffer().then(printOf).then(function (print) { row.appendChild(verdict(known.indexOf(print) >= 0 ? "valid" : "stranger")); });
  }

  allPrints().catch(function () { return null; }).then(function (prints) {
    return checkEmbedded(prints).then(function () {
      document.getElementById("files").addEventListener("change", function (event) {
        document.getElementById("checked").textContent = "";
        Array.from(event.target.files).forEach(function (file) { checkFile(file, prints); });
      });
      document.body.setAttribute("data-ready", "");
    });
  });
})();
