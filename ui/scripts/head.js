// The steps of a report. The last one, 导出, is a dialog of the editor.
element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act]");
  if (!target || target.disabled) return;
  if (target.dataset.last) {
    if (document.body.dataset.page === "editor") {
      document.dispatchEvent(new CustomEvent("zhibi-export"));
      return;
    }
    document.body.dataset.export = "yes";
  }
  trigger("act", { ...target.dataset });
});
