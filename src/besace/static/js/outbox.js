// Forms that must arrive: <form method="post" data-once> with {% once %} inside. What is sent is kept on the phone
// until the server has said yes or no, in the order it was made, under one key each: twice sent is once done.
// Without this script (or without storage) the same form posts plainly, with the key of the page.
const STORE = "besace-outbox", LIFE = 7 * 24 * 3600 * 1000;
const owner = document.body.dataset.owner || "";
const forms = () => [...document.querySelectorAll("form[data-once]")];
const pause = () => 500 + Math.random() * 4500;
const sources = new Map(); // which form made which item: two forms of one page may have the same address
let isSending = false, again = 0;

const key = () => crypto.randomUUID?.() ?? // not on plain http, in the room
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

function kept() { // what another person left on a shared phone is never sent in this one's name
  const all = JSON.parse(localStorage.getItem(STORE) || "[]");
  return all.filter((item) => item.owner === owner && Date.now() - item.at < LIFE);
}
const keep = (items) => localStorage.setItem(STORE, JSON.stringify(items));
const forget = (id) => keep(kept().filter((item) => item.id !== id));

function say(form, kind, sentence) {
  if (!form) return;
  let place = form.querySelector("[data-once-state]");
  if (!place) {
    place = document.createElement("p");
    place.dataset.onceState = "";
    place.setAttribute("role", "status");
    form.append(place);
  }
  place.dataset.onceState = kind;
  place.textContent = sentence;
}
const word = (form, name) => form?.elements.once?.dataset[name] || "";

function take(event) {
  const form = event.target;
  if (!form.matches?.("form[data-once]") || event.defaultPrevented) return;
  const fields = new FormData(form, event.submitter);
  if ([...fields.values()].some((value) => value instanceof File && value.size)) return; // a file goes by itself
  const body = [...fields].filter(([name]) => !["once", "csrfmiddlewaretoken"].includes(name));
  const items = kept();
  const same = (item) => item.url === form.action && JSON.stringify(item.body) === JSON.stringify(body);
  try {
    if (!items.some(same)) { // a second tap on the same thing
      const id = form.elements.once?.value || key();
      keep([...items, { id, url: form.action, body, owner, at: Date.now() }]);
      sources.set(id, form);
    }
  } catch { return; } // no storage here: the form goes by itself
  event.preventDefault();
  if (form.elements.once) form.elements.once.value = key();
  say(form, "waiting", word(form, "waiting"));
  send();
}

async function send() {
  if (isSending) return;
  isSending = true;
  clearTimeout(again);
  try {
    for (let item = kept()[0]; item; item = kept()[0]) {
      if (!(await deliver(item))) {
        again = setTimeout(send, pause());
        return;
      }
    }
  } finally { isSending = false; }
}

async function deliver(item) { // true when the server has said yes or no; false to try again
  const form = formOf(item);
  const body = new URLSearchParams(item.body);
  body.append("once", item.id);
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value || "");
  let answer;
  try {
    answer = await fetch(item.url, { method: "POST", body, credentials: "same-origin", headers: {
      "Idempotency-Key": item.id, "HX-Request": "true", Accept: "application/problem+json, text/html;q=0.9" } });
  } catch { return waitForNetwork(form); }
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return waitForNetwork(form);
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  const text = isJson ? (await answer.json()).detail : await answer.text();
  forget(item.id);
  if (!answer.ok) say(form, "refused", isJson ? text : word(form, "refused"));
  else arrived(form, answer, text, item.body);
  sources.delete(item.id);
  return true;
}

function formOf(item) { // the one it came from, or the one that stands in its place since
  const source = sources.get(item.id);
  return source?.isConnected ? source : forms().find((one) => one.action === item.url);
}

function waitForNetwork(form) {
  say(form, "waiting", word(form, "waiting"));
  return false;
}

function arrived(form, answer, text, body) {
  if (answer.redirected && !kept().length && new URL(answer.url).pathname !== location.pathname) {
    location.assign(answer.url);
    return;
  }
  if (!form) return;
  settle(form, body);
  const place = answer.headers.get("HX-Retarget") || form.dataset.target; // the server may answer with more than asked
  const target = place && document.querySelector(place);
  if (target && !answer.redirected && !isTyped(target)) show(form, target, text);
  else say(form, "sent", word(form, "sent"));
  document.dispatchEvent(new CustomEvent("besace:sent", { detail: { place: target } }));
}

function show(form, target, html) {
  form.querySelector(":scope > [data-once-state]")?.remove(); // what is shown says it
  const change = () => { target.innerHTML = html; };
  globalThis.besaceKeepFocus ? globalThis.besaceKeepFocus(target, change, form) : change();
  globalThis.htmx?.process(target);
}

const isTyped = (target) => [...target.querySelectorAll("textarea, input:not([type=hidden],[type=submit],[type=button],[type=radio],[type=checkbox])")]
  .some((field) => field.value !== field.defaultValue); // written while the answer was on its way: never erased

function settle(form, body) { // choices stay as she made them, texts are emptied; the form is no longer "being filled in"
  for (const option of form.querySelectorAll(".choices button[aria-pressed]"))
    option.setAttribute("aria-pressed", body.some(([name, value]) => name === option.name && value === option.value));
  for (const field of form.elements) {
    if (field.matches("[type=radio],[type=checkbox]")) field.defaultChecked = field.checked;
    else if (field.matches("textarea, input:not([type=hidden],[type=submit],[type=button])")) field.value = field.defaultValue = "";
    else for (const option of field.options || []) option.defaultSelected = option.selected;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("submit", take);
addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
for (const item of kept()) {
  const form = formOf(item);
  say(form, "waiting", word(form, "waiting"));
}
send();
