"""What drawn screens are made of: backdrops, people, clocks, fields and keys in layouts that chance chooses."""

import random

FACES = (("#7fb08a", "#334455", "#e7c3a0", "#4a2f1d"), ("#c9b4e0", "#7a2f4a", "#c98f62", "#1a1410"), ("#9cc4dd", "#e0e0e0", "#f0d2b6", "#b5762f"),
         ("#e6c25c", "#234f3a", "#8a5a3b", "#111"))
HUES = ("#0a5ad6", "#2d6a4f", "#7b2d8b", "#b3261e", "#0b7a75", "#3d3d5c", "#c2571a", "#1f1f23", "#2e3440", "#77216f", "#5c6370", "#4682b4")
PEOPLE = (("Anna", "Анна"), ("Peter Novak", "Пётр Новак"), ("Maria Lebedeva", "Мария Лебедева"), ("alex", "alex"), ("Family", "Семья"), ("Guest", "Гость"),
          ("Igor", "Игорь"), ("Jane Cooper", "Жанна Купер"), ("student", "student"), ("Dmitry Orlov", "Дмитрий Орлов"), ("Office", "Офис"))
DATES = (("Tuesday, March 4", "вторник, 4 марта"), ("Friday 17 October", "Пятница, 17 октября"), ("Sun Jun 9", "вс 9 июня"), ("Thursday, 26 November 2026", "четверг, 26 ноября 2026 г."),
         ("Mon 2 Feb", "Пн, 2 февр."))


