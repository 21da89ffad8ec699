// The editor: the report as one sheet of paper, every section a plain textarea over a backdrop that holds the colours.
// A textarea keeps input methods, undo and spelling as writers know them; the backdrop has the same text in the same
// place, its numbers marked by verdict, its locked sentences tinted.
// props.value = {draft, title, recipient, signature, date, sections: [{id, level, heading, name, drafted, text, state,
//   author, error, notes, sources, locks}], check: {marks, findings, unused, counts, placeholders, unwritten}, model}
const make = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};
const button = (className, text, title, onclick) => {
  const node = make("button", className, text);
  node.type = "button";
  if (title) node.title = title;
  node.addEventListener("click", onclick);
  return node;
};
const WORDS = { pass: "已核对", warn: "请复核", fail: "有误" };
const AUTHORS = { model: "模型起草", composer: "离线起草", writer: "人工修改" };
const SAVE_AFTER = 900;

let report = null;
let blocks = new Map();
let openFinding = null;
let pending = new Map();
let filter = "open";

const bar = make("div", "editor-bar");
const rail = make("nav", "rail");
const paper = make("article", "paper");
const aside = make("aside", "findings");
const body = make("div", "editor-body");
body.append(rail, paper, aside);
const tip = make("div", "tip");
tip.hidden = true;
const dialog = make("dialog", "ask");
element.replaceChildren(bar, body, tip, dialog);

// ---- one section ------------------------------------------------------------------------------------------------

function block(section) {
  const node = make("section", `block level-${section.level}`);
  node.dataset.id = section.id;
  if (section.heading) node.append(make("h3", "", section.heading));
  const one = { section, node, marks: [], locks: [] };
  if (!section.drafted) return one;
  const sheet = make("div", "sheet-text");
  one.back = make("div", "back");
  one.back.setAttribute("aria-hidden", "true");
  one.area = make("textarea");
  one.area.value = indented(section.text);
  one.area.spellcheck = false;
  one.area.setAttribute("aria-label", section.name + "的正文");
  one.area.placeholder = section.state === "done" ? "（本节没有正文）" : "本节还没有写";
  one.area.addEventListener("input", (event) => typed(one, event.isComposing ? "composing" : event.inputType));
  one.area.addEventListener("compositionend", () => typed(one, "composed"));
  one.area.addEventListener("keydown", (event) => {
    // 229 and isComposing: the Enter that ends a Chinese word in an input method is not a new paragraph.
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (refused(one, one.area.selectionStart, one.area.selectionEnd)) return;
    document.execCommand("insertText", false, "\n" + INDENT); // the one way that keeps the browser's own undo
  });
  one.area.addEventListener("blur", () => flush(one));
  one.area.addEventListener("focus", () => choose(one));
  one.area.addEventListener("mousemove", (event) => hover(one, event));
  one.area.addEventListener("mouseleave", () => { tip.hidden = true; });
  one.area.addEventListener("click", () => pressed(one));
  sheet.append(one.back, one.area);
  node.append(sheet);
  if (section.error) node.append(make("p", "trouble", section.error));
  for (const note of section.notes) node.append(make("p", "note", note));
  one.tools = make("div", "tools");
  node.append(one.tools);
  one.area.readOnly = section.state === "writing";
  one.marks = placed(one.area.value, report.check.marks[section.id]?.marks || []);
  one.locks = placed(one.area.value, section.locks);
  one.shown = one.area.value;
  guard(one);
  paint(one);
  tools(one);
  return one;
}

function paint(one) {
  const text = one.area.value;
  const pieces = [];
  let at = 0;
  for (const lock of one.locks) {
    const span = make("span", lock.from === at && at ? "locked more" : "locked");
    span.append(...coloured(one, lock.from, lock.to));
    pieces.push(...coloured(one, at, lock.from), span);
    at = lock.to;
  }
  // The last newline of a textarea takes a line; that of a div does not without something after it.
  pieces.push(...coloured(one, at, text.length), document.createTextNode("\u200b"));
  one.back.replaceChildren(...pieces);
}
function coloured(one, from, to) {
  // A stretch of the text with its marks; a finding about several sentences may begin or end outside of it.
  const text = one.area.value;
  const pieces = [];
  let at = from;
  for (const mark of one.marks) {
    const [start, end] = [Math.max(mark.from, from), Math.min(mark.to, to)];
    if (start < at || start >= end) continue;
    pieces.push(document.createTextNode(text.slice(at, start)));
    const span = make("mark", mark.verdict + (mark.low ? " low" : ""), text.slice(start, end));
    span.dataset.at = mark.from;
    pieces.push(span);
    at = end;
  }
  pieces.push(document.createTextNode(text.slice(at, to)));
  return pieces;
}

