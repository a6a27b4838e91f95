"""A knowledge graph of sulfide solid electrolytes for sodium batteries, and the questions it answers."""

__version__ = "0.1.0"
