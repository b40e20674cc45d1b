// A vote opens while the call fills the telephone: two soft notes. Browsers ask for a first touch before any sound.
const stage = document.querySelector("[data-own]");
const question = () => stage?.querySelector("[data-question]")?.dataset.question;
let sound, last = question();
document.addEventListener("pointerdown", () => { sound ??= new AudioContext(); }, { once: true });

stage?.addEventListener("besace:part", () => {
  const now = question();
  if (now && now !== last && sound) [660, 880].forEach((pitch, n) => note(pitch, sound.currentTime + n * 0.18));
  last = now;
});

function note(pitch, at) {
  const tone = sound.createOscillator(), volume = sound.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.12, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.16);
  tone.connect(volume).connect(sound.destination);
  tone.start(at);
  tone.stop(at + 0.17);
}
