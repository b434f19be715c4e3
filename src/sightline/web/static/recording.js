// What is pasted is marked as pasted: the mark moves by itself, and whoever writes may move it back.

const MUCH = 80; // characters; less is a word or two that somebody moved

for (const place of document.querySelectorAll("[data-marks-source]")) {
  place.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (event.target.tagName !== "TEXTAREA" || text.length < MUCH) return;
    const typed = place.querySelector('input[type="radio"][value="typed"]');
    const pasted = place.querySelector('input[type="radio"][value="pasted"]');
    if (!typed?.checked || !pasted) return;
    pasted.checked = true;
    pasted.dispatchEvent(new Event("change", { bubbles: true }));
    say(pasted);
  });
}

function say(pasted) {
  const radios = pasted.closest(".govuk-radios");
  let said = radios.parentElement.querySelector("[data-says-source]");
  if (!said) {
    said = document.createElement("p");
    said.className = "govuk-body-s";
    said.setAttribute("role", "status");
    said.setAttribute("data-says-source", "");
    radios.after(said);
  }
  said.textContent = "You pasted text: it is marked so. If a machine wrote it, or it was dictated, choose that.";
}
