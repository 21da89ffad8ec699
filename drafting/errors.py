"""What can go wrong while drafting, as the user is told of it.

DraftingError
├── RequestError       the request or the figure sheet is unusable
├── SettingsError      a setting is unusable
├── DraftNotFoundError no such draft
├── ExportError        the draft cannot be laid out
└── ChatError          the model's endpoint did not give a usable answer
    ├── ChatRefusedError     key, quota, path or content refused: trying again does not help
    │   ├── ChatAccessError     key, quota, model or address: every section is refused alike
    │   ├── ChatOverflowError   the prompt is longer than the model's context: a shorter one may pass
    │   └── ChatInspectionError the provider's inspection refused the content: other material may pass
    ├── ChatUnavailableError unreachable, overloaded or too slow: trying again may help
    └── ChatBrokenError      the answer was cut off or is not a chat model's: the part is kept as a part
        ├── ChatLengthError     the answer reached the length limit: a higher limit may pass
        └── ChatUnfitError      the answer is said to be whole, and is no section all the same: another may be one
"""


class DraftingError(Exception):
    """Base of the package. ``str(error)`` is one Chinese sentence: what, where, what to do.

    ``retry_helps`` tells whether the same call may succeed later.
    """

    retry_helps = False


class RequestError(DraftingError):
    """The request or the figure sheet cannot be used as given."""


class SettingsError(DraftingError):
    """A setting has a value that cannot be used."""


class DraftNotFoundError(DraftingError):
    """The store holds no draft of this id."""


class ExportError(DraftingError):
    """The draft cannot be laid out."""


class ChatError(DraftingError):
    """The endpoint did not give a usable answer. ``partial`` is what had arrived."""

    def __init__(self, message: str, partial: str = "") -> None:
        super().__init__(message)
        self.partial = partial


class ChatRefusedError(ChatError):
    """Key, quota, model name or content was refused."""


class ChatAccessError(ChatRefusedError):
    """Key, quota, model name, parameters or address: what one section is told holds for every other."""


class ChatOverflowError(ChatRefusedError):
    """The prompt does not fit the model's context."""


class ChatInspectionError(ChatRefusedError):
    """The provider's content inspection refused the prompt or stopped the answer."""


class ChatUnavailableError(ChatError):
    """The endpoint could not be reached, was overloaded, or took too long.

    ``retry_after`` is how many seconds the endpoint asked to be left alone, where it said so; ``retries`` how many more
    tries are worth their time at most, where that is known.
    """

    retry_helps = True

    def __init__(
        self, message: str, partial: str = "", retry_after: float | None = None, retries: int | None = None
    ) -> None:
        super().__init__(message, partial)
        self.retry_after = retry_after
        self.retries = retries


class ChatBrokenError(ChatError):
    """The stream ended without a finish reason, or what came is not a chat answer."""

    retry_helps = True


class ChatLengthError(ChatBrokenError):
    """The answer was stopped at the limit of tokens that was asked for."""


class ChatUnfitError(ChatBrokenError):
    """The answer is too short to be a section, or stops in the middle of a sentence."""
