// Informs, decides nothing. The page says what time it is at the server: a phone's own clock is often wrong.
const told = Number(document.body.dataset.now) * 1000;
const ahead = told ? told - Date.now() : 0;
const show = (timer) => {
  const left = Math.max(0, Math.round((Date.parse(timer.dataset.timer) - Date.now() - ahead) / 1000));
  timer.querySelector("[data-timer-left]").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
};
const tick = () => document.querySelectorAll("[data-timer]").forEach(show);
tick();
setInterval(tick, 250); // what is drawn anew says an hour until then
