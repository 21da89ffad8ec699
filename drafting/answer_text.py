"""A model's answer made into a section's text: what is not part of the report is taken off, what is no report is refused."""

import re

from drafting.errors import ChatBrokenError, ChatRefusedError, ChatUnfitError
from knowledge_base.report import Role

_FENCED = re.compile(r"\A```[a-z]*\n(?P<body>.*?)\n?```\s*\Z", re.DOTALL)
_PREFACE = re.compile(
    r"\A(?:好的|当然|没问题|明白|收到|以下是|下面是|根据(?:您|你)的?要求|按照(?:您|你)的?要求)[^\n。]{0,60}[：:。！!]\s*\n+"
)
_AFTERWORD = re.compile(
    r"\n+(?:\*{0,2}（?注[：:]|希望(?:以上|这|对您|对你)|以上(?:内容|正文|是|为)|如(?:需|有)[^\n]{0,30}(?:调整|修改|告诉|告知)|"
    r"[（(]?(?:字数|全文)[^\n]{0,12}\d+\s*字)[^\n]*\s*\Z"
)
#: The layout signs and dates the report; a unit's name and a date at the end of a section would stand there twice.
_SIGNATURE = re.compile(r"(?:\n+[^\n，。；：]{4,30})?\n+\s*20\d\d年\d{1,2}月\d{1,2}日\s*\Z")
_MARKDOWN_HEAD = re.compile(r"^#{1,6}\s*", re.MULTILINE)
_BULLET = re.compile(r"^[-*•]\s+", re.MULTILINE)
# A pair on one line around words. Masks look alike (开展**次，走访**家; 张**和李**): they follow a word or stand before a
# measure word, and must stay to be seen.
_MEASURE = "次场个份名人家件项期篇条处户批万亿元年月日%％"
_BOLD = re.compile(rf"(?<![^\s，。；：、“（(是])\*\*(?=[^\s*{_MEASURE}])([^*\n]+?)(?<=[^\s*])\*\*(?![*{_MEASURE}])")
_ENUMERATOR = re.compile(
    r"\A(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\([一二三四五六七八九十]+\)|\d+[.．、]\s*)"
)
_REFUSAL = re.compile(
    r"(?:抱歉|对不起|很遗憾)[^\n。]{0,20}(?:无法|不能|没办法)|作为(?:一个|一名)?(?:AI|人工智能|大?语言模型|智能助手)|"
    r"无法(?:为您|为你|提供|完成|满足)[^\n。]{0,12}(?:请求|要求|内容|写作)|\bI(?:'m| am) (?:sorry|unable)|\bAs an AI\b",
    re.IGNORECASE,
)
#: The end of a sentence, perhaps within quotes or brackets. A full stop after a digit may be a decimal point: 12.
_ENDED = re.compile(r"(?:[。！？；…!?;]|(?<![\d.])\.)[”’」』）)》】]*\Z")
_LOCKED_AT_END = re.compile(r"[{｛]{1,3}\s*[LlＬｌ]\s*[0-9０-９]{1,3}\s*[}｝]{1,3}\Z")
_OPENED = re.compile(r"[：:]\Z")
_REFUSAL_WITHIN = 60
SHORTEST = 40
#: 特此报告。 is a whole ending; an opening, and what only leads up to other sections, is a sentence at least.
SHORTEST_ENDING = 4
SHORTEST_SENTENCE = 8


def section_text(answer: str, heading: str, role: Role, *, leads: bool = False, locked: int = 0) -> str:
    """Return the text of a section, its tokens in place. One that ``leads`` only leads up to the sections below it;
    ``locked`` characters of the section stand without the answer.

    Raises ChatRefusedError where the model declines to write, ChatUnfitError where what is left is too short to be one, or
    stops in the middle of a sentence: a gateway may say "stop" of an answer whose connection was cut behind it.
    """
    text = unwrapped(answer)
    text = _without_heading(text, heading)
    text = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    if _REFUSAL.search(text[:_REFUSAL_WITHIN]) and len(text) < 300:
        raise ChatRefusedError("模型表示不能写这一节；请调整这一节的要点，换用其他模型，或用离线方式拟稿。", answer)
    if len(text) < _shortest(role, leads) - locked:
        raise ChatUnfitError("模型写的这一节太短，不成一节；这部分另存，请重写这一节。", answer)
    if not ends_whole(text, role, leads=leads):
        raise ChatUnfitError("模型写的这一节停在半句上，像是没有写完；这部分另存，请重写这一节。", answer)
    return text


def _shortest(role: Role, leads: bool) -> int:
    if role is Role.CLOSING:
        return SHORTEST_ENDING
    return SHORTEST_SENTENCE if leads or role is Role.OPENING else SHORTEST


def ends_whole(text: str, role: Role, *, leads: bool = False) -> bool:
    """Tell whether a text ends where a sentence does.

    An opening, or what leads up to other sections, may lead over to what follows (报告如下：); 特此报告 needs no mark, and a
    locked sentence ends by itself.
    """
    if role is Role.CLOSING or _ENDED.search(text) or _LOCKED_AT_END.search(text):
        return True
    return (leads or role is Role.OPENING) and _OPENED.search(text) is not None


def unwrapped(answer: str) -> str:
    """Return an answer without a code fence, a preface, an afterword, a signature or Markdown's marks."""
    text = answer.strip().replace("\r\n", "\n")
    if fenced := _FENCED.match(text):
        text = fenced["body"]
    text = _SIGNATURE.sub("", _AFTERWORD.sub("", _PREFACE.sub("", text)))
    text = _BULLET.sub("", _MARKDOWN_HEAD.sub("", text))
    return _BOLD.sub(r"\1", text).strip()


def _without_heading(text: str, heading: str) -> str:
    """Drop a first line that only repeats the heading or a clause of it, with or without a number."""
    first, _, rest = text.partition("\n")
    bare = _ENUMERATOR.sub("", first.strip()).rstrip("：:。")
    own = _ENUMERATOR.sub("", heading)
    repeats = bare == own or bare in re.split("[，,；;、]", own)
    return rest if heading and rest and repeats else text


def revised_text(answer: str, heading: str) -> str:
    """Return the text of a revision, which may be as short as the writer wants it.

    Raises ChatRefusedError where the model declines, ChatBrokenError where nothing is left.
    """
    text = "\n".join(line.strip() for line in _without_heading(unwrapped(answer), heading).splitlines() if line.strip())
    if _REFUSAL.search(text[:_REFUSAL_WITHIN]) and len(text) < 300:
        raise ChatRefusedError("模型表示不能这样修改；请换一种说法，或直接在文中修改。", answer)
    if not text:
        raise ChatBrokenError("模型没有给出修改后的文字；请重试，或直接在文中修改。", answer)
    return text
