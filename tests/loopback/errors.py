"""Discord's JSON errors: https status and code, as its documentation lists them."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A request Discord refuses."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.more = status, code, message, more

    @property
    def body(self) -> dict[str, Any]:
        return {"message": self.message, "code": self.code, **self.more}


def unauthorized() -> ApiError:
    return ApiError(401, 0, "401: Unauthorized")


def unknown_channel() -> ApiError:
    return ApiError(404, 10003, "Unknown Channel")


def unknown_member() -> ApiError:
    return ApiError(404, 10007, "Unknown Member")


def unknown_message() -> ApiError:
    return ApiError(404, 10008, "Unknown Message")


def unknown_webhook() -> ApiError:
    return ApiError(404, 10015, "Unknown Webhook")


def unknown_interaction() -> ApiError:
    return ApiError(404, 10062, "Unknown interaction")


def already_acknowledged() -> ApiError:
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def missing_access() -> ApiError:
    return ApiError(403, 50001, "Missing Access")


def not_the_author() -> ApiError:
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def missing_permissions() -> ApiError:
    return ApiError(403, 50013, "Missing Permissions")


def already_published() -> ApiError:
    return ApiError(400, 40033, "This message has already been crossposted")


def wrong_channel_type() -> ApiError:
    return ApiError(400, 50024, "Cannot execute action on this channel type")


def has_a_thread() -> ApiError:
    return ApiError(400, 160004, "A thread has already been created for this message")


def invalid_token() -> ApiError:
    return ApiError(401, 50027, "Invalid Webhook Token")


def invalid_form(field: str, message: str) -> ApiError:
    """50035, with the field's path as Discord nests it."""
    errors: dict[str, Any] = {"_errors": [{"code": "INVALID", "message": message}]}
    for part in reversed(field.split(".")):
        errors = {part: errors}
    return ApiError(400, 50035, "Invalid Form Body", errors=errors)
