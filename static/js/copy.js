// Comfort: buttons that copy the text of a field. Without this script, the text can still be selected and copied.
"use strict";

async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch { // browsers hide the clipboard from pages without HTTPS
    field.select();
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = (await copied(field)) ? button.dataset.done : button.dataset.failed;
  });
}
