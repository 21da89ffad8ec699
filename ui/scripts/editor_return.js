// Back again: a .docx that was edited in Word or WPS. First its changes are shown; it is taken only when the writer says so.
const LARGEST_RETURN = 20 * 1024 * 1024;

function returnDialog() {
  const file = make("input");
  file.type = "file";
  file.accept = ".docx";
  file.setAttribute("aria-label", "改过的 Word 文件");
  const box = make("div", "returned");
  const accept = button("primary", "采纳这些改动", "旧文字留在历史版本里", async () => {
    accept.disabled = true;
    const answer = await sendBack(file.files[0], true);
    accept.disabled = false;
    if (!answer) return;
    dialog.close();
    const whole = await call("whole", { draft: report.draft });
    if (!whole) return;
    props.value = whole.editor;
    receive();
    notice(`已读回 ${answer.sections.length} 节改动，并重新校核。`);
  });
  accept.disabled = true;
  file.addEventListener("change", async () => {
    accept.disabled = true;
    if (!file.files.length) return;
    if (file.files[0].size > LARGEST_RETURN) { box.replaceChildren(make("p", "fail", "这个文件超过 20 MB；请删去图片等大的附件再试。")); return; }
    box.replaceChildren(make("p", "hint", "正在读…"));
    const answer = await sendBack(file.files[0], false);
    box.replaceChildren();
    if (answer) accept.disabled = !showReturned(box, answer);
  });
  open("读回改过的文件", make("p", "hint", "把从这里导出、在 Word 或 WPS 里改过的 .docx 选进来：先列出改动和批注，您同意后才写进本稿，每个数字重新校核。"), file, box, actions(button("plain", "取消", "", () => dialog.close()), accept));
}

async function sendBack(file, save) {
  if (!(await flushAll())) return null;
  const address = ofDraft("returned") + "?" + new URLSearchParams({ name: file.name, save: save ? "1" : "0" });
  return asked(address, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
}

function showReturned(box, answer) {
  const say = (className, words) => box.append(make("p", className, words));
  const { sections, head, comments, unmatched, authors, counts } = answer;
  if (!sections.length) say("hint", "正文没有改动。");
  else say("hint", `${sections.length} 节有改动${authors.length ? `，修订人：${authors.join("、")}` : ""}。采纳后：${counts.fail} 处有误，${counts.warn} 处请复核。`);
  if (sections.length) box.append(key());
  for (const section of sections) {
    const card = make("div", "version");
    const here = report.sections.find((each) => each.id === section.id);
    card.append(make("b", "", here ? here.name : section.name));
    if (section.heading !== section.heading_before) card.append(make("p", "hint", `标题“${section.heading_before}”改为“${section.heading}”`));
    if (section.unlocked.length) card.append(make("p", "warn", `锁定的${named(section.unlocked)}，在文件里改过或删去了；采纳后不再锁定。`));
    card.append(difference(section.changes));
    box.append(card);
  }
  for (const one of head) say("warn", `${one.name}由“${one.before}”改为“${one.after}”：这里只提示，请在“填写”一步改。`);
  for (const one of comments) say("remark", `批注${one.author ? `（${one.author}）` : ""}${one.piece ? `“${one.piece}”` : ""}：${one.text}`);
  for (const text of unmatched) say("warn", `不属于任何一节，不会读回：${text}`);
  for (const finding of answer.findings.slice(0, 8)) say("fail", `${finding.where}：${finding.message}`);
  return sections.length > 0;
}
