// A section changed by others than the writer's keys: a proposal, an earlier version, a new draft, another window.
const WISHES = [
  ["换个写法", "换一种写法，意思和数字都不变，避免与往年雷同。"],
  ["压缩", "压缩到原来的一半左右，保留主要做法和全部数字。"],
  ["扩写", "适当展开，把做法和成效写具体，不增加原文没有的事实和数字。"],
  ["更正式", "语气更正式、更规范，用机关公文的习惯说法。"],
  ["更平实", "语言更平实，去掉套话空话，多用短句。"],
];

function open(title, ...parts) {
  const head = make("header");
  head.append(make("h3", "", title), button("quiet", "×", "关闭", () => dialog.close()));
  dialog.replaceChildren(head, ...parts);
  dialog.classList.remove("wide");
  if (!dialog.open) dialog.showModal();
}
function actions(...nodes) {
  const row = make("footer");
  row.append(...nodes);
  return row;
}
function difference(changes, locks = []) {
  // changes: [[kind, text]] in order; what was removed stands before what was added in its place. locks: of the new text.
  const box = make("div", "difference");
  let at = 0;
  for (const [kind, text] of changes) {
    if (kind === "removed") { box.append(make("del", "", text)); continue; }
    for (const piece of parted(text, at, locks)) box.append(kind === "same" && !piece.locked ? document.createTextNode(piece.text) : make(kind === "added" ? "ins" : "span", piece.locked ? "locked" : "", piece.text));
    at += [...text].length;
  }
  return box;
}
function key(locks = []) {
  const row = make("p", "key");
  row.append(make("ins", "", "新加的"), make("del", "", "删去的"));
  if (locks.length) row.append(make("span", "locked", "锁定的，原样保留"));
  return row;
}

function paragraphOf(one) {
  // Which paragraph of the section the cursor stands in, blank lines not counted.
  const before = one.area.value.slice(0, one.area.selectionStart).split("\n").slice(0, -1);
  return before.filter((line) => line.trim()).length;
}

function ask(one) {
  choose(one);
  const lines = tidy(written(one.area.value)).split("\n");
  const at = Math.min(paragraphOf(one), lines.length - 1);
  const box = make("textarea", "wish");
  box.rows = 3;
  box.placeholder = "例如：第一段压缩到一百字以内，突出招商引资";
  box.setAttribute("aria-label", "修改要求");
  const wishes = make("div", "wishes");
  wishes.append(...WISHES.map(([name, words]) => button("plain small", name, words, () => { box.value = words; box.focus(); })));
  const scope = make("select", "scope");
  scope.setAttribute("aria-label", "改哪里");
  for (const [value, words] of [["", "整节"], [String(at), `第 ${at + 1} 段：${lines[at].slice(0, 16)}…`]]) {
    const option = make("option", "", words);
    option.value = value;
    scope.append(option);
  }
  scope.disabled = lines.length < 2;
  const row = make("div", "row");
  row.append(make("span", "", "改："), scope);
  const go = button("primary", "改写", "", async () => {
    if (!box.value.trim()) { box.focus(); return; }
    if (!(await flush(one))) return;
    go.disabled = true;
    go.textContent = "正在改写…";
    const answer = await call("revise", { draft: report.draft, section: one.section.id, instruction: box.value, paragraph: scope.value });
    go.disabled = false;
    go.textContent = "改写";
    if (answer) compare(one, "按要求修改的结果", answer);
  });
  open("按要求修改：" + one.section.name, make("p", "hint", report.model ? "改写的结果先给您看，同意后才替换；数字仍由数据表给出。" : "目前是离线起草，没有接入模型，不能按要求改写；请直接修改文字，或在设置里接入模型。"), ...lockHint(one), row, wishes, box, actions(button("plain", "取消", "", () => dialog.close()), go));
  go.disabled = !report.model;
  box.focus();
}

function compare(one, title, proposal) {
  const accept = button("primary", "用新的文字", "现在的文字留在历史版本里", async () => {
    const { text, bindings, author, base } = proposal;
    const answer = await call("accept", { draft: report.draft, section: one.section.id, text, bindings, author, base });
    if (!answer) return;
    take(one, answer);
    dialog.close();
  });
  const same = proposal.changes.every(([kind]) => kind === "same");
  accept.disabled = same;
  open(title, ...proposal.notes.map((note) => make("p", "warn", note)), same ? make("p", "hint", "新的文字与现在的完全一样。") : key(proposal.locks), difference(proposal.changes, proposal.locks), actions(button("plain", "不用，保留现在的", "", () => dialog.close()), accept));
}

