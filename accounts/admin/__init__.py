"""Users, units, and who tried to sign in."""

from . import sign_ins, users

__all__ = ["sign_ins", "users"]
