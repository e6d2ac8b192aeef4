"""The version of Convas, in one place."""

__version__ = "0.3.0"
