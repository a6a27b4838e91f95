"""Content negotiation: which of the formats we have is the one that an Accept header likes best."""

from collections.abc import Iterator, Mapping

ALIASES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "application/x-turtle": "text/turtle",
    "text/plain": "application/n-triples",
}
"""What older clients ask for and mean by it; used only where the name itself is not offered."""
_MOST_RANGES = 50


def best_format(accept: str, offered: Mapping[str, str]) -> str | None:
    """The format that an Accept header likes best, None when it takes none of them.

    `offered` maps formats to media types, the one we like best first, which also decides between equals.

    >>> formats = {"json": "application/sparql-results+json", "csv": "text/csv; charset=utf-8"}
    >>> best_format("text/csv, */*;q=0.1", formats), best_format("", formats), best_format("image/png", formats)
    ('csv', 'json', None)
    >>> best_format("application/json", formats), best_format("text/*;q=0, */*", formats)
    ('json', 'json')
    """
    wishes = list(_wishes(accept)) or [("*/*", 1.0)]
    types = {format: media.partition(";")[0] for format, media in offered.items()}
    wishes += [(ALIASES[media], q) for media, q in wishes if media in ALIASES and media not in types.values()]
    liked = {format: _liking(media, wishes) for format, media in types.items()}
    best = max(liked, key=lambda format: liked[format])  # the first of equals
    return best if liked[best] > 0 else None


def _liking(media: str, wishes: list[tuple[str, float]]) -> float:
    """The q of the narrowest range that a media type falls into."""
    kind = media.partition("/")[0]
    for wanted in (media, f"{kind}/*", "*/*"):
        found = [q for wish, q in wishes if wish == wanted]
        if found:
            return max(found)
    return 0.0


def _wishes(accept: str) -> Iterator[tuple[str, float]]:
    """Media ranges with their q; what is no range is passed over.

    >>> list(_wishes("text/csv;charset=utf-8;q=0.5, nonsense, TEXT/*"))
    [('text/csv', 0.5), ('text/*', 1.0)]
    """
    for part in accept.split(",")[:_MOST_RANGES]:
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media.count("/") == 1:
            yield media, next((_quality(one[2:]) for one in parameters if one.startswith("q=")), 1.0)


def _quality(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0
