// A link to "#id" of a <dialog> opens it; without script the link leads to it, shown in the page.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const dialog = link && document.getElementById(link.hash.slice(1));
  if (!dialog || typeof dialog.showModal !== "function") return;
  event.preventDefault();
  dialog.returnFocus = link;
  dialog.showModal();
});
document.addEventListener("close", (event) => event.target.returnFocus?.focus(), true);
