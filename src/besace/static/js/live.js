// Follows the channel of a page: [data-live] holds the parts, [data-part] is swapped when the server says so.
// Never touched: the part where somebody types or has begun to answer; it waits until she has finished.
const POLL = 2000, SILENCE = 4000, BEAT = 35000, ANNOUNCE = 5000, TYPING = 3000, PRESS = 2000;
const EDITABLE = "input:not([type=hidden],[type=submit],[type=button]), textarea, select, [contenteditable=true]";
const pause = () => 500 + Math.random() * 4500;
let typedAt = 0, announcedAt = 0, said = "", waiting = [];
document.addEventListener("input", () => { typedAt = Date.now(); }, true);

const isChanged = (field) => field.matches("[type=radio],[type=checkbox]") ? field.checked !== field.defaultChecked
  : field.tagName === "SELECT" ? field.selectedIndex > Math.max(0, [...field.options].findIndex((option) => option.defaultSelected))
    || (field.selectedIndex === 0 && [...field.options].some((option, place) => place && option.defaultSelected))
  : "defaultValue" in field && field.value !== field.defaultValue;
const isInUse = (part) => [...part.querySelectorAll(EDITABLE)]
  .some((field) => field === document.activeElement || isChanged(field)) || part.querySelector("dialog[open]") || isPressed(part);

// --- what is being pressed is not drawn anew under the finger: the press would be lost
let pressed = null, pressedAt = 0;
const isPressed = (part) => pressed !== null && part.contains(pressed) && Date.now() - pressedAt < PRESS;
function press(event) {
  if (event.type === "keydown" && event.key !== " " && event.key !== "Enter") return;
  [pressed, pressedAt] = [event.target, Date.now()];
}
const release = () => setTimeout(() => { pressed = null; document.dispatchEvent(new Event("besace:released")); }, 50);
for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, press, true);
for (const name of ["pointerup", "pointercancel", "keyup"]) document.addEventListener(name, release, true);
globalThis.besaceIsPressed = isPressed;

// --- whoever has a keyboard alone stays where she was: on the same thing drawn anew, or else at its part
const same = (one) => [one.tagName, one.getAttribute("name"), one.getAttribute("href"), one.form?.getAttribute("action"),
  one.name ? one.matches("button") && one.value : one.textContent.trim()].join("\n");
function keepFocus(place, change, sent) { // and what she opened stays open, but the form that she has just sent
  const was = place.contains(document.activeElement) ? document.activeElement : null;
  const opened = [...place.querySelectorAll("details[open]")].filter((one) => !sent || !one.contains(sent))
    .map((one) => one.firstElementChild.textContent);
  change();
  for (const one of place.querySelectorAll("details")) one.open ||= opened.includes(one.firstElementChild.textContent);
  if (!was || was === place || was.isConnected) return;
  const again = (was.id && document.getElementById(was.id))
    || [...place.querySelectorAll(was.tagName)].find((one) => same(one) === same(was));
  again?.focus({ preventScroll: true });
  if (again && again === document.activeElement) return;
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}
globalThis.besaceKeepFocus = keepFocus;

// --- what is said to those who listen: together, at most every five seconds, never over somebody who types
function announce(text) {
  if (text && text !== said && !waiting.includes(text)) waiting.push(text);
}
setInterval(() => {
  const place = document.getElementById("annonces"), now = Date.now();
  if (!place || !waiting.length || now - announcedAt < ANNOUNCE || now - typedAt < TYPING) return;
  place.textContent = said = waiting.splice(0).join(" ");
  announcedAt = now;
}, 500);

