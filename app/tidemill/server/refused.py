"""A request that does not reach the routes; light, for whoever stands before them."""

from http import HTTPStatus

from tidemill.base.errors import TidemillError

LEFT = 499
"""The status of a request whose client left before it was answered."""


class Refused(TidemillError):
    """A request that does not reach the routes, with the status it is told by."""

    def __init__(self, status: HTTPStatus, message: str, hint: str = "") -> None:
        """Say with which status, why, and what to do."""
        super().__init__(message, hint)
        self.status = status
