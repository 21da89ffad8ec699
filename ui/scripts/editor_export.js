// The gate before a file leaves: what is still open, the pages as they will be printed, the forms of the file.
async function exportDialog() {
  if (!(await flushAll())) return;
  const answer = await call("check", { draft: report.draft });
  if (!answer) return;
  checked(answer.check);
  const { counts, findings, unused, placeholders, unwritten } = report.check;
  const wrong = findings.filter((finding) => finding.severity === "fail");
  const text = make("div", "summary");
  const say = (className, words, more = []) => {
    const line = make("p", className, words);
    if (more.length) {
      const list = make("ul");
      list.append(...more.map((each) => make("li", "", each)));
      line.append(list);
    }
    text.append(line);
  };
  if (wrong.length) {
    const named = wrong.slice(0, 5).map((finding) => `${finding.where}：${finding.message}`);
    if (wrong.length > 5) named.push(`……另有 ${wrong.length - 5} 处，见右侧清单。`);
    say("fail", `还有 ${wrong.length} 处有误没有处理，现在导出，文件名会标上“讨论稿”：`, named);
  }
  if (placeholders) say("warn", `还有 ${placeholders} 处待补的内容。`);
  if (unwritten) say("warn", `还有 ${unwritten} 节没有写完。`);
  if (unused.length) say("warn", `还有 ${unused.length} 项数据没有用上。`);
  if (counts.warn) say("warn", `${counts.warn} 处数字请人工复核。`);
  if (!wrong.length && !placeholders && !unwritten) say("pass", `${counts.pass} 处数字都有出处，可以导出。`);

  const pages = make("div", "pages");
  const look = button("plain", "预览版面", "看导出的文件印出来的样子", () => showPages(pages, look));
  const others = make("p", "others", "其他格式：");
  others.append(link("", "report.txt", "纯文本"), link("", "report.md", "Markdown"));
  if (findings.length) others.append(link("", "report.docx?review=1", "送审稿（问题写成批注）"));
  const word = link("primary", "report.docx", wrong.length ? `仍要导出（${wrong.length} 处有误）` : "下载 Word 文件");
  word.addEventListener("click", () => dialog.close());
  open("导出", text, others, pages, actions(button("plain", "返回修改", "", () => dialog.close()), look, word));
}

const ofDraft = (tail) => "drafts/" + encodeURIComponent(report.draft) + "/" + tail;

function link(className, tail, words) {
  const node = make("a", className, words);
  node.href = ofDraft(tail);
  node.setAttribute("download", "");
  return node;
}

async function asked(address, options) {
  // Our own addresses answer {ok, …} or {ok: false, message}, as the functions behind ``call`` do.
  try {
    const answer = await (await fetch(address, options)).json();
    if (answer.ok) return answer;
    notice(answer.message || "服务没有回应；请稍后再试。", true);
  } catch (error) {
    notice("没有连上执笔的服务；请稍后再试。", true);
  }
  return null;
}

async function showPages(box, look) {
  look.disabled = true;
  look.textContent = "正在排版…";
  let answer = null;
  try {
    answer = await (await fetch(ofDraft("pages"))).json();
  } catch (error) {
    answer = { ok: false, message: "没有连上执笔的服务；请稍后再试。" };
  }
  look.disabled = false;
  look.textContent = "重新预览";
  dialog.classList.toggle("wide", Boolean(answer.ok));
  if (!answer.ok) { box.replaceChildren(make("p", "warn", answer.message)); return; }
  box.replaceChildren(...Array.from({ length: answer.pages }, (_, at) => {
    const picture = make("img");
    picture.src = ofDraft(`pages/${answer.key}/${at + 1}.png`);
    picture.alt = `第 ${at + 1} 页`;
    picture.loading = "lazy";
    return picture;
  }), make("p", "hint", "这是导出文件排出来的页面；本机缺少的公文字体用相近的字体代替，换行可能与 Word 里略有不同。"));
}
