"""Prefixes and IRIs: the only place where an IRI is spelled."""

PROJECT = "https://w3id.org/sse-kg/"
ONTOLOGY = f"{PROJECT}ontology"
SSE = f"{ONTOLOGY}#"
SSER = f"{PROJECT}resource/"
GRAPHS = f"{PROJECT}graph/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
SERVICE_DESCRIPTION = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"

PREFIXES = {
    "sse": SSE,
    "sser": SSER,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": "http://www.w3.org/ns/prov#",
    "cito": "http://purl.org/spar/cito/",
    "bibo": "http://purl.org/ontology/bibo/",
    "fabio": "http://purl.org/spar/fabio/",
    "schema": "https://schema.org/",
    "unit": "http://qudt.org/vocab/unit/",
    "quantitykind": "http://qudt.org/vocab/quantitykind/",
}

#: Named graphs: what a person curated, what was extracted and accepted, what follows from either, the vocabulary.
CURATED = f"{GRAPHS}curated"
EXTRACTED = f"{GRAPHS}extracted"
INFERRED = f"{GRAPHS}inferred"
VOCABULARY = f"{GRAPHS}ontology"

REVIEW_DOI = "10.1039/d5sc10189a"
DOI = "https://doi.org/"
REVIEW_IRI = f"{DOI}{REVIEW_DOI}"


def resource(identifier: str) -> str:
    """The IRI of a thing from its id in the tables.

    >>> resource("Na3PS4")
    'https://w3id.org/sse-kg/resource/Na3PS4'
    """
    return SSER + identifier


def term(name: str) -> str:
    """The IRI of a class, relation or property of the ontology.

    >>> term("mitigates")
    'https://w3id.org/sse-kg/ontology#mitigates'
    """
    return SSE + name


def local(iri: str) -> str:
    """The part of an IRI after its namespace.

    >>> local("https://w3id.org/sse-kg/ontology#mitigates")
    'mitigates'
    """
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
