#!/bin/sh
# Builds Tidemill.app and its disk image, from a checkout on macOS 13 or newer:
#
#   python3.12 -m venv .venv
#   .venv/bin/python -m pip install -c packaging/constraints.txt setuptools
#   .venv/bin/python -m pip install -c packaging/constraints.txt --no-build-isolation \
#       -e ".[package,lightgbm,postgresql,streaming]"
#   packaging/macos/build.sh
#
# To sign, set TIDEMILL_IDENTITY to a "Developer ID Application: …" of the keychain. To have it
# notarised as well, set TIDEMILL_NOTARY to a profile stored by `xcrun notarytool store-credentials`.
# Without them the program is signed for this computer alone.
set -eu
cd "$(dirname -- "$0")/../.."

python=.venv/bin/python
[ -x "$python" ] || { echo "There is no .venv; the head of this script says how to make it." >&2; exit 1; }
version=$("$python" -c "import tomllib; print(tomllib.load(open('pyproject.toml', 'rb'))['project']['version'])")
work=build/package
app=$work/frozen/Tidemill.app
out=dist
image=$out/Tidemill-$version-$(uname -m).dmg
mkdir -p "$work" "$out"

"$python" packaging/make_package.py --work "$work" --out "$out" --only folder
"$app/Contents/MacOS/tidemill" --version

identity=${TIDEMILL_IDENTITY:--}
sign() {
    if [ "$identity" = "-" ]; then
        codesign --force --sign - "$@"
    else
        codesign --force --timestamp --options runtime \
            --entitlements packaging/macos/entitlements.plist --sign "$identity" "$@"
    fi
}
# From the inside out: every library, then the program, then the whole.
find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) | while IFS= read -r file; do
    sign "$file"
done
sign "$app/Contents/MacOS/tidemill"
sign "$app"
codesign --verify --strict --deep "$app"

stage=$work/image
rm -rf "$stage" "$image"
mkdir -p "$stage"
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
cp LICENSE "$stage/Licence.txt"
hdiutil create -volname "Tidemill $version" -srcfolder "$stage" -fs APFS -format ULMO -ov "$image"
[ "$identity" = "-" ] || codesign --force --timestamp --sign "$identity" "$image"

if [ -n "${TIDEMILL_NOTARY:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$TIDEMILL_NOTARY" --wait
    xcrun stapler staple "$image"
    spctl --assess --type open --context context:primary-signature "$image"
fi
ls -l "$image"
