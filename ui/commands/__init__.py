"""One module for each command: ``register`` adds its arguments, ``run`` does it and returns the exit status.

What a command needs is imported when it runs: Chroma, LangChain and Gradio together take seconds to import, and
``zhibi numbers`` needs none of them.
"""
