"""Questions to a corpus: one verb, one file; each function here is a method of :class:`coopsec.Corpus`."""
