"""The code of a document as one program: parsed, followed, and ready to be asked about any line."""
