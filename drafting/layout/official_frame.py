"""What stands around the text of an official document and is no part of it: 版头, 附表, 印章, 版记."""

from dataclasses import dataclass
from datetime import date

from drafting.figure import Figure


@dataclass(frozen=True, slots=True)
class OfficialFrame:
    """The particulars of one document; each may be empty.

    ``organ`` is the 发文机关标志 (署名 with 文件 unless given) and ``number`` the 发文字号 (云工委〔2026〕12号), both shown where the
    profile has a red head; ``signer`` is the 签发人 of a report to a higher organ. ``sealed`` leaves room for the seal.
    ``copied_to``, ``printed_by`` and ``printed_on`` make the 版记. ``annex`` are the figures of the 附表.
    """

    organ: str = ""
    number: str = ""
    signer: str = ""
    sealed: bool = False
    copied_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    annex: tuple[Figure, ...] = ()
