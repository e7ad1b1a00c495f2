"""Why a request is refused: a status and one line, as JSON."""

from __future__ import annotations


class Refused(Exception):
    """status: HTTP's, 4xx or 503. retry_after: seconds, where trying again may help."""

    def __init__(self, status: int, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.retry_after = status, message, retry_after
