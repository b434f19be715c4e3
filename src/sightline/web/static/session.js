// Says in time that a session is about to end, and lets the person stay. What is typed is kept either way.

const WARNING = 120; // seconds before the end; at most a third of the session

export function watchSession() {
  const dialog = document.getElementById("staying");
  if (!dialog?.showModal) return;
  const length = Number(dialog.dataset.seconds);
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("sightline-session") : null;
  const longest = Date.now() + Number(dialog.dataset.longest || Infinity) * 1000;
  let until, warn, end;

  function begin() {
    clearTimeout(warn);
    clearTimeout(end);
    until = Math.min(Date.now() + length * 1000, longest);
    if (dialog.open) dialog.close();
    const left = until - Date.now();
    warn = setTimeout(ask, left - Math.min(WARNING * 1000, left / 3));
    end = setTimeout(over, left + 1500);
    const time = new Date(until).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    document.querySelectorAll("[data-staying-time]").forEach((place) => (place.textContent = time));
  }

  function ask() {
    if (!dialog.open) dialog.showModal();
  }

  // The page asks who is there: the sign-in page comes, and leads back here.
  function over() {
    const here = new URL(location.href);
    here.hash = ""; // with one, the browser would only scroll
    location.replace(here);
  }

  function stayed() {
    begin();
    tabs?.postMessage("stayed");
  }

  async function stay() {
    const body = new URLSearchParams({ csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "" });
    const answer = await fetch(dialog.dataset.stay, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (answer?.status === 204) stayed();
    else over();
  }

  dialog.querySelector("[data-staying-stay]").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  document.addEventListener("sightline:stayed", stayed);
  tabs?.addEventListener("message", begin);
  addEventListener("pageshow", (event) => event.persisted && over());
  begin();
  tabs?.postMessage("stayed");
}
