// Every element with data-act tells Python what was clicked; data-confirm asks first.
element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act]");
  if (!target || !element.contains(target) || target.disabled) return;
  event.preventDefault();
  if (target.dataset.confirm && !window.confirm(target.dataset.confirm)) return;
  trigger("act", { ...target.dataset });
});
