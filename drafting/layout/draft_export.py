"""A stored draft as a file: its text, the data it was written from, and its findings where a review copy is asked for."""

from drafting.checking.draft_check import DraftCheck
from drafting.checking.supplied import supplied_for
from drafting.draft import Draft
from drafting.layout.docx_writer import write_docx
from drafting.layout.profile import Profile
from drafting.layout.review_copy import review_notes
from drafting.manuscript import manuscript_of


def draft_docx(draft: Draft, profile: Profile | None = None, *, review: DraftCheck | None = None) -> bytes:
    """Return the draft as a .docx that carries its figure sheet; with ``review`` its findings stand in it as comments.

    Raises ExportError where there is nothing to write.
    """
    notes = review_notes(draft, review) if review is not None else ()
    return write_docx(manuscript_of(draft), profile, notes=notes, supplied=supplied_for(draft.request))
