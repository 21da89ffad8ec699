"""How reasons quote: one pair of quotation marks around a name, and inner ones single, as Chinese typesetting has them."""

import re

_OUTER = re.compile(r"[“\"](?P<inner>[^“”\"]*)[”\"]")


def quoted(words: str) -> str:
    """Return words in quotation marks: 收文 → “收文”, “云岚讲堂” → “云岚讲堂”, 举办“云岚讲堂” → “举办‘云岚讲堂’”."""
    whole = _OUTER.fullmatch(words)
    inner = whole["inner"] if whole is not None else words
    return "“" + inner.replace("“", "‘").replace("”", "’") + "”"
