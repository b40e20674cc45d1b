// A shared tablet: after two minutes without a touch, the neutral screen; what was on this page is not kept.
const IDLE = Number(document.body.dataset.idle || 120) * 1000
const PAUSE = document.querySelector('meta[name="besace-pause"]').content
let last = Date.now()

for (const sign of ['pointerdown', 'keydown', 'touchstart', 'scroll', 'input']) {
  document.addEventListener(sign, () => { last = Date.now() }, { passive: true, capture: true })
}

function leaveIfIdle () {
  if (Date.now() - last >= IDLE) location.replace(PAUSE)
}

setInterval(leaveIfIdle, 5000)
document.addEventListener('visibilitychange', leaveIfIdle)
window.addEventListener('pageshow', event => { if (event.persisted) location.reload() })
