"""Last year's values, and the search for them in what was sent to a model."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from drafting.past_phrasing import shown_passage
from drafting.request import Request
from evals.wrong_numbers import by_hand
from knowledge_base.library import Library
from knowledge_base.quantities.mention import QUANTITY_KINDS
from knowledge_base.report import Hit

_FENCED = re.compile(r"(<往年材料>\n)(.*?)(\n</往年材料>)", re.DOTALL)
#: What the writer typed for this report is sent as it is: a value in it is this year's, whatever last year's was.
_WRITERS = re.compile(r"^(?:  - |主题：|【报告】|【单位】|【期间】|【篇幅】).*$", re.MULTILINE)


class PastValues:
    """The values of all past reports of a library, and the sheets' values of last year."""

    def __init__(self, library: Library, requests: Iterable[Request]) -> None:
        passages = [passage for summary in library.list() for passage in library.show(summary.id).passages]
        # A date of last year (截至12月底) may be this year's too, and the sheet's own 口径 is sent.
        written = {slot.text for passage in passages for slot in passage.slots if slot.kind in QUANTITY_KINDS}
        written |= {
            by_hand(figure, previous=True)
            for request in requests
            for figure in request.figures.figures
            if figure.previous
        }
        # 3个 stands in 三个…: only what is written in digits and has a unit can be told from the prompt's own words.
        self._values = sorted(text for text in written if re.search(r"\d", text) and not text.isdigit())
        self._raw = {shown_passage(Hit(passage, 0.0, "")): passage.text for passage in passages}

    def __len__(self) -> int:
        return len(self._values)

    def with_values(self, prompt: str) -> str:
        """Return a prompt as it would be without slots: past material with last year's numbers in it."""

        def whole(found: re.Match[str]) -> str:
            # A fence holds the passages of one section, a line each.
            return found[1] + "\n".join(self._raw.get(line, line) for line in found[2].split("\n")) + found[3]

        return _FENCED.sub(whole, prompt)

    def leaks(self, requests: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return each past value that a recorded request holds, with the words around it.

        Not counted: what the writer typed, and what the model itself had written before (its own answer, quoted back).
        """
        found = []
        for request in requests:
            own = "\n".join(str(m["content"]) for m in request["messages"] if m["role"] == "assistant")
            sent = "\n".join(str(m["content"]) for m in request["messages"] if m["role"] != "assistant")
            text = _WRITERS.sub("", sent)
            for value in self._values:
                for match in re.finditer(r"(?<![\d.F])" + re.escape(value), text):
                    if value not in own:
                        found.append(text[max(0, match.start() - 30) : match.end() + 10])
        return found
