"""Asking a design questions: what other readings of it would count, and later more."""
