"""From award to signed document: keys, status, publication, and the page where anybody checks a badge."""
