#!/usr/bin/env python3
"""Renders the pages of pages/ with headless Chromium into labelled pictures.

  render.py FOLDER [SET...]   writes FOLDER/<set>/<name>.<png|jpeg|webp> and beside each a <name>.tsv

Besides pages there are sketches (sketches_*.py), whose layouts chance chooses; the set `sketches-A-B` has the pictures A to
B - 1 of each of them, to measure with.

A .tsv begins with `label`, then what the picture varies in, then the lines of text as they stand there, in
the order of the page: `line left top right bottom text`, in pixels of the picture. Nothing is done for a set
whose folder holds what these sources and this Chromium would give. Fails without Chromium."""

import base64
import concurrent.futures
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys

import chromium
import programs
import sketches_locked
import sketches_ordinary
from sketch import Sketch

HERE = pathlib.Path(__file__).resolve().parent
NO_CHROMIUM = 1
BROWSERS = 2  # Side by side: while one packs a picture, the other draws.

FONTS = ("DejaVu Sans", "Liberation Sans", "Open Sans", "Inter")
SIZES = ((1280, 800, 1), (1440, 900, 1), (1920, 1080, 1), (1280, 800, 2), (1920, 1080, 2))
FORMATS = ("jpeg", "png", "jpeg", "webp")
THEMES = ("light", "dark", "mixed", "colour")
PHOTOS = tuple(pathlib.Path("/usr/share/backgrounds/mate") / name for name in (
    "nature/Aqua.jpg", "nature/Blinds.jpg", "abstract/Elephants.jpg", "nature/FreshFlower.jpg", "desktop/Float-into-MATE.png",
    "nature/TwoWings.jpg", "nature/LadyBird.jpg"))  # Of mate-backgrounds; Chromium forgets properties of more than 2 MiB.
MORE_PHOTOS = tuple(pathlib.Path("/usr/share/backgrounds/mate") / name for name in (
    "nature/Dune.jpg", "nature/Garden.jpg", "nature/GreenMeadow.jpg", "nature/RainDrops.jpg", "nature/Storm.jpg", "nature/Wood.jpg",
    "nature/YellowFlower.jpg", "desktop/GreenTraditional.jpg"))
FEW_SIZES = (SIZES[0], SIZES[2], SIZES[4])  # Where the size proves little.
PHONE = (430, 932, 2)
SKETCH_SIZES = ((1280, 720, 1), (1366, 768, 1), (1440, 900, 1), (1512, 982, 2), (1600, 1000, 1), (1920, 1080, 1), (1920, 1200, 1), (2560, 1440, 1), (1536, 864, 1.25), (1280, 800, 2))
SKETCH_PHONES = ((390, 844, 2), (412, 915, 2), (360, 780, 1), (430, 932, 2))
TEXT_SIZES = (11, 12, 13, 14, 16, 20)
TEXT_PAGES = ("mail", "settings", "table", "document", "shop", "files", "dialog", "news")


def pages(folder):
    return sorted((HERE / "pages" / folder).glob("*.html"))


def picture(page, name, label, language, theme, font, points, size, image_format):
    return dict(page=page.stem, body=page.read_text(encoding="utf-8"), name=name, label=label, language=language, theme=theme,
                font=font, points=points, size=size, format=image_format)


def ordinary():
    """Every page in light, dark or black, both languages, different sizes, fonts and formats."""
    for at, page in enumerate(pages("ordinary")):
        for variant in range(13):
            size = SIZES[(at + variant) % len(SIZES)] if variant % 6 == 0 else SIZES[(at + variant) % 3]
            theme = ("light", "dark", "black", "mixed", "light", "dark", "colour")[variant % 7]
            yield picture(page, f"{page.stem}-{variant}", "ordinary", ("en", "ru")[variant % 2], theme,
                          FONTS[(at + variant) % 4], (13, 14, 16, 12, 15)[variant % 5], size, FORMATS[(at + variant) % 4])


def label_of(page):
    found = re.search(r'data-label="(\w+)"', page.read_text(encoding="utf-8"))
    return found.group(1) if found else "ordinary" if page.parent.name == "lookalikes" else "locked"


def nothing():
    for at, page in enumerate(pages("nothing")):
        for variant, size in enumerate(FEW_SIZES):
            yield picture(page, f"{page.stem}-{variant}", label_of(page), "en", "light", FONTS[0], 14, size,
                          FORMATS[(at + variant) % 4])


def locked():
    for at, page in enumerate(pages("locked")):
        for variant, size in enumerate(FEW_SIZES):
            yield picture(page, f"{page.stem}-{variant}", "locked", ("en", "ru")[variant % 2], "light",
                          FONTS[(at + variant) % 4], 15, size, FORMATS[(at + variant) % 4])


def on_photographs(folder, variants):
    """In front of photographs, where the page says so; those of phones upright."""
    for at, page in enumerate(pages(folder)):
        phone = "<!-- phone -->" in page.read_text(encoding="utf-8")
        for variant in range(variants):
            size = PHONE if phone else SIZES[(at + variant) % len(SIZES)]
            yield dict(picture(page, f"{page.stem}-{variant}", label_of(page), ("en", "ru")[(at + variant) % 2], "light",
                               FONTS[(at + variant) % 4], 15, size, FORMATS[(at + variant) % 4]),
                       photo=PHOTOS[(at + 2 * variant) % len(PHOTOS)])


def lockers():
    return on_photographs("lockers", 2)


def lookalikes():
    """Ordinary screens that have something of a lock screen."""
    return on_photographs("lookalikes", 1)


def unseen():
    """Locked screens and ordinary ones that no rule was made with."""
    return on_photographs("unseen", 1)


