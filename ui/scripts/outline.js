// The outline: headings in their order, each with the figures and themes it must use.
// props.value = {draft, sections: [{id, level, heading, role, drafted, figure_ids, theme_names, reason, written}],
//                figures: [{id, name, value}], themes: [name], roles: [[value, label]]}
const DIGITS = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
let sections = [];
let dragged = -1;
let fresh = 0;

const make = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};
const button = (className, text, title, onclick) => {
  const node = make("button", className, text);
  node.type = "button";
  node.title = title;
  node.setAttribute("aria-label", title);
  node.addEventListener("click", onclick);
  return node;
};
function chinese(n) {
  if (n <= 10) return DIGITS[n];
  const tens = Math.floor(n / 10);
  return (tens > 1 ? DIGITS[tens] : "") + "十" + DIGITS[n % 10];
}
function numbers() {
  let first = 0, second = 0, third = 0;
  return sections.map((section) => {
    if (section.level === 1) { first += 1; second = third = 0; return chinese(first) + "、"; }
    if (section.level === 2) { second += 1; third = 0; return "（" + chinese(second) + "）"; }
    if (section.level === 3) { third += 1; return third + "."; }
    return "";
  });
}

const list = make("ol", "outline");
const loose = make("div", "loose");
element.replaceChildren(list, loose);

function select(options, value, label, onchange) {
  const node = make("select");
  node.setAttribute("aria-label", label);
  for (const [key, text] of options) {
    const option = make("option", "", text);
    option.value = key;
    option.selected = String(key) === String(value);
    node.append(option);
  }
  node.addEventListener("change", () => onchange(node.value));
  return node;
}

function build() {
  const numbered = numbers();
  list.replaceChildren(...sections.map((section, index) => line(section, index, numbered[index])));
  leftOver();
}

