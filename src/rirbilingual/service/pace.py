"""Requests to those that come slowly enough: so many a minute from one client, the rest refused with 429."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rirbilingual.service.refusals import Refused

if TYPE_CHECKING:
    from starlette.requests import Request


class Pace:
    """per_minute: requests from one client's address, in any minute."""

    def __init__(self, per_minute: int) -> None:
        from limits import RateLimitItemPerMinute
        from limits.storage import MemoryStorage
        from limits.strategies import SlidingWindowCounterRateLimiter

        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._rate = RateLimitItemPerMinute(per_minute)

    def check(self, request: Request) -> None:
        """Raises Refused(429)."""
        client = request.client.host if request.client else ""
        if not self._limiter.hit(self._rate, client):
            raise Refused(429, f"more than {self._rate.amount} requests in a minute", retry_after=10)