def sketched(module, label, variants):
    """Each sketch of a module so many times, every time in another layout."""
    for draw in (thing for thing in vars(module).values() if getattr(thing, "__module__", "") == module.__name__ and not thing.__name__.startswith("_")):
        for variant in variants:
            name = f"{draw.__name__}-{variant}"
            chance = Sketch(name)
            sizes = SKETCH_PHONES if name.startswith("phone_") else SKETCH_SIZES
            yield dict(page=draw.__name__, body=draw(chance), name=name, label=label, language=chance.one("en", "ru"), theme="dark" if chance.dark else "light",
                       font=chance.one(*FONTS), points=15, size=chance.one(*sizes), format=chance.one(*FORMATS), photo=chance.one(*PHOTOS, *MORE_PHOTOS))


def sketches(variants=range(1)):
    yield from sketched(sketches_locked, "locked", variants)
    yield from sketched(sketches_ordinary, "ordinary", variants)


def reading():
    """What OCR is measured with: one page of a size and theme in each language, twice."""
    pages_by_name = {page.stem: page for page in pages("ordinary")}
    at = 0
    for language in ("en", "ru"):
        for points in TEXT_SIZES:
            for theme in THEMES:
                for half in range(2):
                    page = pages_by_name[TEXT_PAGES[(at + 4 * half + at // 4) % len(TEXT_PAGES)]]
                    yield picture(page, f"{language}-{points}-{theme}-{half}", "ordinary", language, theme,
                                  FONTS[(at // 3 + half) % 4], points, (1000, 640, 1), "png")
                at += 1


def programs_of_debian():
    """Under Xvfb, not from pages: programs.py."""
    return iter(())


SETS = {"ordinary": ordinary, "nothing": nothing, "locked": locked, "lockers": lockers, "lookalikes": lookalikes, "unseen": unseen, "sketches": sketches,
        "reading": reading, "programs": programs_of_debian}


def entries_of(name):
    some = re.fullmatch(r"sketches-(\d+)-(\d+)", name)
    return list(sketches(range(int(some.group(1)), int(some.group(2)))) if some else SETS[name]())


def html_of(entry):
    language = entry["language"]
    body = re.sub(r"\[\[(.*?)\|(.*?)\]\]", lambda match: match.group(1 if language == "en" else 2), entry["body"])
    style = f"--font: '{entry['font']}'; --size: {entry['points']}px"
    if "photo" in entry:
        photo = entry["photo"].read_bytes()
        kind = "png" if entry["photo"].suffix == ".png" else "jpeg"
        style += f"; --photo: url(data:image/{kind};base64,{base64.b64encode(photo).decode()})"
    return (f'<!DOCTYPE html><html lang="{language}" data-theme="{entry["theme"]}" style="{style}"><meta charset="utf-8">'
            f"<style>{(HERE / 'kit.css').read_text(encoding='utf-8')}</style>{body}</html>")


def describe(entry, lines):
    scale = entry["size"][2]
    rows = [f"label\t{entry['label']}", f"language\t{entry['language']}", f"theme\t{entry['theme']}",
            f"font\t{entry['font']}", f"points\t{entry['points']}", f"page\t{entry['page']}"]
    for line in lines:
        box = "\t".join(str(round(line[side] * scale)) for side in ("left", "top", "right", "bottom"))
        rows.append(f"line\t{box}\t{line['text']}")
    return "\n".join(rows) + "\n"


def render(browser, entry, folder):
    width, height, scale = entry["size"]
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False)
    frame = browser.call("Page.getFrameTree")["frameTree"]["frame"]["id"]
    browser.call("Page.setDocumentContent", frameId=frame, html=html_of(entry))
    browser.evaluate((HERE / "drawn.js").read_text(encoding="utf-8"))
    lines = browser.evaluate((HERE / "lines.js").read_text(encoding="utf-8"))
    options = {"format": entry["format"]} if entry["format"] == "png" else {"format": entry["format"], "quality": 85}
    shot = browser.call("Page.captureScreenshot", optimizeForSpeed=True, **options)
    (folder / f"{entry['name']}.{entry['format']}").write_bytes(base64.b64decode(shot["data"]))
    (folder / f"{entry['name']}.tsv").write_text(describe(entry, lines), encoding="utf-8")


def render_all(browser, entries, folder):
    for entry in entries:
        render(browser, entry, folder)


def fingerprint(name, version):
    """Of everything that the pictures of a set depend on."""
    digest = hashlib.sha256(f"{name} {version}".encode())
    digest.update(json.dumps(entries_of(name), default=str).encode())
    for source in ("render.py", "chromium.py", "programs.py", "kit.css", "lines.js", "drawn.js"):
        digest.update((HERE / source).read_bytes())
    return digest.hexdigest()


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if chromium.find() is None:
        print("there is no Chromium: the rendered screens are not tested")
        return NO_CHROMIUM
    version = subprocess.run([chromium.find(), "--version"], capture_output=True, text=True, check=False).stdout
    browsers = []
    for name in sys.argv[2:] or SETS:
        folder = pathlib.Path(sys.argv[1]) / name
        stamp = folder / "fingerprint"
        wanted = fingerprint(name, version)
        if stamp.exists() and stamp.read_text() == wanted:
            continue
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if name == "programs":
            print(f"{name}: {programs.shoot(folder)} pictures")
            stamp.write_text(wanted)
            continue
        browsers = browsers or [chromium.Chromium() for _ in range(BROWSERS)]
        entries = entries_of(name)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(lambda at: render_all(browsers[at], entries[at::BROWSERS], folder), range(BROWSERS)))
        stamp.write_text(wanted)
        print(f"{name}: {len(entries)} pictures")
    for browser in browsers:
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
