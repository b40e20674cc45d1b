// A meeting on one screen. The console's forms answer in place; a phone fetches what is its own when the stage changed.
const EDITABLE = "input:not([type=hidden],[type=submit],[type=button]), textarea, select";
const isTyped = (part, but) => [...part.querySelectorAll(EDITABLE)].some((field) => !but?.contains(field)
  && (field === document.activeElement || ("defaultValue" in field && field.value !== field.defaultValue)));
const notice = () => document.getElementById("avis");

function tell(sentence) {
  const place = notice();
  if (!place) return;
  place.replaceChildren();
  if (!sentence) return;
  const line = document.createElement("p");
  line.className = "notice wrong";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  place.append(line);
}

// --- the console: <form data-send> posts, follows to the console again, and puts each part in its place
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches?.("form[data-send]") || event.defaultPrevented) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const body = new URLSearchParams(new FormData(form, event.submitter));
  if (!body.get("csrfmiddlewaretoken")) body.set("csrfmiddlewaretoken", document.body.dataset.csrf);
  try {
    const answer = await fetch(event.submitter?.getAttribute("formaction") || form.action, { method: "POST", body,
      credentials: "same-origin", headers: { Accept: "application/problem+json, text/html;q=0.9" } });
    if (!answer.ok) {
      const isJson = (answer.headers.get("Content-Type") || "").includes("json");
      tell(isJson ? (await answer.json()).detail : document.body.dataset.broken);
    } else if (new URL(answer.url).pathname !== location.pathname) {
      location.assign(answer.url);
    } else {
      show(await answer.text(), form);
    }
  } catch {
    tell(document.body.dataset.away);
  } finally {
    delete form.dataset.busy;
  }
});

function show(html, form) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const parts = [...document.querySelectorAll("[data-part]")].filter((part) => !part.parentElement.closest("[data-part]"));
  for (const part of parts) {
    const fresh = page.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
    if (!fresh || isTyped(part, form)) {
      if (part.contains(form)) form.reset();
      continue;
    }
    globalThis.besaceKeepFocus(part, () => { part.innerHTML = fresh.innerHTML; }, form);
    part.besaceHtml = undefined;
  }
  const said = page.getElementById("avis");
  if (notice() && said) notice().innerHTML = said.innerHTML;
}

// --- a phone: the stream brings what is the same for all; what is hers, she fetches
const stage = document.querySelector("[data-own]");
let asked = 0, drawn = 0, question = stage?.querySelector("[data-question]")?.dataset.question;
stage?.addEventListener("besace:part", (event) => {
  if (event.detail.part !== "stage") return;
  if (stage.querySelector("[data-over]")) document.querySelectorAll("[data-while-open]").forEach((way) => { way.hidden = true; });
  drawn += 1;
  const now = stage.querySelector("[data-question]")?.dataset.question;
  if (now && now !== question) navigator.vibrate?.(200);
  question = now;
  if (stage.querySelector("[data-fresh]") && !stage.hasAttribute("data-several")) return;
  later(150 + Math.random() * 1200);
});
document.addEventListener("besace:sent", () => { drawn += 1; });

function later(wait) {
  clearTimeout(asked);
  asked = setTimeout(own, wait);
}

async function own() { // what was asked for before the screen last changed is old: it is not drawn, it is asked for again
  if (isTyped(stage) || globalThis.besaceIsPressed(stage)) return later(1000);
  const before = drawn;
  try {
    const answer = await fetch(stage.dataset.own, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    const html = await answer.text();
    if (!answer.ok || answer.redirected) return; // sent to a door: the stream’s own last word stays
    if (drawn !== before) return later(300);
    if (isTyped(stage) || globalThis.besaceIsPressed(stage)) return later(1000);
    globalThis.besaceKeepFocus(stage, () => { stage.innerHTML = html; });
    stage.besaceHtml = undefined;
  } catch { /* the stream will say again */ }
}
