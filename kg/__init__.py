"""A knowledge graph of sulfide solid electrolytes for sodium batteries, and the questions it answers."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Graph as Graph

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`from kg import Graph` loads the API when it is asked for, so that `import kg` stays instant."""
    if name == "Graph":
        from kg.api import Graph

        return Graph
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
