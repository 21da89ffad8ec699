"""What can go wrong in the knowledge base, as the user is told of it.

KnowledgeError
├── ReadingError       a file cannot be read, or must not be
├── NotFoundError      no such report
├── StoreError         the database or an index is not usable
└── EmbeddingError     the model that makes vectors does not answer, or is not one
"""


class KnowledgeError(Exception):
    """Base of the package. ``str(error)`` is one Chinese sentence: what, where, what to do.

    ``retry_helps`` tells whether the same call may succeed later.
    """

    retry_helps = False


class ReadingError(KnowledgeError):
    """A file is empty, damaged, of another type than it says, or over a limit."""


class NotFoundError(KnowledgeError):
    """The library holds no report of this id."""


class StoreError(KnowledgeError):
    """The database or an index cannot be opened or written."""

    retry_helps = True


class EmbeddingError(KnowledgeError):
    """The model that makes vectors is missing, does not answer, or answers with something else."""
