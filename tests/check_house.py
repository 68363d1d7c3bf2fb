#!/usr/bin/env python3
"""Fails when the code breaks a rule of the house: the direction of dependencies between the
libraries of src/, the room of a third-party header, or a name, sleep or size that is not wanted.
docs/architecture.md explains the rules."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# A library may include itself and the libraries of earlier ranks.
RANKS = [
    {"base"},
    {"audio", "text", "screen"},
    {"http"},
    {"llm", "tts", "stt", "store", "update"},
    {"session"},
    {"turn"},
    {"rpc", "web"},
]
RANK = {name: rank for rank, names in enumerate(RANKS) for name in names}

# header prefix -> the places that may include it
ROOMS = {
    r"grpcpp?/": ("src/rpc/", "apps/nexy/", "apps/nexyd/server", "apps/nexyctl/", "tests/", "bench/"),
    r"restinio": ("src/web/",),
    r"soci": ("src/store/",),
    r"yaml-cpp": ("apps/nexyd/", "fuzz/"),
    r"boost/beast": ("src/http/", "tests/sim/"),
    r"(tesseract|leptonica)/": ("src/screen/",),
    r"espeak-ng": ("apps/nexy-voice/",),
    r"spdlog": ("apps/nexyd/",),
    r"pugixml": ("src/update/",),
    r"portaudio": ("apps/nexy/",),
}

UNWANTED_NAME = re.compile(r"^\s*(?:class|struct) \w*(?:Manager|Helper|Utils?|Processor|Wrapper|Common|Info)\b")
INCLUDE = re.compile(r'^\s*#include [<"]([^>"]+)[>"]')
TYPE = re.compile(r"^(?:class|struct|enum class) (\w+)[^;]*\{$")
MAX_LINES = 500


def sources():
    for top in ("src", "apps", "tests", "bench", "fuzz"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix in (".h", ".cc"):
                yield path


def check_include(place, number, header):
    here = place.split("/")
    if here[0] == "src" and "/" in header:
        there = header.split("/")[0]
        if there in RANK and there != here[1] and RANK[there] >= RANK[here[1]]:
            yield f"{place}:{number}: {here[1]} may not include {header}"
    for prefix, rooms in ROOMS.items():
        if re.match(prefix, header) and not place.startswith(rooms):
            yield f"{place}:{number}: {header} belongs to {' '.join(rooms)}"


def check(path):
    place = path.relative_to(ROOT).as_posix()
    lines = path.read_text(encoding="utf-8").splitlines()
    is_test = place.endswith("_test.cc") or place.startswith("tests/")
    for number, line in enumerate(lines, 1):
        include = INCLUDE.match(line)
        if include:
            yield from check_include(place, number, include.group(1))
        if UNWANTED_NAME.match(line):
            yield f"{place}:{number}: a name the house avoids: {line.strip()}"
        if is_test and re.search(r"sleep_for|sleep_until|usleep\(", line):
            yield f"{place}:{number}: a test waits for events, never for time"
        code = line.split("//")[0]
        if ".detach()" in code or "asio::detached" in code and not is_test:
            yield f"{place}:{number}: nothing runs without an owner: use Spawn or TaskGroup"
    if not is_test and len(lines) > MAX_LINES:
        yield f"{place}: {len(lines)} lines, more than {MAX_LINES}"


def check_type_names():
    """Every library shares namespace nexy and some program links them all: two types of one name are
    two definitions of one thing, which no linker reports."""
    first = {}
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        if path.suffix != ".h" or not place.startswith(("src/", "apps/")):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            declared = TYPE.match(line)
            if declared and first.setdefault(declared.group(1), place) != place:
                yield f"{place}:{number}: {declared.group(1)} is also in {first[declared.group(1)]}"


def main():
    breaches = [breach for path in sources() for breach in check(path)] + list(check_type_names())
    for breach in breaches:
        print(breach)
    print(f"house rules: {len(breaches)} breaches")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
