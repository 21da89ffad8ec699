// Themes of the period: a name and a few lines of notes each. props.value = {themes: [{name, notes}]}.
let themes = [];

const make = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};
const list = make("div", "themes");
const more = make("button", "plain", "＋ 加一个主题");
more.type = "button";
more.addEventListener("click", () => {
  themes.push({ name: "", notes: "" });
  build();
  list.lastElementChild.querySelector("input").focus();
});
element.replaceChildren(list, more);

function commit() {
  props.value = { themes: themes.map((theme) => ({ ...theme })) };
}

function build() {
  list.replaceChildren(...themes.map((theme, index) => {
    const card = make("div", "theme");
    const name = make("input");
    name.value = theme.name;
    name.placeholder = "主题，如：营商环境优化提升行动";
    name.setAttribute("aria-label", `主题${index + 1}名称`);
    name.addEventListener("input", () => { theme.name = name.value; commit(); });
    const notes = make("textarea");
    notes.value = theme.notes;
    notes.rows = 3;
    notes.placeholder = "要点，一行一条：做了什么、有什么成效、用什么提法";
    notes.setAttribute("aria-label", `主题${index + 1}要点`);
    notes.addEventListener("input", () => { theme.notes = notes.value; commit(); });
    const drop = make("button", "quiet", "×");
    drop.type = "button";
    drop.title = "删除这个主题";
    drop.addEventListener("click", () => {
      if ((theme.name || theme.notes) && !window.confirm("删除这个主题及其要点？")) return;
      themes.splice(index, 1);
      build();
      commit();
    });
    card.append(make("span", "nr", String(index + 1)), name, drop, notes);
    return card;
  }));
}

function receive() {
  themes = (props.value?.themes || []).map((theme) => ({ name: theme.name || "", notes: theme.notes || "" }));
  if (!themes.length) themes.push({ name: "", notes: "" });
  build();
}
watch("value", receive);
receive();