class Sketch:
    """One screen's chances: what is asked of it is the same each time for the same seed."""

    def __init__(self, seed):
        self._random = random.Random(seed)
        self.dark = self.chance(0.5)

    def chance(self, share):
        return self._random.random() < share

    def between(self, low, high):
        return round(self._random.uniform(low, high), 2)

    def whole(self, low, high):
        return self._random.randint(low, high)

    def one(self, *things):
        return self._random.choice(things)

    def some(self, things, count):
        return self._random.sample(things, count)

    # Texts, in both languages as render.py wants them.
    def time(self):
        minutes = f"{self.whole(0, 59):02}"
        return self.one(f"{self.whole(0, 23):02}:{minutes}", f"{self.whole(1, 12)}:{minutes}", f"{self.whole(1, 12)}:{minutes}")

    def date(self):
        return both(self.one(*DATES))

    def people(self, count):
        return [both(person) for person in self.some(PEOPLE, count)]

    # Grounds.
    def photo(self, blur=0, brightness=1.0):
        return (f'<div style="position:absolute;inset:-80px;background:var(--photo) {self.one("center", "left", "right")}/cover;'
                f'filter:blur({blur}px) brightness({brightness})"></div>')

    def gradient(self, dark=None):
        dark = self.dark if dark is None else dark
        a, b, c = (f"hsl({self.whole(0, 359)} {self.whole(25, 85)}% {self.whole(8, 32) if dark else self.whole(55, 88)}%)" for _ in range(3))
        kind = self.one(f"linear-gradient({self.whole(0, 359)}deg,{a},{b})", f"linear-gradient({self.whole(0, 359)}deg,{a},{b},{c})",
                        f"radial-gradient(circle at {self.whole(10, 90)}% {self.whole(10, 90)}%,{a},{b} 60%,{c})")
        return f'<div style="position:absolute;inset:0;background:{kind}"></div>'

    def colour(self, colour=None):
        return f'<div style="position:absolute;inset:0;background:{colour or self.one(*HUES, "#000", "#111318")}"></div>'

    def ground(self, *kinds):
        """One of photo, dim, soft (blurred), gradient and colour, each dark enough for white words unless its name begins with bright."""
        kind = self.one(*kinds)
        return {"photo": lambda: self.photo(), "dim": lambda: self.photo(0, self.between(0.4, 0.75)),
                "soft": lambda: self.photo(self.whole(15, 70), self.between(0.45, 0.85)), "bright": lambda: self.photo(self.whole(25, 70), self.between(1, 1.25)),
                "gradient": lambda: self.gradient(True), "bright-gradient": lambda: self.gradient(False), "colour": lambda: self.colour()}[kind]()

    # Things.
    def person(self, size, shape="50%"):
        """A face, initials or the outline of nobody."""
        kind = self.whole(0, 3)
        if kind == 0:
            initials = self.one("A", "PN", "М", "ИО", "JC")
            return (f'<div style="width:{size}px;height:{size}px;border-radius:{shape};background:{self.one(*HUES)};color:#fff;font-size:{size * .42}px;'
                    f'line-height:{size}px;text-align:center;margin:0 auto">{initials}</div>')
        if kind == 1:
            ground, ink = self.one(("#d5d9e0", "#8d95a3"), ("#3b404a", "#c3c9d4"), ("#ffffff30", "#fff"))
            drawn = f'<rect width="100" height="100" fill="{ground}"/><circle cx="50" cy="38" r="17" fill="{ink}"/><path d="M18 96a32 34 0 0 1 64 0z" fill="{ink}"/>'
        else:
            ground, coat, skin, hair = self.one(*FACES)
            drawn = (f'<rect width="100" height="100" fill="{ground}"/><path d="M20 105a30 34 0 0 1 60 0z" fill="{coat}"/><circle cx="50" cy="44" r="19" fill="{skin}"/>'
                     f'<path d="M30 42a20 20 0 0 1 40 0l-8-9H38z" fill="{hair}"/>')
        return f'<svg viewBox="0 0 100 100" style="width:{size}px;height:{size}px;border-radius:{shape};display:block;margin:0 auto">{drawn}</svg>'

    def field(self, hint, width=None, height=None, dark=None):
        """A place for a password: a hint, dots or nothing in it; its look is one of a handful."""
        width, height = width or self.whole(170, 320), height or self.whole(26, 44)
        text = self.one(hint, hint, "•" * self.whole(4, 9), "")
        look = self.one("background:#ffffff2e;color:#fffc;border-radius:99px", "background:#0006;color:#fffd;border:1px solid #fff5;border-radius:4px",
                        "background:#fff;color:#444;border:1px solid #999;border-radius:3px", "background:#2a2e34;color:#ccc;border:1px solid #3f8fe0;border-radius:8px",
                        "background:#fffd;color:#555;border-radius:8px")
        if dark is False:
            look = self.one("background:#fff;color:#666;border:1px solid #aaa;border-radius:5px", "background:#0000000f;color:#555;border-radius:99px")
        return (f'<div style="{look};width:{width}px;height:{height}px;line-height:{height}px;padding:0 {height * .4}px;margin:{self.whole(8, 18)}px auto;'
                f'text-align:{self.one("left", "left", "center")};font-size:{height * .42}px">{text}</div>')

    def keys(self, size, gap, look="background:#ffffff2b;border-radius:50%", letters=False, labels="123456789 0⌫"):
        """A pad of keys, three in a row."""
        groups = dict(zip("23456789", "ABC DEF GHI JKL MNO PQRS TUV WXYZ".split()))
        cells = "".join(
            f'<span style="{look if label != " " else ""};width:{size}px;height:{size}px;font-size:{size * .42}px;line-height:{size * (.8 if letters else 1)}px;text-align:center">{label}'
            + (f'<span style="display:block;font-size:{size * .13}px;line-height:1;margin-top:-{size * .18}px;letter-spacing:.15em">{groups.get(label, "")}</span>' if letters else "")
            + "</span>" for label in labels)
        return f'<div style="display:grid;grid-template-columns:repeat(3,{size}px);gap:{gap}px;justify-content:center">{cells}</div>'

    def dots(self, count, filled, size=13):
        return ('<div style="display:flex;gap:18px;justify-content:center;margin:18px">' + "".join(
            f'<span style="width:{size}px;height:{size}px;border-radius:50%;border:1.5px solid currentColor;background:{"currentColor" if at < filled else "none"}"></span>'
            for at in range(count)) + "</div>")

    def icons(self, count, size=18, gap=14, marks="⏻☾⟲⚙⌨ⓘ♿⎋✆◐"):
        return f'<span style="display:inline-flex;gap:{gap}px;font-size:{size}px">' + "".join(f"<span>{mark}</span>" for mark in self.some(marks, count)) + "</span>"

    def lines(self, count, width=100):
        """Rows of a text that nobody needs to understand."""
        words = self.one(LOREM_EN, LOREM_RU)
        return "".join(f'<div style="width:{width}%;white-space:nowrap;overflow:hidden">{" ".join(self.some(words, 9))}</div>' for _ in range(count))


LOREM_EN = "the order arrives before noon when nobody waits for a parcel and every second letter asks about prices of early garden seeds".split()
LOREM_RU = "заказ приходит до полудня когда никто не ждёт посылку и каждое второе письмо спрашивает о ценах на ранние семена для сада".split()


