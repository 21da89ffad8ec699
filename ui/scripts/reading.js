// The report being read. A correction sends its fields and the lines that were changed; everything else is a click.
element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act]");
  if (!target || !element.contains(target) || target.disabled) return;
  event.preventDefault();
  if (target.dataset.act !== "correct") { trigger("act", { ...target.dataset }); return; }
  const data = { act: "correct", id: target.dataset.id, lines: [] };
  for (const field of element.querySelectorAll("[data-field]")) data[field.dataset.field] = field.value;
  for (const level of element.querySelectorAll("[data-line]")) {
    const text = element.querySelector(`[data-text="${level.dataset.line}"]`);
    const changed = level.value !== level.dataset.was || (text && text.value !== text.dataset.was);
    if (changed) data.lines.push([Number(level.dataset.line), Number(level.value), text ? text.value : ""]);
  }
  target.disabled = true;
  setTimeout(() => { target.disabled = false; }, 4000);
  trigger("act", data);
});
