# Builds the installer for Windows, from a checkout, in PowerShell 5.1 or newer:
#
#   py -3.12 -m venv .venv
#   .venv\Scripts\python -m pip install -c packaging\constraints.txt setuptools
#   .venv\Scripts\python -m pip install -c packaging\constraints.txt --no-build-isolation -e ".[package,lightgbm,postgresql,streaming]"
#   packaging\windows\build.ps1
#
# Inno Setup 6.3 or newer has to be installed. To sign, set TIDEMILL_SIGN to the whole command of
# a signing tool with $f where the file goes, for example:
#   $env:TIDEMILL_SIGN = 'signtool sign /fd SHA256 /tr http://TIMESTAMP /td SHA256 /n "NAME" $f'

$ErrorActionPreference = "Stop"
$root = Resolve-Path "$PSScriptRoot\..\.."
Set-Location $root

$python = Join-Path $root ".venv\Scripts\python.exe"
if (-not (Test-Path $python)) { throw "There is no .venv; the head of this script says how to make it." }

$version = & $python -c "import tomllib; print(tomllib.load(open('pyproject.toml', 'rb'))['project']['version'])"
$work = Join-Path $root "build\package"
$frozen = Join-Path $work "frozen\tidemill"
$icon = Join-Path $work "icons\tidemill.ico"
$out = Join-Path $root "dist"

New-Item -ItemType Directory -Force $work | Out-Null
& $python packaging\windows\version_words.py $version (Join-Path $work "version.txt")
if ($LASTEXITCODE -ne 0) { throw "The version's words could not be written." }
& $python packaging\make_package.py --work $work --out $out --only folder
if ($LASTEXITCODE -ne 0) { throw "The program could not be frozen." }

function Sign($file) {
    if (-not $env:TIDEMILL_SIGN) { return }
    cmd /c $env:TIDEMILL_SIGN.Replace('$f', "`"$file`"")
    if ($LASTEXITCODE -ne 0) { throw "$file could not be signed." }
}
Sign (Join-Path $frozen "tidemill.exe")
Sign (Join-Path $frozen "tidemill-window.exe")

# A program that does not start is not packed.
& (Join-Path $frozen "tidemill.exe") --version
if ($LASTEXITCODE -ne 0) { throw "The frozen program does not start." }

$compiler = (Get-Command iscc -ErrorAction SilentlyContinue).Source
if (-not $compiler) { $compiler = "${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe" }
if (-not (Test-Path $compiler)) { throw "Inno Setup is missing: ISCC.exe was not found." }
$words = @("/DVersion=$version", "/DFrozen=$frozen", "/DIcon=$icon", "/O$out")
if ($env:TIDEMILL_SIGN) { $words += @("/DSignTool=tidemill", "/Stidemill=$env:TIDEMILL_SIGN") }
& $compiler @words packaging\windows\tidemill.iss
if ($LASTEXITCODE -ne 0) { throw "The installer could not be made." }
Get-Item (Join-Path $out "tidemill-$version-setup.exe")