function tools(one) {
  const { section } = one;
  const author = make("span", "author", section.state === "done" ? AUTHORS[section.author] || "" : "未完成");
  const sources = make("span", "sources", section.sources.length ? "参考：" + section.sources.join("；") : "");
  sources.title = sources.textContent;
  one.saved = make("span", "saved", "");
  one.tools.replaceChildren(author, sources, one.saved, lockTool(one),
    button("plain small", "按要求修改", report.model ? "改写、压缩、扩写，或写一句要求，由模型改" : "离线起草时不能按要求修改", () => ask(one)),
    button("plain small", "重新起草", "用同样的数据和主题重写本节", () => redraft(one)),
    button("plain small", "历史版本", "看本节以前的文字，可恢复", () => versions(one)));
}

function choose(one) {
  paper.querySelector(".block.active")?.classList.remove("active");
  one.node.classList.add("active");
  rail.querySelector(".on")?.classList.remove("on");
  rail.querySelector(`[data-id="${CSS.escape(one.section.id)}"]`)?.classList.add("on");
}

// ---- typing, saving, checking -----------------------------------------------------------------------------------

function typed(one, how) {
  if (!stands(one, how)) return;
  one.marks = shift(one.marks, one.shown, one.area.value);
  one.shown = one.area.value;
  paint(one);
  tip.hidden = true;
  one.saved.textContent = "未保存";
  clearTimeout(pending.get(one));
  // What an input method is still composing is no text yet.
  pending.set(one, how === "composing" ? 0 : setTimeout(() => flush(one), SAVE_AFTER));
}

async function flush(one) {
  if (!pending.has(one)) return true;
  clearTimeout(pending.get(one));
  pending.delete(one);
  const sent = written(one.area.value);
  one.saved.textContent = "正在保存…";
  const answer = await call("save", { draft: report.draft, section: one.section.id, text: sent, base: one.section.text, unlock: Boolean(one.unlock) });
  if (!answer) { one.saved.textContent = "没有保存，请再改一下重试"; return false; }
  if (answer.conflict) { one.saved.textContent = "没有保存"; settle(one, sent, answer); return false; }
  one.saved.textContent = "已保存";
  one.section.text = answer.text;
  one.section.state = "done";
  one.section.author = "writer";
  one.tools.querySelector(".author").textContent = AUTHORS.writer;
  hold(one, answer.locks);
  checked(answer.check);
  return true;
}
const flushAll = async () => (await Promise.all([...pending.keys()].map(flush))).every(Boolean);

async function call(name, data) {
  // The server answers {ok, …} or {ok: false, message}; a dropped connection answers nothing.
  let answer;
  try {
    answer = await server[name](data);
  } catch (error) {
    answer = { ok: false, message: "没有连上执笔的服务；文字还在页面上，请稍后再试。" };
  }
  if (!answer || !answer.ok) {
    notice((answer && answer.message) || "服务没有回应；文字还在页面上，请稍后再试。", true);
    return null;
  }
  return answer;
}

function checked(check) {
  report.check = check;
  for (const one of blocks.values()) {
    if (!one.area || pending.has(one)) continue;
    const marks = check.marks[one.section.id];
    // A section typed in while the answer was on its way is checked again when it is saved.
    if (!marks || marks.text !== written(one.area.value)) continue;
    one.marks = placed(one.area.value, marks.marks);
    paint(one);
  }
  drawBar();
  drawRail();
  drawFindings();
}

function notice(text, bad) {
  for (const node of element.querySelectorAll(".notice")) if (node.textContent === text) node.remove(); // told again, not twice
  const node = make("div", "notice" + (bad ? " bad" : ""), text);
  element.append(node);
  setTimeout(() => node.remove(), 6000);
}

// ---- hover and click --------------------------------------------------------------------------------------------

