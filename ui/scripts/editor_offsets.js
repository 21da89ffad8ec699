// Where things stand: the text as it is stored and as it is shown, and what an edit does to the places in it. Offsets come
// from the server and count characters (code points), not the UTF-16 units of a JavaScript string: a rare character such
// as 𬭚 is one of the first and two of the second.
function units(text, offset) {
  // Code points to UTF-16 units.
  let at = 0;
  for (let left = offset; left > 0 && at < text.length; left -= 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}
// Every paragraph is shown with the two spaces that an official document indents by; they are not part of its text.
const INDENT = "\u3000\u3000";
const indented = (text) => text.split("\n").map((line) => (line ? INDENT + line : line)).join("\n");
const written = (shown) => shown.split("\n").map((line) => line.replace(/^[\s\u3000]+/, "")).join("\n");
// As the server stores a text: paragraphs parted by one newline, no blank lines.
const tidy = (text) => text.split("\n").map((line) => line.trimEnd()).filter((line) => line.trim()).join("\n");
function place(shown, offset) {
  // Where the character at an offset of the stored text stands in the shown one, whatever its paragraphs are indented by.
  let at = 0;
  let left = units(written(shown), offset);
  for (const line of shown.split("\n")) {
    const own = written(line).length;
    if (left <= own) return at + line.length - own + left;
    left -= own + 1;
    at += line.length + 1;
  }
  return shown.length;
}
function placed(shown, marks) {
  const text = written(shown);
  return marks.map((mark) => {
    const last = Math.max(mark.end - 1, mark.start);
    return { ...mark, from: place(shown, mark.start), to: place(shown, last) + Math.max(units(text, mark.end) - units(text, last), 0) };
  });
}
function shift(marks, before, after) {
  // The marks of a text that has just been edited: those in front stay, those behind move, the touched ones go.
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const moved = after.length - before.length;
  return marks.flatMap((mark) => {
    if (mark.to <= head) return [mark];
    if (mark.from >= before.length - tail) return [{ ...mark, from: mark.from + moved, to: mark.to + moved }];
    return [];
  });
}
function carried(locks, before, after) {
  // As the server does: those outside of what was edited move with the text, one in it may still stand there word for word.
  const moved = locks.map((lock) => shift([lock], before, after)[0]);
  const kept = [];
  locks.forEach((lock, index) => {
    let now = moved[index];
    if (!now) {
      const sentence = before.slice(lock.from, lock.to);
      const next = moved.slice(index + 1).find(Boolean);
      const from = after.indexOf(sentence, kept.length ? kept[kept.length - 1].to : 0);
      if (from >= 0 && from + sentence.length <= (next ? next.from : after.length)) now = { from, to: from + sentence.length };
    }
    if (now) kept.push(now);
  });
  return kept;
}
function offset(one, at) {
  // Where a place of the page stands in the stored text, in characters: no indents, no blank lines.
  const lines = written(one.area.value.slice(0, at)).split("\n");
  const last = lines.pop();
  return [...lines.map((line) => line.trimEnd()).filter(Boolean).map((line) => line + "\n").join("") + last].length;
}
