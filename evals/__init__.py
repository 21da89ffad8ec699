"""Evals: how well the reader and the checker do on cases labelled by hand. Run with ``python -m evals``."""