function markAt(one, event) {
  return document.elementsFromPoint(event.clientX, event.clientY).find((node) => node.tagName === "MARK" && one.back.contains(node));
}
function hover(one, event) {
  const node = markAt(one, event);
  const mark = node && one.marks.find((each) => each.from === Number(node.dataset.at));
  one.area.style.cursor = mark ? "pointer" : "";
  if (!mark) { tip.hidden = true; return; }
  tip.className = "tip " + mark.verdict;
  tip.replaceChildren(make("b", "", WORDS[mark.verdict]), make("span", "", mark.reason));
  if (mark.suggestion) tip.append(make("i", "", `数据表：${mark.suggestion}`));
  tip.hidden = false;
  const box = node.getBoundingClientRect();
  const home = element.getBoundingClientRect();
  tip.style.left = Math.max(0, Math.min(box.left - home.left, home.width - 340)) + "px";
  tip.style.top = box.bottom - home.top + 6 + "px";
}
function pressed(one) {
  const at = one.area.selectionStart;
  if (at !== one.area.selectionEnd) return;
  const mark = one.marks.find((each) => each.from <= at && at <= each.to);
  if (!mark) return;
  const index = report.check.findings.findIndex((finding) => finding.section === one.section.id && finding.start < mark.end && mark.start < finding.end);
  if (index >= 0) openUp(index, false);
}

// ---- the findings -----------------------------------------------------------------------------------------------

function openUp(index, jump) {
  openFinding = index;
  drawFindings();
  aside.querySelector(".finding.open")?.scrollIntoView({ block: "nearest" });
  if (!jump) return;
  const finding = report.check.findings[index];
  const one = blocks.get(finding.section);
  if (!one || !one.area) return;
  const [span] = placed(one.area.value, [{ start: Math.max(finding.start, 0), end: Math.max(finding.end, 0) }]);
  const { from, to } = span;
  one.area.focus({ preventScroll: true });
  one.area.setSelectionRange(from, to);
  const mark = one.back.querySelector(`mark[data-at="${from}"]`) || one.node;
  mark.scrollIntoView({ block: "center" });
  mark.classList.add("flash");
  setTimeout(() => mark.classList.remove("flash"), 1600);
}

function replace(index) {
  // The number as the data has it, put in as if typed: undo takes it back.
  const finding = report.check.findings[index];
  openUp(index, true);
  const one = blocks.get(finding.section);
  if (!one || !one.area || refused(one, one.area.selectionStart, one.area.selectionEnd)) return;
  document.execCommand("insertText", false, finding.suggestion);
  flush(one);
}

function drawFindings() {
  const { findings, unused, counts } = report.check;
  const shown = findings.map((finding, index) => [finding, index]).filter(([finding]) => filter === "all" || finding.severity === "fail" || filter === "open");
  const head = make("header");
  head.append(make("h3", "", "校核"), tally("fail", counts.fail), tally("warn", counts.warn), tally("pass", counts.pass));
  const list = make("div", "list");
  if (!shown.length) list.append(make("p", "fine", "没有发现问题：每个数字都能在数据表里找到出处。"));
  for (const [finding, index] of shown) {
    const card = make("div", `finding ${finding.severity}` + (index === openFinding ? " open" : ""));
    card.tabIndex = 0;
    card.setAttribute("role", "button");
    const top = make("div", "top");
    top.append(make("span", "kind", WORDS[finding.severity]), make("span", "where", finding.where));
    card.append(top);
    if (finding.text) card.append(make("q", "", finding.text));
    card.append(make("p", "", finding.message));
    if (finding.suggestion && finding.section) {
      card.append(button("plain small", `改成“${finding.suggestion}”`, "把文中的数字换成数据表里的", (event) => { event.stopPropagation(); replace(index); }));
    }
    card.addEventListener("click", () => openUp(index, true));
    card.addEventListener("keydown", (event) => { if (event.key === "Enter") openUp(index, true); });
    list.append(card);
  }
  aside.replaceChildren(head, list);
  if (unused.length) {
    const box = make("div", "unused");
    box.append(make("h4", "", `还有 ${unused.length} 项数据没有用上`));
    for (const figure of unused) {
      const line = make("div", "line");
      line.append(make("span", "", figure.name), make("b", "", figure.value));
      box.append(line);
    }
    aside.append(box);
  }
}
function tally(verdict, count) {
  const node = make("span", "tally " + verdict, String(count));
  node.title = WORDS[verdict];
  return node;
}

// ---- bar and rail -----------------------------------------------------------------------------------------------

