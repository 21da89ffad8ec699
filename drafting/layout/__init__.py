"""The finished text as a .docx laid out to GB/T 9704-2012: written, read back, and checked."""