def both(texts):
    return f"[[{texts[0]}|{texts[1]}]]"


def at(x, y, html, style=""):
    """In the middle of a point, in percent of the screen."""
    return f'<div style="position:absolute;left:{x}%;top:{y}%;transform:translate(-50%,-50%);text-align:center;{style}">{html}</div>'


def corner(where, html, style=""):
    """`where` as CSS, such as right:20px;bottom:10px."""
    return f'<div style="position:absolute;{where};{style}">{html}</div>'


def screen(*parts, ink="#fff"):
    return f'<body style="color:{ink};line-height:1.35">{"".join(parts)}</body>'


def browser(r, body, address, paper=None):
    """A page in a browser's window that fills the screen."""
    bar, ink = ("#2b2f36", "#dfe3ea") if r.dark else ("#dee3ea", "#33383f")
    paper = paper or ("#1b1e23" if r.dark else "#fff")
    tabs = "".join(f'<span style="padding:6px 14px;border-radius:8px 8px 0 0;background:{paper if at == 0 else "none"};color:{ink}">{title}</span>'
                   for at, title in enumerate(r.some(("[[Inbox|Входящие]]", "[[Sign in|Вход]]", "[[News|Новости]]", "[[New tab|Новая вкладка]]", "Wiki", "[[Weather|Погода]]"), r.whole(1, 4))))
    return (f'<body style="color:{"#e8eaee" if r.dark else "#1d1f23"};background:{paper};line-height:1.35"><div style="position:absolute;left:0;right:0;top:0;background:{bar};padding:8px 12px 0;font-size:13px">'
            f'{tabs}</div><div style="position:absolute;left:0;right:0;top:38px;background:{paper};border-bottom:1px solid #8884;padding:7px 14px;font-size:13px;color:{ink}">← → ⟳ &nbsp; '
            f'<span style="background:#8883;border-radius:99px;padding:4px 18px">{address}</span></div><div style="position:absolute;left:0;right:0;top:76px;bottom:0">{body}</div></body>')


def window(r, title, body, left, top, width, height):
    """A program's window on a desktop."""
    paper, ink, bar = ("#24272d", "#e6e8ec", "#33373f") if r.dark else ("#fafafa", "#1d1f23", "#e3e6eb")
    return (f'<div style="position:absolute;left:{left}%;top:{top}%;width:{width}%;height:{height}%;background:{paper};color:{ink};border-radius:9px;overflow:hidden;box-shadow:0 12px 40px #0008;border:1px solid #8886">'
            f'<div style="background:{bar};padding:7px 12px;font-size:13px;text-align:center">{title}<span style="float:{r.one("left", "right")}">● ● ●</span></div><div style="position:relative;height:calc(100% - 32px)">{body}</div></div>')


def desktop(r, *windows):
    """A wallpaper with a bar of one of the usual systems, and what stands on it."""
    kind = r.whole(0, 2)
    menu = "".join(f'<span style="margin-right:18px">{word}</span>' for word in ("<b>◆</b>", "<b>[[Files|Файлы]]</b>", "[[File|Файл]]", "[[Edit|Правка]]", "[[View|Вид]]", "[[Window|Окно]]", "[[Help|Справка]]"))
    icons = "".join(f'<span style="width:{r.whole(34, 38)}px;height:36px;border-radius:9px;background:{hue}"></span>' for hue in r.some(HUES, r.whole(5, 10)))
    bars = {0: corner("left:0;right:0;top:0", menu + f'<span style="float:right">{r.date()} {r.time()}</span>', "background:#0007;font-size:13px;padding:4px 14px")
            + at(50, 95, f'<span style="display:flex;gap:10px;background:#fff5;border-radius:16px;padding:7px 10px">{icons}</span>'),
            1: corner("left:0;right:0;bottom:0", f'<span style="display:flex;gap:10px">{icons}<span style="flex:1"></span><span>{r.time()}<br>04.03.2026</span></span>', f'background:{"#1b1e23e8" if r.dark else "#eef1f6ee"};color:{"#fff" if r.dark else "#111"};padding:6px 14px;font-size:12px'),
            2: corner("left:0;right:0;top:0", f'[[Activities|Обзор]]<span style="position:absolute;left:46%">{r.date()} {r.time()}</span><span style="float:right">▾ ◑ ⏻</span>', "background:#000;font-size:13px;padding:5px 14px")}[kind]
    return screen(r.ground("photo", "photo", "dim", "gradient", "bright-gradient", "colour"), bars, *windows)