function drawBar() {
  const { counts, findings, unused } = report.check;
  const left = make("div", "left");
  left.append(make("b", "", "数字校核"), make("span", "", `读到 ${counts.pass + counts.warn + counts.fail} 处数字：`));
  for (const verdict of ["fail", "warn", "pass"]) {
    const node = make("span", "legend " + verdict);
    node.append(make("mark", verdict, String(counts[verdict])), " " + WORDS[verdict]);
    left.append(node);
  }
  if (report.check.placeholders) left.append(make("span", "legend", `待补 ${report.check.placeholders} 处`));
  if (unused.length) left.append(make("span", "legend", `未用数据 ${unused.length} 项`));
  const locks = lockedCount();
  if (locks) {
    const node = make("span", "legend", `锁定 ${locks} 句`);
    node.prepend(make("i", "lock"));
    node.title = LOCK.title;
    left.append(node);
  }
  const right = make("div", "right");
  right.append(
    button("plain", "读回改过的文件", "把在 Word 或 WPS 里改过的 .docx 读回本稿，先看改动再采纳", () => returnDialog()),
    button("plain", "保存并重新校核", "保存全部修改，再把每个数字核对一遍", recheck),
    button("primary", "导出", "按 GB/T 9704 排版，预览版面，下载 Word 等格式", exportDialog),
  );
  bar.replaceChildren(left, right);
}

function drawRail() {
  rail.replaceChildren(...report.sections.filter((section) => section.heading || section.drafted).map((section) => {
    const mine = report.check.findings.filter((finding) => finding.section === section.id);
    const failed = mine.filter((finding) => finding.severity === "fail").length;
    const item = button(`level-${section.level}`, "", "", () => {
      const one = blocks.get(section.id);
      one.node.scrollIntoView({ block: "start", behavior: "smooth" });
      choose(one);
    });
    item.dataset.id = section.id;
    item.append(make("span", "", section.name));
    if (section.drafted && section.state !== "done") item.append(make("i", "badge wait", "未写"));
    else if (failed) item.append(make("i", "badge fail", String(failed)));
    else if (mine.length) item.append(make("i", "badge warn", String(mine.length)));
    return item;
  }));
}

async function recheck() {
  for (const one of blocks.values()) if (one.area && tidy(written(one.area.value)) !== one.section.text && !pending.has(one)) pending.set(one, 0);
  if (!(await flushAll())) return;
  const answer = await call("check", { draft: report.draft });
  if (answer) { checked(answer.check); notice("已保存，并重新校核。"); }
}

// ---- dialogs ----------------------------------------------------------------------------------------------------

function open(title, ...parts) {
  const head = make("header");
  head.append(make("h3", "", title), button("quiet", "×", "关闭", () => dialog.close()));
  dialog.replaceChildren(head, ...parts);
  if (!dialog.open) dialog.showModal();
}
function actions(...nodes) {
  const row = make("footer");
  row.append(...nodes);
  return row;
}

// ---- the whole --------------------------------------------------------------------------------------------------

function receive() {
  report = props.value && props.value.draft ? props.value : null;
  pending.forEach((timer) => clearTimeout(timer));
  pending = new Map();
  blocks = new Map();
  openFinding = null;
  if (!report) {
    for (const node of [bar, rail, paper, aside]) node.replaceChildren();
    return;
  }
  const top = make("header");
  top.append(make("h1", "", report.title));
  if (report.recipient) top.append(make("p", "recipient", report.recipient.replace(/[：:]?$/, "：")));
  paper.replaceChildren(top);
  for (const section of report.sections) {
    const one = block(section);
    blocks.set(section.id, one);
    paper.append(one.node);
  }
  const foot = make("footer");
  foot.append(make("p", "", report.signature), make("p", "", report.date));
  paper.append(foot);
  drawBar();
  drawRail();
  drawFindings();
  // A section that a job is writing, started here or in another window, shows its text once it is there.
  for (const one of blocks.values()) if (one.area && one.section.state === "writing") follow(one);
  if (document.body.dataset.export) {
    delete document.body.dataset.export;
    exportDialog();
  }
}
window.addEventListener("beforeunload", (event) => { if (pending.size) { flushAll(); event.preventDefault(); } });
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s" && report && document.body.dataset.page === "editor") { event.preventDefault(); recheck(); }
});
document.addEventListener("zhibi-export", () => { if (report) exportDialog(); });
watch("value", receive);
receive();
