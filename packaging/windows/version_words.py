"""What Windows shows of the program under Properties, as PyInstaller reads it.

packaging/windows/version_words.py VERSION FILE
"""

import sys
from pathlib import Path

_WORDS = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004,
                    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('CompanyName', 'The Tidemill authors'),
      StringStruct('FileDescription', 'Tidemill'),
      StringStruct('FileVersion', '{version}'),
      StringStruct('InternalName', 'tidemill'),
      StringStruct('LegalCopyright', 'Apache-2.0'),
      StringStruct('ProductName', 'Tidemill'),
      StringStruct('ProductVersion', '{version}')])]),
    VarFileInfo([VarStruct('Translation', [1033, 1200])])
  ]
)
"""


def words(version: str) -> str:
    """The resource of a version such as 0.1.0; what follows the numbers is shown as text only."""
    numbers = [int("".join(filter(str.isdigit, part)) or 0) for part in version.split(".")[:4]]
    return _WORDS.format(version=version, numbers=tuple([*numbers, 0, 0, 0, 0][:4]))


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(words(sys.argv[1]), encoding="utf-8")
