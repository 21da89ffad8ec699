// What concerns the whole page, before any component of it is there.

// Gradio's own words (of the upload field, say) follow the browser's language; the desk is Chinese whatever that is.
for (const [name, value] of [["language", "zh-CN"], ["languages", ["zh-CN"]]]) {
  Object.defineProperty(navigator, name, { configurable: true, get: () => value });
}

// The desk is paper in the light of day: Gradio adds the class "dark" when the system prefers dark, and it is taken off.
new MutationObserver(() => document.body.classList.contains("dark") && document.body.classList.remove("dark"))
  .observe(document.documentElement, { attributes: true, subtree: true, attributeFilter: ["class"] });

// Files over the limit are told here, by name and in Chinese; Gradio would refuse all of them with an English sentence.
const LARGEST = 20 * 1024 * 1024;

function tell(text) {
  const node = document.createElement("div");
  node.className = "notice bad";
  node.setAttribute("role", "alert");
  node.textContent = text;
  document.body.append(node);
  setTimeout(() => node.remove(), 9000);
}

function tooLarge(files) {
  const large = [...files].filter((file) => file.size > LARGEST).map((file) => `“${file.name}”`);
  if (large.length) tell(`${large.join("、")}超过 20 MB，没有上传；请删去图片等大的附件，或拆成几个文件再试。`);
  return large.length > 0;
}

document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type !== "file" || !tooLarge(input.files)) return;
  const kept = new DataTransfer();
  for (const file of input.files) if (file.size <= LARGEST) kept.items.add(file);
  input.files = kept.files;
  if (!kept.files.length) event.stopImmediatePropagation();
}, true);

document.addEventListener("drop", (event) => {
  if (event.dataTransfer?.files.length && tooLarge(event.dataTransfer.files)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);
