// <form target="_blank" data-anew>: it changes what this page says; back from the other tab, the page is asked anew.
let isStale = false;

document.addEventListener("submit", (event) => { isStale ||= event.target.matches("form[target=_blank][data-anew]"); });
document.addEventListener("visibilitychange", () => isStale && document.visibilityState === "visible" && location.reload());
