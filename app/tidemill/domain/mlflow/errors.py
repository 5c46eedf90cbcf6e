"""Refusals as MLflow's clients read them: a code that steers them, and a sentence."""

from http import HTTPStatus

from tidemill.base.errors import TidemillError

INVALID = "INVALID_PARAMETER_VALUE"
NOT_THERE = "RESOURCE_DOES_NOT_EXIST"
ALREADY_THERE = "RESOURCE_ALREADY_EXISTS"
BAD_REQUEST = "BAD_REQUEST"
NOT_FOUND = "ENDPOINT_NOT_FOUND"
NOT_SUPPORTED = "NOT_IMPLEMENTED"
DENIED = "PERMISSION_DENIED"
NO_IDENTITY = "UNAUTHENTICATED"
UNAVAILABLE = "TEMPORARILY_UNAVAILABLE"
INTERNAL = "INTERNAL_ERROR"

STATUSES = {
    INVALID: HTTPStatus.BAD_REQUEST,
    NOT_THERE: HTTPStatus.NOT_FOUND,
    ALREADY_THERE: HTTPStatus.BAD_REQUEST,
    BAD_REQUEST: HTTPStatus.BAD_REQUEST,
    NOT_FOUND: HTTPStatus.NOT_FOUND,
    NOT_SUPPORTED: HTTPStatus.NOT_IMPLEMENTED,
    DENIED: HTTPStatus.FORBIDDEN,
    NO_IDENTITY: HTTPStatus.UNAUTHORIZED,
    UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""The status that goes with a code, as MLflow's own server answers."""


class MlflowError(TidemillError):
    """A refusal with one of the codes above."""

    kind = "usage"

    def __init__(self, message: str, code: str = INVALID) -> None:
        """Say why; wrong values are the usual cause."""
        super().__init__(message, "")
        self.code = code

    @property
    def status(self) -> HTTPStatus:
        """The status it is told by."""
        return STATUSES[self.code]
