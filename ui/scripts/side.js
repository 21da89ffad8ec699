// The side bar says where we are. Python renders it; this moves the page and the address bar after it.
const here = () => element.querySelector("[data-here]")?.dataset;

function address(place) {
  // "at", for Gradio takes "page" for a page of its own.
  const query = new URLSearchParams({ at: place.at });
  for (const name of ["draft", "form", "report"]) if (place[name]) query.set(name, place[name]);
  return "?" + query.toString();
}

function follow() {
  const place = here();
  if (!place) return;
  const moved = document.body.dataset.page !== place.at || document.body.dataset.draft !== place.draft;
  document.body.dataset.page = place.at;
  document.body.dataset.draft = place.draft;
  document.title = (place.title ? place.title + " · " : "") + "执笔";
  if (location.search !== address(place)) {
    // A form that has just been given its id is the same page: no step back to it without one.
    if (moved && document.body.dataset.arrived) history.pushState(null, "", address(place));
    else history.replaceState(null, "", address(place));
  }
  document.body.dataset.arrived = "yes";
  if (moved) window.scrollTo(0, 0);
}

element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act]");
  if (!target || target.disabled) return;
  trigger("act", { ...target.dataset });
});
window.addEventListener("popstate", () => {
  const query = new URLSearchParams(location.search);
  trigger("act", { act: "go", ...Object.fromEntries(query) });
});
watch("value", follow);
follow();
