"""Questions about a corpus, one verb per file; each function is a method of :class:`coopsec.Corpus`."""