class Following {
  constructor(root) {
    this.root = root;
    this.url = root.dataset.live;
    this.ticket = root.dataset.ticket;
    this.n = Number(root.dataset.since);
    this.stale = new Map();
    this.heardAt = Date.now();
    this.connect();
    setInterval(() => this.watch(), POLL);
    for (const name of ["focusout", "change", "reset"]) root.addEventListener(name, () => setTimeout(() => this.settle(), 50));
    document.addEventListener("besace:released", () => this.settle());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.resync());
    addEventListener("online", () => this.resync());
    addEventListener("pageshow", (event) => event.persisted && this.resync());
  }

  query(since = this.n) { return `?ticket=${encodeURIComponent(this.ticket)}&since=${since}`; }

  connect() {
    this.source?.close();
    clearTimeout(this.again);
    const source = this.source = new EventSource(this.url + this.query());
    this.isOpen = false;
    this.openedAt = Date.now();
    const heard = () => { this.isOpen = true; this.heardAt = Date.now(); this.network("on"); };
    source.addEventListener("hello", heard);
    source.addEventListener("beat", heard);
    source.addEventListener("parts", (event) => { heard(); this.apply(Number(event.lastEventId), JSON.parse(event.data)); });
    source.addEventListener("close", (event) => { event.data === "rights" ? this.leave() : this.retry(); });
    source.onerror = () => { if (this.source === source) this.retry(); };
  }

  retry() { // each phone waits a time of its own, so that forty do not come back together
    this.source.close();
    this.isOpen = false;
    clearTimeout(this.again);
    this.again = setTimeout(() => this.connect(), pause());
  }

  watch() { // the stream is dead or held back by the network: ask, while it is tried again
    const now = Date.now();
    if (this.isOpen && now - this.heardAt > BEAT) this.retry();
    if (!this.isOpen && now - this.heardAt > SILENCE - POLL) this.ask();
    if (!this.isOpen && this.source.readyState !== EventSource.CLOSED && now - this.openedAt > 30000) this.connect();
  }

  resync() { // a phone that slept: the state first, then the stream
    this.ask();
    this.connect();
  }

  async ask() {
    try {
      const answer = await fetch(`${this.url}/etat${this.query()}`, { cache: "no-store" });
      if (answer.status === 403) return this.leave();
      if (!answer.ok) return this.network("away");
      const state = await answer.json();
      this.network("on");
      this.apply(state.n, state.parts);
    } catch { this.network("away"); }
  }

  apply(n, parts) { // the number is kept once the parts are in place, and never goes back
    if (n < this.n) return;
    for (const [name, html] of Object.entries(parts)) this.stale.set(name, html);
    this.settle();
    this.n = n;
    this.root.dataset.since = n;
  }

  settle() {
    for (const [name, html] of this.stale) {
      const places = [...document.querySelectorAll(`[data-part="${CSS.escape(name)}"]`)];
      const busy = places.filter(isInUse);
      for (const place of places) {
        place.toggleAttribute("data-stale", busy.includes(place));
        if (!busy.includes(place)) this.swap(place, html);
      }
      if (!busy.length) this.stale.delete(name);
    }
  }

  swap(place, html) {
    if (place.besaceHtml === html) return;
    keepFocus(place, () => { place.innerHTML = place.besaceHtml = html; });
    globalThis.htmx?.process(place);
    place.querySelectorAll("[data-announce]").forEach((element) => announce(element.dataset.announce));
    place.dispatchEvent(new CustomEvent("besace:part", { bubbles: true, detail: { part: place.dataset.part } }));
  }

  leave() { // the page itself says what she may still see; never over what she types, never twice in a row
    this.source.close();
    this.isOpen = false;
    const wait = Number(sessionStorage.getItem("besace-reload") || 0) + 30000 - Date.now();
    if (isInUse(this.root) || wait > 0) {
      this.network("away");
      setTimeout(() => this.leave(), Math.max(wait, 2000));
      return;
    }
    sessionStorage.setItem("besace-reload", Date.now());
    location.reload();
  }

  network(state) { document.documentElement.dataset.network = state; }
}

document.querySelectorAll("[data-live]").forEach((root) => new Following(root));
