import "htmx.org";
import "./desk/keys.js";
import "./desk/dialogs.js";
import "./desk/forms.js";
import "./desk/drafts.js";
import "./desk/people.js";
import "./desk/palette.js";
import "./desk/list.js";
import "./desk/choose.js";
import "./desk/clock.js";
import "./desk/boxes.js";
import "./desk/live.js";
import "./desk/tour.js";

document.documentElement.classList.add("js");
