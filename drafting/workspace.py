"""The one place that wires the parts together, for the desk, the command line and the evals alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from drafting.chat import OpenAIChat, load_client
from drafting.draft_store import DraftStore, open_engine
from drafting.drafter import Drafter
from drafting.drafting_job import DraftingJobs
from drafting.errors import SettingsError
from drafting.genre import Genre, genre_cues, load_genres
from drafting.patience import Patience
from drafting.settings import Settings, silence_telemetry
from knowledge_base.embedding import vectors_of
from knowledge_base.lexicon.set_phrases import OWN_FOLDER, Lexicon
from knowledge_base.library import Library
from knowledge_base.vectors import Vectors

DRAFTS_FILE = "drafts.sqlite3"
GENRES_FOLDER = "genres"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything a session works with. Close it when done."""

    settings: Settings
    library: Library
    genres: Mapping[str, Genre]
    store: DraftStore
    drafter: Drafter
    jobs: DraftingJobs

    @classmethod
    def open(cls, settings: Settings) -> "Workspace":
        """Open the library, the drafts and the drafter that ``settings`` describe; folders are made as needed.

        Raises SettingsError where a place cannot be used, KnowledgeError where the library cannot be opened.
        """
        silence_telemetry()
        _make_home(settings.home)
        genres = load_genres(settings.home / GENRES_FOLDER)
        Lexicon.use_own(settings.home / OWN_FOLDER)
        database_url = settings.database_url.get_secret_value() if settings.database_url else None
        store = DraftStore(open_engine(database_url or f"sqlite:///{settings.home / DRAFTS_FILE}"))
        library = Library(
            settings.home,
            database_url=database_url,
            chroma_url=settings.chroma_url or None,
            genre_cues=genre_cues(genres),
            limits=settings.limits,
            vectors=_vectors_of(settings),
        )
        drafter = Drafter(
            library=library,
            genres=genres,
            store=store,
            chat=_chat_of(settings),
            patience=Patience(settings.deadline, settings.retries, settings.backoff),
            parallel=settings.parallel,
        )
        return cls(settings, library, genres, store, drafter, DraftingJobs(drafter, store))

    def warm_up(self) -> None:
        """Load what the first search and the first request of a model would have to wait for. Raises KnowledgeError."""
        self.library.search("工作总结", k=1)
        if self.settings.uses_model:
            load_client()

    def close(self) -> None:
        """Stop running jobs (their sections stay as they are and can be continued) and release the stores."""
        self.jobs.close()
        self.library.close()
        self.store.close()

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _chat_of(settings: Settings) -> OpenAIChat | None:
    if not settings.uses_model:
        return None
    return OpenAIChat(
        model=settings.model,
        base_url=settings.base_url,
        api_key=settings.api_key.get_secret_value() if settings.api_key else "",
        max_tokens=settings.max_tokens,
        temperature=settings.temperature,
        chunk_timeout=settings.chunk_timeout,
    )


def _vectors_of(settings: Settings) -> Vectors:
    key = settings.api_key.get_secret_value() if settings.api_key else ""
    return vectors_of(settings.embedding_model, settings.base_url, key)


def _make_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"数据文件夹“{home}”无法使用（{error.strerror}）；请检查权限或把 ZHIBI_HOME 改到别处。"
        ) from error
