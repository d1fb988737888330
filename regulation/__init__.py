"""The law as data, and its reader. Imports nothing of ours."""

from regulation.errors import LawError
from regulation.law import Law, load

__all__ = ["Law", "LawError", "load"]
