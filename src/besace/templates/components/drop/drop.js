// A file may be dropped anywhere on the zone; the button inside does the same without dragging.
const zone = (event) => event.target.closest?.("[data-drop]");
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const over = zone(event);
    if (!over) return;
    event.preventDefault();
    over.classList.toggle("is-over", name === "dragover");
    const input = over.querySelector("input[type=file]");
    if (name !== "drop" || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
