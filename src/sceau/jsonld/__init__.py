"""JSON-LD 1.1 to RDF, as far as credentials use it, in safe mode: nothing is ever dropped in silence.

`contexts` of JSON-LD are worked out once and kept; `statements` walks a document and writes its quads; `labels` gives
blank nodes their canonical names within a bounded amount of work. Callers use `sceau.canonical`.
"""
