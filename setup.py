"""Two roots make one distribution: the package in `app/`, its bundled files in `resources/`."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages("app"), "tidemill_resources"],
    package_dir={"": "app", "tidemill_resources": "resources"},
    package_data={
        "tidemill_resources": ["**/*"],
        "tidemill": ["py.typed", "store/migrations/**/*"],
    },
    exclude_package_data={"": ["**/__pycache__/*", "**/*.pyc"]},
)
