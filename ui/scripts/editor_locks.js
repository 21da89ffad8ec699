// Locked sentences: approved words that neither a rewriting nor a new draft may touch, and that nobody changes by a slip of
// the hand. The server keeps them; here they are shown, and what is typed into one is refused or put back.
const LOCK = { title: "这一句已审定：改写、重新起草都不改动，也不能误改", done: (count) => `已锁定 ${count} 句：改写、重新起草都原样保留。` };
const REFUSED = "这一句已锁定，没有改动。要改，请把光标放在这一句里，点“解除锁定”。";

function touched(one, from, to) {
  // The locked sentence that an edit of this stretch would change; beside one anybody may write.
  return one.locks.find((lock) => (from === to ? lock.from < from && from < lock.to : lock.from < to && from < lock.to));
}
function refused(one, from, to) {
  if (!touched(one, from, to)) return false;
  notice(REFUSED, true);
  return true;
}

function guard(one) {
  one.firm = { text: one.area.value, locks: one.locks }; // the last text in which every locked sentence stood
  one.area.addEventListener("beforeinput", (event) => {
    // What an input method composes, undo and redo cannot be refused beforehand: they are put back, see ``stands``.
    if (event.isComposing || event.inputType.startsWith("history")) return;
    let { selectionStart: from, selectionEnd: to } = one.area;
    if (from === to && event.inputType.startsWith("delete")) [from, to] = event.inputType.endsWith("Forward") ? [from, to + 1] : [from - 1, to];
    if (refused(one, from, to)) event.preventDefault();
  });
  for (const name of ["keyup", "mouseup", "select", "focus"]) one.area.addEventListener(name, () => { one.pointed = true; label(one); });
}

function stands(one, how) {
  // Whether the text still holds every locked sentence; where it does not, it is put back as it was.
  if (one.mending) return false;
  const locks = carried(one.firm.locks, one.firm.text, one.area.value);
  one.locks = locks;
  if (how === "composing") return true;
  if (locks.length === one.firm.locks.length) {
    one.firm = { text: one.area.value, locks };
    return true;
  }
  const caret = one.area.selectionStart;
  one.mending = true;
  document.execCommand(how === "historyUndo" ? "redo" : "undo"); // so that the browser's own undo stays what it was
  one.mending = false;
  if (one.area.value !== one.firm.text) one.area.value = one.firm.text;
  one.area.setSelectionRange(caret, caret);
  one.locks = one.firm.locks;
  notice(REFUSED, true);
  return true;
}

function lockTool(one) {
  one.lockButton = button("plain small", "", "", () => toggle(one));
  label(one);
  return one.lockButton;
}
function within(one) {
  // Whether the cursor, or everything selected, is locked already.
  const { selectionStart: from, selectionEnd: to, value } = one.area;
  if (from === to) return one.locks.some((lock) => lock.from <= from && from <= lock.to);
  return [...Array(to - from).keys()].every((step) => !value[from + step].trim() || one.locks.some((lock) => lock.from <= from + step && from + step < lock.to));
}
function label(one) {
  const locked = Boolean(one.pointed) && within(one);
  one.lockButton.textContent = locked ? "解除锁定" : "锁定这一句";
  one.lockButton.title = locked ? "解除后，这一句又可以修改、改写" : "光标所在或选中的句子已经审定：改写、重新起草都原样保留";
  one.lockButton.dataset.locked = locked ? "1" : "";
}
async function toggle(one) {
  if (!one.pointed) { notice("请先把光标放在要锁定的一句里，或选中这一句。", true); return; }
  choose(one);
  if (!(await flush(one))) return;
  const locked = !one.lockButton.dataset.locked;
  const before = one.locks.length;
  const { selectionStart: from, selectionEnd: to } = one.area;
  const answer = await call("lock", { draft: report.draft, section: one.section.id, base: one.section.text, start: offset(one, from), end: offset(one, to), locked });
  if (!answer) return;
  one.section.locks = answer.locks;
  if (written(one.area.value) !== one.section.text) { take(one, { section: one.section, check: report.check }); return; }
  hold(one, answer.locks);
  one.area.focus({ preventScroll: true });
  label(one);
  notice(locked ? LOCK.done(one.locks.length - before || 1) : "已解除锁定，可以修改了。");
}
function hold(one, locks) {
  // Take the locks of the text as it is stored, where the page still shows that text.
  one.section.locks = locks;
  if (written(one.area.value) !== one.section.text) return;
  one.locks = placed(one.area.value, locks);
  one.firm = { text: one.area.value, locks: one.locks };
  paint(one);
  drawBar();
}

function lockedCount() {
  return [...blocks.values()].reduce((count, one) => count + (one.locks ? one.locks.length : 0), 0);
}
function lockHint(one) {
  // Before a rewriting: what will stay whatever is asked.
  return one.locks.length ? [make("p", "hint locks", `本节锁定了 ${one.locks.length} 句，改写时一字不动；要连锁定的话一起改，请先关闭这里，解除锁定。`)] : [];
}
function named(sentences) {
  // As messages of the server name them: by how they begin, quotation marks within quotation marks made single.
  const shown = sentences.map((each) => ([...each].length > 24 ? [...each].slice(0, 24).join("") + "……" : each.replace(/。+$/, "")));
  return shown.map((each) => `“${each.replaceAll("“", "‘").replaceAll("”", "’")}”`).join("、");
}
function parted(text, at, locks) {
  // The pieces of a text that begins at a place of the new text, each with whether it is locked.
  const letters = [...text];
  const inside = (place) => locks.some((lock) => lock.start <= place && place < lock.end);
  const pieces = [];
  for (const [step, letter] of letters.entries()) {
    const locked = inside(at + step);
    if (pieces.length && pieces[pieces.length - 1].locked === locked) pieces[pieces.length - 1].text += letter;
    else pieces.push({ locked, text: letter });
  }
  return pieces;
}
