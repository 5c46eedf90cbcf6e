"""Two roots make one distribution: the package in `app/`, its bundled files in `resources/`.

The pages of the guide and of the reference come along from `docs/`.
"""

from setuptools import find_packages, setup

# The program opens its own guide for F1.
GUIDE = {f"tidemill_resources.{part}": f"docs/{part}" for part in ("guide", "reference")}

setup(
    packages=[*find_packages("app"), "tidemill_resources", *GUIDE],
    package_dir={"": "app", "tidemill_resources": "resources", **GUIDE},
    package_data={
        "tidemill_resources": ["**/*"],
        **{part: ["*.md"] for part in GUIDE},
        "tidemill": ["py.typed", "store/migrations/**/*"],
    },
    exclude_package_data={"": ["**/__pycache__/*", "**/*.pyc"]},
)
