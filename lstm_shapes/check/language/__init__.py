"""Words and grammar of documents, in all their languages: names, shapes, and what a sentence does to them; no code."""
