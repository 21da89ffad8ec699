"""Opens a Chroma store, asks it for what it holds, and says so in one line of JSON. Run as a script of its own: a damaged
store may end the process that opens it (SIGSEGV), and that must not be the desk.

``python chroma_probe.py COLLECTION FOLDER|URL``
"""

import json
import sys
from typing import Any
from urllib.parse import urlsplit

#: So many of the stored vectors are looked for.
SAMPLE = 20


def probe(collection: str, place: str) -> dict[str, Any]:
    """Return how many vectors the collection counts, and whether those looked for were found again."""
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import NotFoundError

    settings = Settings(anonymized_telemetry=False)
    if place.startswith(("http://", "https://")):
        address = urlsplit(place)
        secure = address.scheme == "https"
        client = chromadb.HttpClient(
            host=address.hostname or "127.0.0.1",
            port=address.port or (443 if secure else 8000),
            ssl=secure,
            settings=settings,
        )
    else:
        client = chromadb.PersistentClient(path=place, settings=settings)
    try:
        # the vectors are given: without this, Chroma would load a model of its own
        held = client.get_collection(collection, embedding_function=None)
    except NotFoundError:
        return {"count": 0, "found": True}
    count = held.count()
    sample = held.get(limit=SAMPLE, include=["embeddings"])
    vectors: Any = [] if sample["embeddings"] is None else [list(map(float, row)) for row in sample["embeddings"]]
    if count and len(vectors) < min(count, SAMPLE):
        return {"count": count, "found": False}
    nearest = held.query(query_embeddings=vectors, n_results=1, include=["distances"])["distances"] if vectors else []
    # the search is an approximate one: it may miss a vector among many alike, but not most of them
    missed = sum(not row or row[0] > 0.01 for row in nearest or [])
    return {"count": count, "found": missed * 2 <= len(vectors)}


if __name__ == "__main__":
    print(json.dumps(probe(sys.argv[1], sys.argv[2])))
