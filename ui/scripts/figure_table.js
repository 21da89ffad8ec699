// The figure table: a sheet of plain inputs. props.value = {rows: [{指标, 数值, …}]}; props.columns names them in order.
// Nothing typed is ever dropped: a row that cannot be read keeps its text and gets its problem written under it.
const COLUMNS = props.columns;
const NARROW = new Set(props.optional);
const HINTS = props.hints;

let rows = [];
let problems = new Map();
let wide = false;
let timer = 0;

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
  node.addEventListener("click", onclick);
  return node;
};
const blank = () => Object.fromEntries(COLUMNS.map((name) => [name, ""]));
const isBlank = (row) => COLUMNS.every((name) => !(row[name] || "").trim());
const isFilled = (row) => (row["指标"] || "").trim() && (row["数值"] || "").trim();

const frame = make("div", "sheet-frame");
const table = make("table", "sheet");
const foot = make("div", "sheet-foot");
frame.append(table);
element.replaceChildren(frame, foot);

function shown() {
  return COLUMNS.filter((name) => wide || !NARROW.has(name));
}

function build() {
  const head = make("thead");
  const titles = make("tr");
  titles.append(make("th", "nr", "序号"));
  for (const name of shown()) {
    const cell = make("th", "", name);
    cell.dataset.column = name;
    if (name === "指标" || name === "数值") cell.append(make("i", "must", " *"));
    titles.append(cell);
  }
  titles.append(make("th", "drop", ""));
  head.append(titles);
  const body = make("tbody");
  rows.forEach((row, index) => body.append(...lines(row, index)));
  table.replaceChildren(head, body);
  tally();
}

function lines(row, index) {
  const line = make("tr", isFilled(row) ? "filled" : "unfilled");
  line.dataset.row = index;
  line.append(make("td", "nr", String(index + 1)));
  for (const name of shown()) {
    const cell = make("td");
    cell.dataset.column = name;
    const input = make("input");
    input.value = row[name] || "";
    input.placeholder = index === 0 || name === "数值" ? HINTS[name] || "" : "";
    input.dataset.column = name;
    input.setAttribute("aria-label", `第${index + 1}行${name}`);
    input.autocomplete = "off";
    cell.append(input);
    line.append(cell);
  }
  const drop = make("td", "drop");
  drop.append(button("quiet", "×", "删除这一行", () => remove(index)));
  line.append(drop);
  const told = problems.get(index + 1);
  if (!told) return [line];
  line.classList.add("bad");
  const why = make("tr", "why");
  const cell = make("td", "", told);
  cell.colSpan = shown().length + 2;
  why.append(cell);
  return [line, why];
}

function tally() {
  const filled = rows.filter(isFilled).length;
  const named = rows.filter((row) => !isBlank(row)).length;
  const bad = problems.size;
  const count = make("span", "count");
  count.append("共 ", make("b", "", String(named)), " 项，已填 ", make("b", "", String(filled)), " 项");
  if (bad) count.append("，", make("b", "bad", String(bad)), " 行需要改");
  foot.replaceChildren(
    button("plain", "＋ 加一行", "在末尾加一行", () => { rows.push(blank()); build(); focus(rows.length - 1, "指标"); }),
    button("plain", wide ? "收起次要列" : "显示精度、来源、备注", "", () => { wide = !wide; build(); }),
    button("plain", "清除未填的行", "删去没有填数值的行", () => { rows = rows.filter((row) => (row["数值"] || "").trim()); problems.clear(); if (!rows.length) rows.push(blank()); build(); commit(); }),
    count,
  );
}

function focus(index, column) {
  table.querySelector(`tr[data-row="${index}"] input[data-column="${column}"]`)?.focus();
}

function remove(index) {
  rows.splice(index, 1);
  problems.clear();
  if (!rows.length) rows.push(blank());
  build();
  commit();
}

function commit() {
  // At once: a click on the button below must find what was just typed. Only the check waits for a pause.
  props.value = { rows: rows.map((row) => ({ ...row })) };
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const asked = JSON.stringify(rows);
    const found = await server.check_rows(rows);
    // Rows may have moved while the answer was on its way: it would stand under the wrong ones.
    if (JSON.stringify(rows) !== asked) return;
    mark(found);
  }, 350);
}

function mark(found) {
  const next = new Map(found.map((problem) => [problem.row, problem.message]));
  if (JSON.stringify([...next]) === JSON.stringify([...problems])) return tally();
  const active = document.activeElement;
  const at = table.contains(active) ? [Number(active.closest("tr").dataset.row), active.dataset.column, active.selectionStart] : null;
  problems = next;
  build();
  if (at) {
    focus(at[0], at[1]);
    document.activeElement.setSelectionRange?.(at[2], at[2]);
  }
}

table.addEventListener("input", (event) => {
  const line = event.target.closest("tr");
  const row = rows[Number(line.dataset.row)];
  row[event.target.dataset.column] = event.target.value;
  line.className = (isFilled(row) ? "filled" : "unfilled") + (line.classList.contains("bad") ? " bad" : "");
  commit();
});
table.addEventListener("keydown", (event) => {
  // 229 and isComposing: the Enter that ends a Chinese word in an input method is not a move to the next row.
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  const index = Number(event.target.closest("tr").dataset.row) + (event.shiftKey ? -1 : 1);
  if (index === rows.length) { rows.push(blank()); build(); }
  focus(Math.max(index, 0), event.target.dataset.column);
});
table.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!/[\t\n]/.test(text)) return;
  event.preventDefault();
  let index = Number(event.target.closest("tr").dataset.row);
  const columns = shown();
  const first = columns.indexOf(event.target.dataset.column);
  for (const line of text.split("\n")) {
    if (index === rows.length) rows.push(blank());
    line.split("\t").forEach((cell, offset) => {
      if (columns[first + offset]) rows[index][columns[first + offset]] = cell.trim();
    });
    index += 1;
  }
  build();
  commit();
});

function receive() {
  rows = (props.value?.rows || []).map((row) => ({ ...blank(), ...row }));
  problems = new Map((props.value?.problems || []).map((problem) => [problem.row, problem.message]));
  if (!rows.length) rows.push(blank());
  build();
}
watch("value", receive);
receive();
