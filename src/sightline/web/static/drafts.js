// Keeps what is typed into forms: in this tab until the server has it, on the server a few seconds after it was typed.
//
// A form says where its draft goes (data-draft). What the server does not have yet is in sessionStorage under the
// person, so that it outlives a session that ended, a server that stopped and a page that was closed by mistake, and
// is shown to nobody else. The server says which openings of a form were sent (meta sl-sent); their text is dropped.

const EVERY = 5000;
const RETRY = 4000;
const PATIENCE = 8000;
const PREFIX = "sightline-draft:";
const SENT_ALONG = ["_version", "_opened"];

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

export function keepDrafts() {
  const person = meta("sl-person");
  if (!person) return;
  const sent = meta("sl-sent").split(" ");
  for (const key of stored()) {
    const kept = read(key);
    if (!kept || kept.person !== person || sent.includes(kept.token)) sessionStorage.removeItem(key);
  }
  const keepers = [...document.querySelectorAll("form[data-draft]")].map((form) => new Keeper(form, person));
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", (event) => signOut(event, form, keepers));
  }
}

class Keeper {
  constructor(form, person) {
    this.form = form;
    this.person = person;
    this.url = form.dataset.draft;
    this.key = PREFIX + this.url;
    this.says = form.querySelector("[data-draft-says]");
    this.changed = false;
    this.timer = null;
    this.under_way = null;
    this.begin();
  }

  begin() {
    const comparing = "compares" in this.form.dataset;
    const kept = read(this.key);
    if ("answers" in this.form.dataset) sessionStorage.removeItem(this.key);
    this.form.addEventListener("submit", () => this.sending());
    this.form.parentElement.querySelector("form[data-throw]")?.addEventListener("submit", () => {
      this.stop();
      sessionStorage.removeItem(this.key);
    });
    if (comparing) return;
    if (kept && !("answers" in this.form.dataset)) this.bringBack(kept);
    this.form.addEventListener("input", () => this.typed());
    this.form.addEventListener("change", () => this.typed());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
    addEventListener("online", () => this.changed && this.save());
  }

  values() {
    const said = [...new FormData(this.form)];
    return said.filter(([name, value]) => typeof value === "string" && !secret(this.form, name));
  }

  remember() {
    const token = this.form.elements._token.value;
    const values = this.values().filter(([name]) => !name.startsWith("_") && name !== "csrfmiddlewaretoken");
    const along = SENT_ALONG.map((name) => [name, this.form.elements[name].value]);
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ person: this.person, token, values, along }));
    } catch {
      // The browser keeps nothing for us: the server's copy is all there is.
    }
  }

  bringBack(kept) {
    for (const [name, value] of kept.along) this.form.elements[name].value = value;
    this.form.elements._token.value = kept.token;
    fill(this.form, kept.values);
    this.tell("We kept what you wrote before you left this page. It has not been sent.");
    this.changed = true;
    this.save();
  }

  typed() {
    this.changed = true;
    this.remember();
    this.timer ??= setTimeout(() => this.save(), EVERY);
  }

  async save() {
    this.clear();
    if (this.under_way) return this.later(EVERY);
    this.changed = false;
    const going = (this.under_way = new AbortController());
    const patience = setTimeout(() => going.abort(), PATIENCE);
    try {
      this.answered(await this.post({ signal: going.signal }));
    } catch {
      if (!this.stopped) this.failed("What you wrote is not saved yet: there is no connection. Keep this page open; we are trying again.");
    } finally {
      clearTimeout(patience);
      this.under_way = null;
    }
  }

  post(options) {
    const body = new URLSearchParams(this.values());
    return fetch(this.url, { method: "POST", body, redirect: "manual", credentials: "same-origin", ...options });
  }

  answered(response) {
    if (response.status === 204) return this.saved();
    if (response.status === 413) return this.say("This is longer than can be kept as a draft. Send it, or shorten it.", true);
    if (response.type === "opaqueredirect" || response.status === 403) {
      return this.say("You have been signed out. What you wrote is kept in this window: sign in again here, and it comes back.", true);
    }
    return this.failed("What you wrote is not saved yet. Keep this page open; we are trying again.");
  }

  saved() {
    if (this.changed) return;
    sessionStorage.removeItem(this.key);
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    this.say(`What you wrote is kept (${time}). It has not been sent.`);
    document.dispatchEvent(new CustomEvent("sightline:stayed"));
  }

  failed(words) {
    if (this.stopped) return;
    this.changed = true;
    this.remember();
    this.say(words, true);
    this.later(RETRY);
  }

  leave() {
    if (!this.changed || this.stopped) return;
    this.remember();
    this.post({ keepalive: true }).then((response) => response.status === 204 && this.saved(), () => {});
  }

  sending() {
    this.stop();
    if (!("compares" in this.form.dataset)) this.remember();
  }

  stop() {
    this.stopped = true;
    this.clear();
    this.under_way?.abort();
  }

  later(wait) {
    this.timer ??= setTimeout(() => this.save(), wait);
  }

  clear() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  tell(words) {
    const notice = document.createElement("div");
    notice.className = "sl-draft";
    notice.setAttribute("role", "status");
    this.form.before(notice);
    const text = document.createElement("p");
    text.className = "govuk-body";
    text.textContent = words;
    notice.append(text);
  }

  say(words, urgent = false) {
    if (!this.says) return;
    this.says.classList.toggle("sl-saving--not", urgent);
    if (urgent) this.says.setAttribute("role", "alert");
    else this.says.removeAttribute("role");
    if (this.says.textContent !== words) this.says.textContent = words;
  }
}

// What is not on the server yet goes there before this person leaves; then nothing of it stays in the browser.
async function signOut(event, form, keepers) {
  event.preventDefault();
  await Promise.allSettled(keepers.filter((keeper) => keeper.changed).map((keeper) => keeper.post({ keepalive: true })));
  keepers.forEach((keeper) => keeper.stop());
  stored().forEach((key) => sessionStorage.removeItem(key));
  form.submit();
}

function fill(form, values) {
  const told = new Map();
  for (const [name, value] of values) told.set(name, [...(told.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || control.name.startsWith("_") || control.name === "csrfmiddlewaretoken" || control.type === "file") continue;
    const said = told.get(control.name) ?? [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = said.includes(control.value);
    else if (control.multiple) for (const option of control.options) option.selected = said.includes(option.value);
    else if (control.type !== "submit" && said.length) control.value = said[0];
  }
}

function secret(form, name) {
  return [...form.elements].some((control) => control.name === name && control.type === "password");
}

function stored() {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}
