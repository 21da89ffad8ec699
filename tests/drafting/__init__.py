"""Tests of the drafting package."""
