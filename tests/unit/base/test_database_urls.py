"""URLs of shared workspaces: read, shown without their password, handed on."""

from pathlib import Path

import pytest

from tidemill.base.database_urls import DatabaseUrl, name_of, place_of
from tidemill.base.errors import NeedsYou


@pytest.mark.parametrize(
    ("text", "shown", "password"),
    [
        ("postgresql://ada@db/team", "postgresql://ada@db/team", None),
        ("postgres://db:5433/team", "postgresql://db:5433/team", None),
        ("postgresql+psycopg://a:bee@db/team", "postgresql://a@db/team", "bee"),
        ("postgresql://ada:p%40%3Ass@db/team", "postgresql://ada@db/team", "p@:ss"),
        ("postgresql://:only@db/team", "postgresql://db/team", "only"),
        (
            "postgresql://db/team?sslmode=require&password=x%26y",
            "postgresql://db/team?sslmode=require",
            "x&y",
        ),
        ("postgresql:///team?host=/var/run", "postgresql:///team?host=/var/run", None),
        ("postgresql://ada:xyz@[::1]:5432/team", "postgresql://ada@[::1]:5432/team", "xyz"),
    ],
)
def test_a_password_is_held_apart_and_never_shown(text, shown, password):
    url = DatabaseUrl.of(text)
    assert str(url) == shown
    assert url.password == password
    assert url.name == "team"
    if password:
        assert password not in repr(url)
        assert url.environment() == {"PGPASSWORD": password}
    else:
        assert url.environment() == {}
    assert DatabaseUrl.of(str(url)) == url


@pytest.mark.parametrize(
    "text",
    ["mysql://h/d", "sqlite:///d", "postgresql://h", "postgresql://h/", "postgresql://h:x/d"],
)
def test_what_is_no_database_is_refused_with_an_example(text):
    with pytest.raises(NeedsYou) as told:
        DatabaseUrl.of(text)
    assert "postgresql://" in told.value.hint


def test_a_text_is_a_folder_or_a_database():
    assert place_of("postgresql://db/team") == DatabaseUrl("postgresql://db/team")
    assert place_of("here") == Path("here").absolute()
    assert name_of(place_of("postgresql://db/a%20team")) == "a team"
    assert name_of(Path("/data/shop")) == "shop"
    assert name_of(Path("/")) == "/"