function settle(one, mine, answer) {
  // Another window, or a job, has changed the section since this page last saw it: nobody's text is replaced unseen.
  // Or it has locked a sentence that is changed here: it stays as it was, unless this writer unlocks it.
  const { lost } = answer;
  const rewritten = answer.section.text !== one.section.text;
  const keep = button(lost.length ? "plain" : "primary", lost.length ? "解除锁定，用我这里的文字" : "用我这里的文字", "别处的文字留在历史版本里", async () => {
    one.section.text = answer.section.text;
    one.unlock = lost.length > 0;
    pending.set(one, 0);
    if (await flush(one)) dialog.close();
    one.unlock = false;
  });
  const other = button(lost.length ? "primary" : "plain", "用别处的文字", "我这里的改动不要了", () => { take(one, answer); dialog.close(); });
  const told = [];
  if (rewritten) told.push("另一个窗口或起草任务刚刚改了这一节。");
  if (lost.length) told.push(`另一个窗口锁定了${named(lost)}，您这里改过或删去了；用您这里的文字，就不再锁定。`);
  open((rewritten ? "这一节在别处改过：" : "这一节在别处锁定过：") + one.section.name, make("p", "warn", told.join("") + "下面标出您这里的文字与那边的不同："), key(), difference(answer.changes), actions(...(lost.length ? [keep, other] : [other, keep])));
}

function take(one, answer) {
  if (!answer) return;
  clearTimeout(pending.get(one));
  pending.delete(one);
  Object.assign(one.section, answer.section);
  const fresh = block(one.section);
  one.node.replaceWith(fresh.node);
  blocks.set(one.section.id, fresh);
  checked(answer.check);
}

async function versions(one) {
  choose(one);
  if (!(await flush(one))) return;
  const answer = await call("versions", { draft: report.draft, section: one.section.id });
  if (!answer) return;
  const list = make("div", "versions");
  if (!answer.versions.length) list.append(make("p", "hint", "本节还没有以前的版本。"));
  else list.append(make("p", "hint", "与现在的文字相比："), key());
  for (const version of answer.versions) {
    const card = make("div", "version");
    const top = make("div", "top");
    top.append(make("b", "", version.saved), make("span", "", AUTHORS[version.author] || ""),
      button("plain small", version.lost.length ? "仍要恢复这一版" : "恢复这一版", "现在的文字也会留作历史版本", async () => { take(one, await call("restore", { draft: report.draft, section: one.section.id, number: version.number })); dialog.close(); }));
    card.append(top);
    if (version.lost.length) card.append(make("p", "warn", `这一版里没有现在锁定的${named(version.lost)}；恢复后，这些话只留在历史版本里。`));
    card.append(difference(version.changes));
    list.append(card);
  }
  open("历史版本：" + one.section.name, list);
}

async function redraft(one) {
  choose(one);
  if (!(await flush(one))) return;
  if (!report.model) {
    one.saved.textContent = "正在重新起草…";
    const answer = await call("recompose", { draft: report.draft, section: one.section.id });
    one.saved.textContent = "";
    if (answer) compare(one, "重新起草的结果", answer);
    return;
  }
  const kept = one.locks.length ? `锁定的 ${one.locks.length} 句原样保留，其余的` : "";
  if (one.area.value.trim() && !window.confirm(`重新起草会替换本节现在的文字（${kept}旧文字留在历史版本里），确定吗？`)) return;
  if (await call("redraft", { draft: report.draft, section: one.section.id })) await follow(one);
}

async function follow(one) {
  one.node.classList.add("busy");
  one.area.readOnly = true;
  one.saved.textContent = "正在起草…";
  let answer = { running: true };
  while (answer && answer.running) {
    await new Promise((done) => setTimeout(done, 700));
    if (blocks.get(one.section.id) !== one) return; // the page has gone on to another draft
    answer = await call("progress", { draft: report.draft, section: one.section.id });
  }
  one.node.classList.remove("busy");
  one.area.readOnly = false;
  one.saved.textContent = "";
  if (answer) take(one, answer);
}
