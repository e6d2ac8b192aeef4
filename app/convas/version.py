"""The version of Convas, in one place."""

__version__ = "0.2.0"
