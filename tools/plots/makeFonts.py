"""
Makes the fonts of packages/plots from Source Sans 3 (SIL Open Font License 1.1): the characters that pictures use, in
three faces, under another name as the licence asks; the table of advance widths; and the fonts as text for pages.

    python3 -m pip install fonttools brotli
    npm pack @expo-google-fonts/source-sans-3@0.4.1 && tar xzf expo-google-fonts-source-sans-3-0.4.1.tgz
    python3 tools/plots/makeFonts.py package
"""

import base64
import io
import pathlib
import shutil
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Credence Sans"
FACES = {  # face -> (file of the source, style name)
    "regular": ("400Regular/SourceSans3_400Regular.ttf", "Regular"),
    "italic": ("400Regular_Italic/SourceSans3_400Regular_Italic.ttf", "Italic"),
    "bold": ("600SemiBold/SourceSans3_600SemiBold.ttf", "Bold"),
}
CHARACTERS = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x300, 0x304), (0x307, 0x308),  # Latin, accents
    (0x370, 0x3FF), (0x400, 0x45F),  # Greek, Cyrillic
    (0x2002, 0x200A), (0x2010, 0x2026), (0x2030, 0x2033), (0x2070, 0x209C), (0x20AC, 0x20AC),
    (0x2190, 0x2193), (0x2200, 0x22FF), (0x25A0, 0x25FF),  # arrows, mathematics, shapes
]  # fmt: skip

source = pathlib.Path(sys.argv[1])
package = pathlib.Path(__file__).resolve().parents[2] / "packages/plots"
fonts = package / "fonts"
generated = package / "src/generated"
fonts.mkdir(exist_ok=True)
generated.mkdir(exist_ok=True)
shutil.copy(source / "LICENSE_FONT", fonts / "LICENSE")

codes = sorted({code for low, high in CHARACTERS for code in range(low, high + 1)})
tables, texts = [], []
for face, (file, style) in FACES.items():
    options = subset.Options(
        layout_features=["kern", "mark", "mkmk", "ccmp"], name_IDs=[0, 13, 14], hinting=False, notdef_outline=True
    )
    font = TTFont(source / file)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    names = font["name"]
    for number, text in ((1, FAMILY), (2, style), (3, f"{FAMILY} {style} 1"), (4, f"{FAMILY} {style}"),
                         (5, "Version 1"), (6, f"CredenceSans-{style}")):  # fmt: skip
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 700 if style == "Bold" else 400
    font["OS/2"].fsSelection = {"Regular": 0x40, "Italic": 0x01, "Bold": 0x20}[style]
    font["head"].macStyle = {"Regular": 0, "Italic": 2, "Bold": 1}[style]
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    path = fonts / f"CredenceSans-{style}.ttf"
    font.save(path)

    unit = font["head"].unitsPerEm
    widths = {}
    for code, glyph in font.getBestCmap().items():
        widths.setdefault(round(1000 * font["hmtx"][glyph][0] / unit), []).append(code)
    runs = []  # first code, number of codes, then the width in thousandths of an em
    by_code = sorted((code, width) for width, all_codes in widths.items() for code in all_codes)
    for code, width in by_code:
        if runs and runs[-1][2] == width and runs[-1][0] + runs[-1][1] == code:
            runs[-1][1] += 1
        else:
            runs.append([code, 1, width])
    flat = " ".join(f"{code} {count} {width}" for code, count, width in runs)
    tables.append(f"  {face}:\n    '{flat}',")
    packed = io.BytesIO()
    font.flavor = "woff2"
    font.save(packed)
    texts.append(f"export const {face} =\n  '{base64.b64encode(packed.getvalue()).decode()}';")

HEAD = "by tools/plots/makeFonts.py. Do not edit. */\n"
(generated / "advances.ts").write_text(
    f"/** Advance widths of {FAMILY}: first character, how many, thousandths of an em, and so on. Made {HEAD}"
    "export const ADVANCES = {\n" + "\n".join(tables) + "\n} as const;\n"
)
(generated / "fontFiles.ts").write_text(f"/** The faces of {FAMILY} as base64 of WOFF2 files. Made {HEAD}" + "\n".join(texts) + "\n")
