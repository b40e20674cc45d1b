// Copies the address beside the button; without script (or without permission) the address is there to be selected.
const reveal = (root) => root.querySelectorAll?.("[data-share][hidden]").forEach((button) => (button.hidden = false));
reveal(document);
document.addEventListener("htmx:load", (event) => reveal(event.target));
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-share]");
  const box = button?.closest(".share");
  const input = box?.querySelector("[data-share-url]");
  if (!input) return;
  input.select();
  try {
    await navigator.clipboard.writeText(input.value);
  } catch {
    document.execCommand("copy");
  }
  box.querySelector(".share-done").textContent = button.dataset.shareDone;
});
