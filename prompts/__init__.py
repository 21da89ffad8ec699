"""The texts sent to a model: one file a call, rendered strictly.

A file begins with a comment on what it is for, then a system part, the same for every call so that providers' prefix
caches hit, and a user part. Marks are ``[[ name ]]``, ``[% if … %]`` and ``[# … #]``: braces are left to the figure
tokens (``{{F3}}``), which a template engine's usual marks would swallow.
"""

from prompts.rendering import Prompt, names, render, variables

__all__ = ["Prompt", "names", "render", "variables"]
