"""Takes off what a sharing site put on a report, and nothing else; counts the masks; every removal is recorded."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from knowledge_base.damage import breaks_off, broken_places, dropped_words, restored
from knowledge_base.line_breaks import joined
from knowledge_base.masks import count_masks

_CJK = r"\u4e00-\u9fff"
_SENTENCE_END = "。！？；：.!?;:…"

#: Whole lines that a site adds around a text. A line is taken off only when the whole of it is clutter.
_CLUTTER_LINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("网站横幅", re.compile(r".{0,200}(?:由会员分享|可在线阅读|请在.{1,20}(?:文库|网)上搜索|珍藏版).{0,200}")),
    ("广告位", re.compile(r"[^。；]{0,20}广告位?[^。；]{0,12}")),
    (
        "导航",
        re.compile(r"(?:您的位置|您现在的位置|当前位置)[:：]?.{0,40}|首页(?:\s*(?:>+|/|»|-)\s*[^。；]{0,40})?|>+|\|"),
    ),
    (
        "页面信息",
        re.compile(r"[^。；]{0,60}(?:浏览量|浏览次数|阅读量|阅读次数|点击量|点击次数|点击数|下载次数)[^。；]{0,20}"),
    ),
    (
        "页面信息",
        re.compile(
            r"(?:发布时间|发表时间|发布日期|来源|稿源|作者|编辑|责任编辑|责编|信息来源|文章来源|字体|【?\s*字体|字号)\s*[:：][^。；]{0,40}"
        ),
    ),
    ("页面信息", re.compile(r"\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?\s+\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{0,2}秒?)?")),
    (
        "页面按钮",
        re.compile(
            r"[\[【（(]?\s*(?:打印本页|打印|关闭窗口|关闭本页|返回顶部|返回首页|收藏|大|中|小|】|【|\]|\[)\s*[\]】）)]?"
        ),
    ),
    (
        "页面按钮",
        re.compile(
            r"(?:分享|分享到|分享至|分享到微信|扫一扫|扫一扫在手机打开当前页|微信扫一扫)[:：]?.{0,12}|自定义文字|×"
        ),
    ),
    ("评论区", re.compile(r"(?:留言与评论|发表评论|网友评论|评论列表|我要评论)[^。；]{0,20}")),
    ("验证码", re.compile(r"验证码\s*[:：]?\s*\w{0,8}(?:\s*(?:提交|看不清|换一张).{0,10})?")),
    (
        "推荐链接",
        re.compile(
            r"(?:推荐文章|相关文章|相关推荐|相关阅读|相关文档|热门文章|猜你喜欢|延伸阅读|上一篇|下一篇|你可能喜欢|您可能感兴趣)[^。；]{0,60}"
        ),
    ),
    (
        "预览提示",
        re.compile(
            r"[^。；]{0,30}(?:预览结束|免费获取全文|点击下载|下载全文|付费阅读|查看全文|阅读全文|代笔|扫码(?:关注|联系|下载|添加|进群)|长按识别|关注.{0,8}公众号)[^。；]{0,60}"
        ),
    ),
    ("省略标记", re.compile(r"[.．。…]{3,}|-{5,}|={5,}|_{10,}")),
    ("网页残留", re.compile(r"<!--.{0,200}|-->|<[a-zA-Z/][^>]{0,200}>")),
)
_HIDDEN = re.compile(
    r"[-—\s]{0,6}此处隐藏\s*(\d+)\s*字(?:[,，]?\s*(?:请)?(?:下载|登录|注册|付费|点击|开通会员)?(?:后|以)?(?:可)?(?:查看|阅读|下载)?(?:全文)?)?[-—]{0,6}"
    r"|[-—]{2,6}此处隐藏[^。\n]{0,20}[-—]{2,6}"
)
_SUMMARY = re.compile(r"(?:关于)?.{0,60}》?\s*所在栏目\s*[:：].{0,20}内容摘要\s*[:：](?P<text>.*)", re.S)
_BANNER_TITLE = re.compile(r"《([^《》]{4,60}?)(?:\.(?:docx?|pdf|wps|txt))》")
_PAGE_MARK = re.compile(r"(\d{1,3})、\s*")
_INLINE_MARK = re.compile(rf"(?<=[{_CJK}，、。；：”）])(\d{{1,2}})、(?=[{_CJK}“（、，])")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_LEFT_OVER_CODE = re.compile(r"<U\+00A0>|&nbsp;|&#160;")

_HALF_TO_FULL = str.maketrans(",;:?!()", "，；：？！（）")
_PUNCTUATION = re.compile(r"[,;:?!]")
_BRACKETS = re.compile(r"\(([^()\n]{0,200})\)")


@dataclass(frozen=True, slots=True)
class Removal:
    """A piece taken off: the paragraph it stood in (index in what was read), the text, and what it is (``广告位``).

    ``undone`` means that the user wants it back: it was recognised, and left where it stood.
    """

    paragraph: int
    text: str
    reason: str
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A report's own paragraphs. ``title_hint`` is the title that a banner named, ``masks`` the masks by mark."""

    paragraphs: tuple[str, ...]
    removals: tuple[Removal, ...]
    masks: dict[str, int]
    notes: tuple[str, ...]
    title_hint: str = ""


