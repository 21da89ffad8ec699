"""Measurements of the product, run with ``python -m evals``."""
