"""The ontology as files: `sse.ttl` (terms and words) and `shapes.ttl` (what a well-formed graph looks like)."""