class _Removals:
    """What is taken off, in order; a piece that the user wants back is recorded as undone and stays."""

    def __init__(self, kept: Collection[Removal]) -> None:
        self.all: list[Removal] = []
        self._kept = {(item.paragraph, item.text, item.reason) for item in kept}

    def take(self, paragraph: int, text: str, reason: str) -> bool:
        """Record a piece, and return whether it is really to be taken off."""
        undone = (paragraph, text, reason) in self._kept
        self.all.append(Removal(paragraph, text, reason, undone))
        return not undone


def clean(paragraphs: Sequence[str], kept: Collection[Removal] = ()) -> Cleaned:
    """Return the paragraphs without clutter, with sentences that page marks cut joined again.

    Half-width punctuation beside Chinese becomes full-width, a doubled quotation mark single. Words and figures are
    never altered: what is masked stays masked. ``kept`` are removals that the user has undone: they are left in place.
    """
    removals = _Removals(kept)
    summary = ""
    banner = ""
    left: list[tuple[int, str]] = []
    for index, paragraph in enumerate(paragraphs):
        text = _LEFT_OVER_CODE.sub(" ", _INVISIBLE.sub("", paragraph)).strip(" \t\u3000\u00a0\u2002\u2003")
        if not text:
            continue
        found = _SUMMARY.fullmatch(text)
        if found and removals.take(index, text, "内容摘要"):
            summary = found.group("text")
            continue
        reason = _clutter(text)
        if reason and removals.take(index, text, reason):
            named = _BANNER_TITLE.search(text)
            banner = banner or (named.group(1) if named and reason == "网站横幅" else "")
            continue
        text = _without_hidden_mark(text, index, removals)
        if text:
            left.append((index, text))
    left = _without_repeats(_join_pages(left, removals), removals)
    whole, breaks = joined([text for _, text in left])
    wide = [full_width(text) for text in whole]
    tidy = tuple(_without_doubled_marks(text) for text in wide)
    damage = _damage(tidy)
    tidy, put_back = restored(tidy, full_width(summary))
    masks = count_masks(tidy)
    notes = (
        *_notes([item for item in removals.all if not item.undone], masks),
        *([f"接上断行 {breaks} 处"] if breaks else []),
        *_damage_notes(damage, summary, put_back),
        *(["中文旁的半角标点已改为全角"] if wide != list(whole) else []),
        *(["重复的标点已合并"] if list(tidy) != wide and not put_back else []),
    )
    return Cleaned(tidy, tuple(removals.all), masks, notes, banner)


def full_width(text: str) -> str:
    """Return the text with half-width punctuation made full-width where it stands beside Chinese.

    ``会议11次,培训3次`` changes, ``1,200`` and ``8:30`` do not.
    """

    def one(found: re.Match[str]) -> str:
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
            return found.group()
        return (
            found.group().translate(_HALF_TO_FULL)
            if _chinese(before) or _chinese(after) or _after_chinese(text, found.start())
            else found.group()
        )

    def pair(found: re.Match[str]) -> str:
        around = (
            found.string[found.start() - 1 : found.start()]
            + found.string[found.end() : found.end() + 1]
            + found.group(1)
        )
        return f"（{found.group(1)}）" if any(map(_chinese, around)) else found.group()

    return _BRACKETS.sub(pair, _PUNCTUATION.sub(one, text))


def _chinese(char: str) -> bool:
    return bool(char) and ("\u4e00" <= char <= "\u9fff" or char in "，。；：、？！“”‘’（）《》〔〕【】％")


def _after_chinese(text: str, at: int) -> bool:
    # 现代化网络化100%,还是 and 总结X,坚持: the mark stands after a figure or a mask, the sentence around it is Chinese
    before, after = text[max(at - 12, 0) : at], text[at + 1 : at + 3]
    return any(map(_chinese, before)) and (not after or any(map(_chinese, after)))


def _clutter(text: str) -> str:
    if len(text) > 420:
        return ""
    for reason, pattern in _CLUTTER_LINES:
        if pattern.fullmatch(text):
            return reason
    return ""


def _without_hidden_mark(text: str, index: int, removals: _Removals) -> str:
    def drop(found: re.Match[str]) -> str:
        return "" if removals.take(index, found.group(), "隐藏字提示") else found.group()

    return _HIDDEN.sub(drop, text).strip()


def _join_pages(kept: list[tuple[int, str]], removals: _Removals) -> list[tuple[int, str]]:
    """Join the lines that a site numbered page by page (``2、干部职工…``), where the numbers cut sentences.

    A real list (``1、加强领导。`` ``2、…``) ends its items with a full stop; the lines here mostly do not.
    """
    at = 0
    while at < len(kept):
        run = _page_run(kept, at)
        if len(run) >= 3 and _cuts_sentences(run):
            whole = "".join(_without_page_mark(text, index, removals) for index, text in run)
            kept = [*kept[:at], (run[0][0], whole), *kept[at + len(run) :]]
        at += 1
    return [(index, _without_inline_marks(text, index, removals)) for index, text in kept]