function line(section, index, number) {
  const item = make("li", `level-${section.level}` + (section.drafted ? "" : " bare"));
  item.dataset.id = section.id;
  const grip = make("span", "grip", "⠿");
  grip.title = "按住拖动，调整次序";
  grip.draggable = true;
  grip.addEventListener("dragstart", (event) => { dragged = index; event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", section.id); item.classList.add("dragged"); });
  grip.addEventListener("dragend", () => { dragged = -1; build(); });
  item.addEventListener("dragover", (event) => { if (dragged >= 0) { event.preventDefault(); item.classList.add("over"); } });
  item.addEventListener("dragleave", () => item.classList.remove("over"));
  item.addEventListener("drop", (event) => { event.preventDefault(); if (dragged >= 0) move(dragged, index); });

  const heading = make("input", "heading");
  heading.value = section.heading;
  heading.placeholder = section.level === 0 ? "（无标题的正文段）" : "标题";
  heading.setAttribute("aria-label", `第${index + 1}个标题`);
  heading.addEventListener("input", () => { section.heading = heading.value; commit(); });

  const level = select([[0, "正文段"], [1, "一级 一、"], [2, "二级 （一）"], [3, "三级 1."]], section.level, "标题级别", (value) => { section.level = Number(value); build(); commit(); });
  const role = select(props.value.roles, section.role, "本节写什么", (value) => { section.role = value; commit(); });
  const drafted = make("label", "check");
  const box = make("input");
  box.type = "checkbox";
  box.checked = section.drafted;
  box.addEventListener("change", () => { section.drafted = box.checked; build(); commit(); });
  drafted.append(box, "写正文");
  const top = make("div", "row");
  top.append(grip, make("span", "number", number), heading, level, role, drafted,
    button("quiet", "↑", "上移", () => move(index, index - 1)),
    button("quiet", "↓", "下移", () => move(index, index + 1)),
    button("quiet", "＋", "在下面加一节", () => add(index)),
    button("quiet", "×", "删除这一节", () => remove(index)));
  item.append(top);
  if (section.drafted) item.append(uses(section));
  else if (section.reason) item.append(make("div", "reason", section.reason));
  return item;
}

function uses(section) {
  const row = make("div", "uses");
  for (const id of section.figure_ids) {
    const figure = props.value.figures.find((one) => one.id === id);
    if (figure) row.append(chip("figure", `${figure.name} ${figure.value}`, () => { section.figure_ids = section.figure_ids.filter((one) => one !== id); build(); commit(); }));
  }
  for (const name of section.theme_names) row.append(chip("theme", name, () => { section.theme_names = section.theme_names.filter((one) => one !== name); build(); commit(); }));
  row.append(picker(section));
  if (section.reason) row.append(make("span", "reason", section.reason));
  return row;
}

function chip(kind, text, ondrop) {
  const node = make("span", "chip " + kind, text);
  node.append(button("quiet", "×", "从本节移出", ondrop));
  return node;
}

function picker(section) {
  const figures = props.value.figures.filter((figure) => !section.figure_ids.includes(figure.id));
  const themes = props.value.themes.filter((name) => !section.theme_names.includes(name));
  const free = new Set(unused());
  const node = make("select", "picker");
  node.setAttribute("aria-label", "给本节加数据或主题");
  node.append(make("option", "", "＋ 数据、主题"));
  const group = (label, options) => {
    if (!options.length) return;
    const box = make("optgroup");
    box.label = label;
    for (const [value, text] of options) {
      const option = make("option", "", text);
      option.value = value;
      box.append(option);
    }
    node.append(box);
  };
  group("还没有归到任何一节", figures.filter((figure) => free.has(figure.id)).map((figure) => ["F " + figure.id, `${figure.name} ${figure.value}`]));
  group("其他数据", figures.filter((figure) => !free.has(figure.id)).map((figure) => ["F " + figure.id, `${figure.name} ${figure.value}`]));
  group("主题", themes.map((name) => ["T " + name, name]));
  node.addEventListener("change", () => {
    const key = node.value.slice(2);
    if (node.value.startsWith("F ")) section.figure_ids.push(key);
    else section.theme_names.push(key);
    build();
    commit();
  });
  return node;
}

function unused() {
  const used = new Set(sections.flatMap((section) => (section.drafted ? section.figure_ids : [])));
  return props.value.figures.map((figure) => figure.id).filter((id) => !used.has(id));
}

function leftOver() {
  const free = unused();
  if (!props.value.figures.length) return loose.replaceChildren();
  if (!free.length) return loose.replaceChildren(make("p", "fine", `${props.value.figures.length} 项数据都已归到各节。`));
  const row = make("div", "uses");
  row.append(make("b", "", `${free.length} 项数据还没有归到哪一节：`));
  for (const id of free) {
    const figure = props.value.figures.find((one) => one.id === id);
    row.append(make("span", "chip figure free", `${figure.name} ${figure.value}`));
  }
  loose.replaceChildren(row);
}

function move(from, to) {
  if (to < 0 || to >= sections.length || from === to) return;
  sections.splice(to, 0, sections.splice(from, 1)[0]);
  build();
  commit();
}
function add(index) {
  fresh += 1;
  const above = sections[index];
  sections.splice(index + 1, 0, { id: "n" + Date.now().toString(36) + fresh, level: Math.max(above.level, 1), heading: "", role: above.role === "opening" ? "progress" : above.role, drafted: true, figure_ids: [], theme_names: [], reason: "", written: false });
  build();
  list.children[index + 1].querySelector(".heading").focus();
  commit();
}
function remove(index) {
  if (sections.length === 1) return;
  const section = sections[index];
  if (section.written && !window.confirm(`“${section.heading || "正文段"}”已有正文，删除这一节会一并删去，确定吗？`)) return;
  sections.splice(index, 1);
  build();
  commit();
}
function commit() {
  // At once: a click on the button below must find what was just typed.
  props.value = { ...props.value, sections: sections.map((section) => ({ ...section, figure_ids: [...section.figure_ids], theme_names: [...section.theme_names] })) };
}
function receive() {
  sections = (props.value?.sections || []).map((section) => ({ ...section, figure_ids: [...section.figure_ids], theme_names: [...section.theme_names] }));
  if (props.value?.sections) build();
  else element.querySelector(".outline").replaceChildren();
}
watch("value", receive);
receive();
