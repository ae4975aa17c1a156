"""The words of answers: `messages/en/words.py` and `messages/es/words.py` hold the texts."""

from __future__ import annotations

from envwright.messages import say

__all__ = ["say"]
