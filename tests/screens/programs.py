"""Screens of programs from Debian, under Xvfb, with labels as render.py's pages have them."""

import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import time
import zlib

WIDTH, HEIGHT = 1280, 800
DARK = {"GTK_THEME": "Adwaita:dark"}
XTERM = ("xterm", "-fa", "DejaVu Sans Mono", "-fs", "11", "-geometry", "130x40+0+0", "-e")
LETTER = """Dear Anna,

The tickets for Saturday are booked. The train leaves at 9:42 from platform 4,
and the museum opens at eleven. Bring the blue folder, please.

Yours, Peter
"""
LETTER_RU = """Дорогая Анна!

Билеты на субботу заказаны. Поезд отходит в 9:42 с четвёртого пути, музей
открывается в одиннадцать. Возьми, пожалуйста, синюю папку.

Твой Пётр
"""


def commands(folder):
    """Name, label, command, environment; the programs show files in `folder`."""
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "письмо.txt").write_text(LETTER_RU, encoding="utf-8")
    stay = "; exec sleep 600"
    yield "xterm-light", "ordinary", (*XTERM, "sh", "-c", f"ls -l /etc | head -30{stay}"), {}
    yield "xterm-dark", "ordinary", (XTERM[0], "-bg", "black", "-fg", "grey90", *XTERM[1:], "sh", "-c", f"cat письмо.txt{stay}"), {}
    yield "xterm-prompt", "ordinary", (XTERM[0], "-bg", "black", "-fg", "grey90", *XTERM[1:], "sh", "-c", f"printf 'anna@host:~$ '{stay}"), {}
    yield "xterm-password", "ordinary", (XTERM[0], "-bg", "#300a24", "-fg", "white", *XTERM[1:], "sh", "-c",
                                         f"printf '[sudo] password for anna: '{stay}"), {}
    yield "xmessage", "ordinary", ("xmessage", "-center", "-buttons", "Save,Discard,Cancel", "Save changes to letter.txt?"), {}
    yield "editor-light", "ordinary", ("l3afpad", "letter.txt"), {}
    yield "editor-dark", "ordinary", ("l3afpad", "письмо.txt"), DARK
    yield "files-light", "ordinary", ("pcmanfm", "--no-desktop", "/usr/share"), {}
    yield "files-dark", "ordinary", ("pcmanfm", "--no-desktop", "/etc"), DARK
    yield "calculator", "ordinary", ("galculator",), {}
    yield "calculator-dark", "ordinary", ("galculator",), DARK
    yield "clock", "ordinary", ("xclock", "-digital", "-strftime", "%H:%M:%S, %d %B %Y", "-geometry", "400x80+300+200"), {}
    yield "old-editor", "ordinary", ("xedit", "-geometry", "900x600+0+0", "letter.txt"), {}
    yield "no-program", "black", (), {}


class Display:
    """An X server without a screen, whose picture is a file in memory."""

    def __init__(self, folder):
        read, write = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder), "-nolisten", "tcp"],
            pass_fds=(write,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as answer:
            self.name = ":" + answer.readline().strip()
        self._file = folder / "Xvfb_screen0"

    def pixels(self):
        """Rows of RGB: an XWD file has a header that says how long it is, then colours, then the pixels."""
        data = self._file.read_bytes()
        header = struct.unpack(">25I", data[:100])
        size, row_bytes, colours = header[0], header[12], header[19]
        begin = size + colours * 12
        rows = []
        for y in range(HEIGHT):
            row = data[begin + y * row_bytes:begin + y * row_bytes + WIDTH * 4]
            rgb = bytearray(WIDTH * 3)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
            rows.append(bytes(rgb))
        return rows

    def close(self):
        self._server.terminate()
        self._server.wait(timeout=60)


def png(rows):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def settled(display, empty):
    """The picture once a program has drawn on it and draws no more; None when it has drawn nothing in half a minute."""
    before, since = empty, time.monotonic()
    begin = since
    while time.monotonic() - begin < 30:
        time.sleep(0.1)
        rows = display.pixels()
        if rows != before:
            before, since = rows, time.monotonic()
        elif rows != empty and time.monotonic() - since >= 0.6:
            return rows
    return before if before != empty else None


def shoot(folder):
    """Writes the pictures to `folder`; returns how many there are."""
    work = pathlib.Path(tempfile.mkdtemp(prefix="nexy-programs-"))
    environment = {**os.environ, "HOME": str(work), "LANG": "C.UTF-8", "NO_AT_BRIDGE": "1", "XDG_CONFIG_HOME": str(work)}
    environment.pop("WAYLAND_DISPLAY", None)
    display = Display(work)
    count = 0
    try:
        empty = display.pixels()
        for name, label, command, more in commands(work):
            rows = empty
            if command:
                program = subprocess.Popen(command, cwd=work, env={**environment, "DISPLAY": display.name, **more},
                                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                           start_new_session=True)
                rows = settled(display, empty)
                program.terminate()
                program.wait(timeout=60)
                gone = time.monotonic() + 30
                while display.pixels() != empty and time.monotonic() < gone:
                    time.sleep(0.05)
            if rows is None:
                raise RuntimeError(f"{command[0]} has drawn nothing")
            (folder / f"{name}.png").write_bytes(png(rows))
            (folder / f"{name}.tsv").write_text(f"label\t{label}\nlanguage\ten\ntheme\tprogram\n", encoding="utf-8")
            count += 1
    finally:
        display.close()
        shutil.rmtree(work, ignore_errors=True)
    return count
