"""Which names and values MLflow's interface takes, and how many at once.

The figures are those of MLflow's REST documentation ("Request limits" and "Data structures") and
of its server's answers; a name that is a path out of its folder is refused as there.
"""

import math
import posixpath
import re
from collections.abc import Mapping, Sequence

from tidemill.domain.mlflow.errors import MlflowError

MOST_METRICS, MOST_PARAMS, MOST_TAGS, MOST_IN_BATCH = 1_000, 100, 100, 1_000
MOST_RUNS, MOST_EXPERIMENTS, MOST_POINTS = 50_000, 50_000, 25_000
NAME_LENGTH, PARAM_LENGTH, TAG_LENGTH, EXPERIMENT_TAG_LENGTH = 250, 6_000, 8_000, 5_000
EXPERIMENT_LENGTH, RUN_NAME_LENGTH = 255, 8_000
DATASET_NAME_LENGTH, DIGEST_LENGTH = 500, 36
SOURCE_LENGTH, SCHEMA_LENGTH, PROFILE_LENGTH = 65_535, 1_048_575, 16_777_215
FILTER_LENGTH = 100_000
LARGEST_STEP = 2**63 - 1

_NAME = re.compile(r"[/\w.\- :]*")
_RUN_ID = re.compile(r"[a-zA-Z0-9][\w\-]{0,255}")
_DRIVE = re.compile(r"[a-zA-Z]:")


def name(text: object, what: str) -> str:
    """The name of a parameter, a metric or a tag; `what` of these it is, for the sentence."""
    if not isinstance(text, str) or not text:
        raise MlflowError(f"Missing value for required parameter '{what}'. A name must be given.")
    if len(text) > NAME_LENGTH:
        raise MlflowError(
            f"'{what}' exceeds the maximum length of {NAME_LENGTH} characters: "
            f"'{text[:60]}…' has {len(text)}."
        )
    if not _NAME.fullmatch(text):
        raise MlflowError(
            f"Invalid value \"{text}\" for parameter '{what}': names may only contain "
            "alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colons (:) and "
            "slashes (/)."
        )
    if is_path_out(text):
        raise MlflowError(
            f"Invalid value \"{text}\" for parameter '{what}': names may be treated as files in "
            "certain cases and must not resolve to other names."
        )
    return text


def is_path_out(text: str) -> bool:
    """Whether a relative path would lead elsewhere than it says."""
    normal = posixpath.normpath(text)
    return normal != text or normal == "." or normal.startswith(("..", "/"))


def artifact_path(text: str) -> str:
    """A path of a file below its run's folder; "" is the folder itself.

    Whatever could lead out of it is refused: absolute paths, parts that go up, drive letters,
    backslashes, the zero character.
    """
    parts = text.split("/")
    leads_out = (
        text.startswith("/")
        or "\\" in text
        or "\0" in text
        or _DRIVE.match(text) is not None
        or any(part in {"..", "."} for part in parts)
    )
    if leads_out or (text and any(not part for part in parts)):
        raise MlflowError(f"Invalid path: {text[:200]!r} does not stay in its folder.")
    if len(text) > 500:
        raise MlflowError("Invalid path: it is longer than 500 characters.")
    return text


def text_of(value: object, what: str, most: int, *, is_needed: bool = True) -> str:
    """A text of at most so many characters."""
    if value is None and not is_needed:
        return ""
    if not isinstance(value, str):
        raise MlflowError(f"Missing value for required parameter '{what}': a text is expected.")
    if len(value) > most:
        raise MlflowError(
            f"'{what}' exceeds the maximum length of {most} characters: it has {len(value)}."
        )
    if "\0" in value:
        raise MlflowError(f"'{what}' must not contain the zero character.")
    return value


def number(value: object, what: str) -> float:
    """A metric's value; NaN and infinities come as such or as the texts JSON has for them."""
    if isinstance(value, str):
        try:
            return _ODD[value]
        except KeyError:
            raise MlflowError(f"Invalid value '{value[:60]}' for parameter '{what}'.") from None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise MlflowError(f"Missing value for required parameter '{what}': a number is expected.")
    try:
        return float(value)
    except OverflowError:
        raise MlflowError(f"The value of '{what}' is too large for a number.") from None


_ODD = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def whole(value: object, what: str, otherwise: int | None = None) -> int:
    """A whole number of 64 bits, as a number or as the text of one (int64 in JSON may be)."""
    if value is None and otherwise is not None:
        return otherwise
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_STEP:
        raise MlflowError(f"Invalid value for parameter '{what}': a whole number is expected.")
    return value


def most(value: object, what: str, otherwise: int, largest: int) -> int:
    """How many to answer with at most."""
    chosen = whole(value, what, otherwise)
    if not 0 < chosen <= largest:
        raise MlflowError(
            f"Invalid value for parameter '{what}': it must be at least 1 and at most {largest}, "
            f"but got {chosen}."
        )
    return chosen


def run_id(value: object) -> str:
    """The id of a run as it can be; whether there is one is another question."""
    if not isinstance(value, str) or not value:
        raise MlflowError("Missing value for required parameter 'run_id'.")
    if not _RUN_ID.fullmatch(value):
        raise MlflowError(f"Invalid run ID: '{value[:60]}'.")
    return value


def pairs(
    values: object, what: str, length: int, count: int, *, is_cut: bool = False
) -> dict[str, str]:
    """Key and value pairs by key, the last of a key counting; none is an empty list.

    A value that is longer is refused, or cut off where `is_cut`, as MLflow's server cuts those of
    parameters and of runs' tags: a script that logs one goes on.
    """
    if values is None:
        return {}
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise MlflowError(f"Invalid value for parameter '{what}s': a list is expected.")
    if len(values) > count:
        raise MlflowError(
            f"A request can contain at most {count} {what}s. Got {len(values)} {what}s. Please "
            f"split up {what}s across multiple requests and try again."
        )
    found: dict[str, str] = {}
    for one in values:
        if not isinstance(one, Mapping):
            raise MlflowError(f"Invalid value for parameter '{what}s': pairs are expected.")
        key = name(one.get("key"), f"{what}s.key")
        value = one.get("value")
        if is_cut and isinstance(value, str):
            value = value[:length]
        found[key] = text_of("" if value is None else value, f"{what}s.value", length)
    return found
