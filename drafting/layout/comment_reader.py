"""The comments and tracked changes of a .docx: who said what about which words."""

from collections.abc import Iterator
from dataclasses import dataclass

from drafting.layout.word_view import W, WordView

#: Who signs the comments that Zhibi writes itself.
OWN_AUTHOR = "执笔"


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader says of a piece of the text; ``paragraph`` is the whole paragraph that the piece stands in."""

    author: str
    text: str
    piece: str
    paragraph: str


def read_comments(view: WordView) -> tuple[Comment, ...]:
    """Return what people have remarked, in the order of the text; Zhibi's own comments are left out."""
    root = view.part("word/comments.xml")
    if root is None:
        return ()
    said: dict[str, tuple[str, str]] = {}
    for node in root.iter(f"{W}comment"):
        text = "\n".join(paragraph.text for paragraph in view.paragraphs_of(node)).strip()
        author = node.get(f"{W}author", "")
        if text and author != OWN_AUTHOR:
            said[node.get(f"{W}id", "")] = (author, text)
    return tuple(_placed(view, said))


def revision_authors(view: WordView) -> tuple[str, ...]:
    """Return who has left tracked changes in the file, each once."""
    nodes = (node for tag in ("ins", "del", "moveFrom", "moveTo") for node in view.document.iter(f"{W}{tag}"))
    return tuple(dict.fromkeys(node.get(f"{W}author", "") or "佚名" for node in nodes))


def _placed(view: WordView, said: dict[str, tuple[str, str]]) -> Iterator[Comment]:
    for paragraph in view.paragraphs:
        for mark in paragraph.comments:
            author, text = said.pop(mark.tag, ("", ""))
            if text:
                yield Comment(author, text, paragraph.text[mark.start : mark.end], paragraph.text.strip())
    for author, text in said.values():  # anchored where the text has gone
        yield Comment(author, text, "", "")
