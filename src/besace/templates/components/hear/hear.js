// Reads a text aloud with the device's own voice. The language is set on each utterance: Android needs it.
// The button shows only where a voice of that language exists: no French read by an English voice.
const speech = window.speechSynthesis;
const tell = () => {
  const languages = new Set(speech.getVoices().map((voice) => voice.lang.slice(0, 2).toLowerCase()));
  document.documentElement.dataset.voices = [...languages].join(" ");
};
const still = () => document.querySelectorAll(".hear.is-speaking").forEach((b) => b.classList.remove("is-speaking"));
if (speech) {
  tell();
  speech.addEventListener?.("voiceschanged", tell);
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".hear");
    if (!button) return;
    const wasSpeaking = button.classList.contains("is-speaking");
    speech.cancel();
    still();
    if (wasSpeaking) return;
    const text = button.dataset.hear ?? document.getElementById(button.dataset.hearOf)?.textContent ?? "";
    const utterance = new SpeechSynthesisUtterance(text.replace(/\s+/g, " ").trim());
    const language = button.closest("[lang]").lang.slice(0, 2);
    utterance.lang = language === "fr" ? "fr-FR" : language;
    utterance.voice = speech.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(language)) ?? null;
    utterance.rate = 0.9;
    utterance.onend = utterance.onerror = still;
    button.classList.add("is-speaking");
    speech.speak(utterance);
  });
  window.addEventListener("pagehide", () => speech.cancel());
}
