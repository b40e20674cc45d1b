// The two buttons beside a number; without script one types it.
document.addEventListener("click", (event) => {
  const button = event.target.closest(".counter [data-step]");
  const input = button && document.getElementById(button.getAttribute("aria-controls"));
  if (!input) return;
  const before = input.value;
  if (button.dataset.step === "1") input.stepUp();
  else input.stepDown();
  if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
});
