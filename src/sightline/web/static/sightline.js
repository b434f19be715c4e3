// Makes pages nicer. Everything works without it.
import { initAll } from "./govuk/govuk-frontend.min.js";
import { keepDrafts } from "./drafts.js";
import { watchSession } from "./session.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
keepDrafts();
watchSession();