def _without_page_mark(text: str, index: int, removals: _Removals) -> str:
    found = _PAGE_MARK.match(text)
    taken = found is not None and removals.take(index, found.group(), "页码标记")
    return text[found.end() :] if found is not None and taken else text


def _page_run(kept: list[tuple[int, str]], at: int) -> list[tuple[int, str]]:
    run: list[tuple[int, str]] = []
    for index, text in kept[at:]:
        found = _PAGE_MARK.match(text)
        if not found or int(found.group(1)) != len(run) + 1:
            break
        run.append((index, text))
    return run


def _cuts_sentences(run: list[tuple[int, str]]) -> bool:
    cut = sum(text[-1] not in _SENTENCE_END + "”）" for _, text in run[:-1])
    return cut * 2 > len(run) - 1


def _without_inline_marks(text: str, index: int, removals: _Removals) -> str:
    """Take out page marks that a site left inside one long paragraph: 1、 to n、 in order, cutting sentences."""
    marks = list(_INLINE_MARK.finditer(text))
    in_order: list[re.Match[str]] = []
    for mark in marks:
        if int(mark.group(1)) == len(in_order) + (1 if text[:1] != "1" else 2):
            in_order.append(mark)
    cutting = [mark for mark in in_order if text[mark.start() - 1] not in _SENTENCE_END]
    if len(in_order) < 4 or len(cutting) * 2 <= len(in_order):
        return text
    for mark in reversed(in_order):
        if removals.take(index, mark.group(), "页码标记"):
            text = text[: mark.start()] + text[mark.end() :]
    return text


def _without_repeats(kept: list[tuple[int, str]], removals: _Removals) -> list[tuple[int, str]]:
    """Drop a long paragraph that stood before word for word.

    Short lines (各位代表：) may come again, unless so much is repeated that the whole text stands there several times.
    """
    texts = [text for _, text in kept]
    repeats = len([text for text in texts if len(text) > 40]) - len({text for text in texts if len(text) > 40})
    least = 4 if repeats >= 5 and repeats * 4 >= len(texts) else 40
    seen: set[str] = set()
    unique = []
    for index, text in kept:
        if len(text) > least and text in seen and removals.take(index, text, "重复段落"):
            continue
        seen.add(text)
        unique.append((index, text))
    return unique


_DOUBLED: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"“{2,}([^“”]*)”{2,}"), lambda found: f"“{found.group(1)}”"),
    (re.compile(r"([，。；：、！？])\1+"), lambda found: found.group(1)),
)


def _without_doubled_marks(text: str) -> str:
    for pattern, replacement in _DOUBLED:
        text = pattern.sub(replacement, text)
    return text


def _damage(paragraphs: Sequence[str]) -> list[str]:
    found = [dropped_words("".join(paragraphs))]
    broken = sum(map(broken_places, paragraphs))
    if broken:
        found.append(f"有乱码 {broken} 处，请对照原件补正")
    if paragraphs and breaks_off(paragraphs[-1]):
        found.append("结尾不完整：末段没有写完，请对照原件补正")
    return [note for note in found if note]


def _damage_notes(damage: Sequence[str], summary: str, put_back: int) -> list[str]:
    notes = []
    if put_back:
        notes.append(f"开头缺字已按文末网站摘要补回 {put_back} 字，请核对")
    elif summary:
        notes.append("去掉文末网站摘要（与开头重复）")
    return [*notes, *damage]


def _notes(removals: Sequence[Removal], masks: dict[str, int]) -> tuple[str, ...]:
    notes = []
    site = Counter(
        item.reason for item in removals if item.reason not in ("隐藏字提示", "页码标记", "重复段落", "内容摘要")
    )
    if site:
        notes.append(
            f"去掉网页杂项 {site.total()} 处（{'、'.join(f'{reason}{count}' for reason, count in site.items())}）"
        )
    hidden = [item for item in removals if item.reason == "隐藏字提示"]
    for item in hidden:
        number = re.search(r"\d+", item.text)
        notes.append(f"原文缺失：网站隐藏了约 {number.group()} 字" if number else "原文缺失：网站隐藏了一段文字")
    pages = sum(item.reason == "页码标记" for item in removals)
    if pages:
        notes.append(f"去掉插在句中的页码标记 {pages} 处，断开的句子已接上")
    repeats = sum(item.reason == "重复段落" for item in removals)
    if repeats:
        notes.append(f"去掉重复段落 {repeats} 段")
    if masks:
        listed = "、".join(f"{mark} {count}处" for mark, count in masks.items())
        notes.append(f"有遮掩标记 {sum(masks.values())} 处：{listed}")
    return tuple(notes)
