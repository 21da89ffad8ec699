"""From a request to a checked draft: figures, outline, sections, checks, storage and the finished .docx."""
