// On a narrow screen the navigation folds behind a button; without script it is simply shown.
for (const button of document.querySelectorAll(".menu-button")) {
  const nav = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  button.closest(".bar").classList.add("has-menu");
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", String(nav.classList.toggle("is-open")));
  });
}
