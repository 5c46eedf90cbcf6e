"""Everything that is shipped is named with its licence, from what packages say of themselves."""

from importlib import metadata

import pytest

from tidemill.base.errors import NotThere
from tidemill.services import licences


def test_what_is_required_is_named_and_what_is_for_development_is_not():
    found = {one.name.lower(): one for one in licences.every()}
    assert {"tidemill", "numpy", "sqlalchemy", "scikit-learn", "fontpkg-inter"} <= set(found)
    assert any(name.startswith("pyside6") for name in found)
    assert any(name.startswith("shiboken6") for name in found)  # required by what is required
    assert not {"pytest", "ruff", "mypy"} & set(found)
    assert found["numpy"].version == metadata.version("numpy")
    assert list(found) == sorted(found, key=lambda name: name.replace("_", "-"))


def test_every_package_has_a_licence_in_a_word():
    for one in licences.every():
        assert 0 < len(one.licence) <= 120
        assert one.licence not in ("UNKNOWN", "None")


def test_texts_are_read_and_code_is_not_a_text():
    assert "Redistribution" in licences.text("NumPy")
    assert "Open Font License" in licences.text("fontpkg_inter").replace(
        "OPEN FONT LICENSE", "Open Font License"
    )
    assert "import " not in licences.text("sqlalchemy")
    with pytest.raises(NotThere):
        licences.text("pytest")
