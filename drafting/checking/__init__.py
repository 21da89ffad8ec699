"""Checking: every number of a finished text is read anew and traced to what was supplied, or reported."""
