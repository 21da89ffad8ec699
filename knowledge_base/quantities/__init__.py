"""Quantities in Chinese official prose: reading them, naming what they count, writing them."""
