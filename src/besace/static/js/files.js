// An idea with a photo or a voice note. A file is too heavy for the outbox: it is made small here, sent by itself, and
// tried again for as long as the page stays open; what is typed beside it stays in its field until the server has it.
const LONGEST = 1280, pause = () => 2000 + Math.random() * 4000;
const filled = (form) => [...form.elements].filter((field) => field.type === "file" && field.files.length);
const waiting = new Map(); // form -> what it sends

document.addEventListener("formdata", ({ formData }) => { // a file that was not chosen is nothing at all
  for (const [name, value] of [...formData]) if (value instanceof File && !value.size) formData.delete(name);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches?.("form[data-files]") || !filled(form).length) return;
  event.preventDefault();
  if (waiting.has(form)) return; // a second tap on the same thing
  const body = new FormData(form, event.submitter);
  waiting.set(form, body);
  say(form, "waiting", form.dataset.sending);
  for (const field of filled(form)) {
    if (field.accept.startsWith("image/")) body.set(field.name, await small(field.files[0]), "photo.jpg");
  }
  send(form);
});

async function small(file) { // without a canvas that reads it, the server makes it small
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width * scale, image.height * scale].map(Math.round);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob((blob) => done(blob || file), "image/jpeg", 0.82));
  } catch { return file; }
}

async function send(form) {
  let answer, text;
  try {
    answer = await fetch(form.action, { method: "POST", body: waiting.get(form), credentials: "same-origin",
      headers: { "HX-Request": "true", Accept: "application/problem+json, text/html;q=0.9" } });
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    text = isJson ? (await answer.json()).detail : await answer.text();
    if (!answer.ok && !isJson) text = form.elements.once?.dataset.refused;
  } catch { return later(form); }
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return later(form);
  waiting.delete(form);
  if (!answer.ok) return say(form, "refused", text);
  form.reset();
  const target = document.querySelector(form.dataset.target);
  if (target) target.innerHTML = text;
}

function later(form) {
  say(form, "waiting", form.dataset.waiting);
  setTimeout(() => waiting.has(form) && send(form), pause());
}

function say(form, kind, sentence) {
  let place = form.querySelector("[data-once-state]");
  if (!place) {
    place = document.createElement("p");
    place.setAttribute("role", "status");
    form.append(place);
  }
  place.dataset.onceState = kind;
  place.textContent = sentence || "";
}

addEventListener("beforeunload", (event) => waiting.size && event.preventDefault());
