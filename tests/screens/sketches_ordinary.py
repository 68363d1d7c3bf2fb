"""Ordinary screens that have something of a lock screen, each a function from a Sketch to a page."""

from sketch import HUES, at, both, browser, corner, desktop, screen, window


def _controls(marks, size=46, look="background:#fff2;border-radius:50%"):
    return '<span style="display:inline-flex;gap:18px">' + "".join(f'<span style="{look};width:{size}px;height:{size}px;line-height:{size}px;font-size:{size * .45}px;text-align:center">{mark}</span>' for mark in marks) + "</span>"


def _paper(r):
    return ("#1b1e23", "#e6e8ec") if r.dark else (r.one("#fff", "#f4f1ea", "#f6f7f9"), "#1d1f23")


def _full(r, *parts):
    """A program that fills the screen, without a photograph."""
    paper, ink = _paper(r)
    return screen(f'<div style="position:absolute;inset:0;background:{paper}"></div>', *parts, ink=ink)


def _calculator(r, size, gap):
    keys = "".join(f'<span style="background:{"#f90" if key in "÷×−+=" else "#8884"};border-radius:{r.one(6, 6, 99)}px;height:{size}px;line-height:{size}px;text-align:center;font-size:{size * .4}px">{key}</span>' for key in "C±%÷789×456−123+0.⌫=")
    return f'<div style="text-align:right;font-size:{size * .9}px;padding:6px 14px">{r.whole(2, 99999)}</div><div style="display:grid;grid-template-columns:repeat(4,{size}px);gap:{gap}px;justify-content:center">{keys}</div>'


def calculator_window(r):
    return desktop(r, window(r, "[[Calculator|Калькулятор]]", _calculator(r, 50, 4), r.between(20, 50), r.between(10, 25), 22, 55))


def calculator_full(r):
    return _full(r, at(50, 50, _calculator(r, r.whole(60, 90), 10)))


def phone_dial_pad(r):
    return _full(r, at(50, 14, f"+49 {r.whole(100, 999)} {r.whole(1000, 9999)}", "font-size:32px;white-space:nowrap"), at(50, 52, r.keys(78, 18, "background:#8883;border-radius:50%", True, "123456789*0#")), at(50, 84, _controls("✆", 76, "background:#2a4;color:#fff;border-radius:50%")),
                 at(50, 97, "[[Favourites|Избранное]] &nbsp; [[Recents|Недавние]] &nbsp; [[Contacts|Контакты]] &nbsp; <b>[[Keypad|Клавиши]]</b>", "font-size:12px;white-space:nowrap"))


def dial_pad_window(r):
    return desktop(r, window(r, "[[Phone|Телефон]]", at(50, 46, '<div style="font-size:22px">0351 88</div>' + r.keys(54, 10, "background:#8882;border-radius:8px", True, "123456789*0#")) + at(50, 92, _controls("✆", 50, "background:#2a4;border-radius:50%")), 34, 12, 26, 72))


def call_tiles(r):
    count = r.one(2, 4, 6, 9)
    tiles = "".join(f'<div style="background:{r.one("#2a2e35", "#3c4043", "#1f2937")};border-radius:10px;position:relative;display:flex;align-items:center;justify-content:center">{r.person(r.whole(70, 110))}<span style="position:absolute;left:12px;bottom:8px;font-size:13px">{name}</span></div>' for name in r.people(count))
    return screen(r.colour("#15171b"), f'<div style="position:absolute;inset:14px 14px 80px;display:grid;gap:12px;grid-template-columns:repeat({2 if count < 5 else 3},1fr)">{tiles}</div>', at(50, 95, _controls("🎙📷🖵☺⋯✆", 44)))


def call_alone(r):
    name, = r.people(1)
    return screen(r.ground("colour", "soft", "dim", "gradient"), at(50, r.between(30, 44), r.person(r.whole(110, 190)) + f'<div style="font-size:26px;margin-top:10px">{name}</div><div style="font-size:16px;opacity:.8">{r.one("[[Calling…|Вызов…]]", "[[Ringing|Идёт вызов]]", "02:14")}</div>'), at(50, 88, _controls("🎙📷✆"[: r.whole(2, 3)], 58, "background:#c33;border-radius:50%")))


def call_waiting_room(r):
    return _full(r, at(36, 48, f'<div style="width:520px;height:300px;background:#222;border-radius:12px;color:#fff;padding-top:90px">{r.person(110)}</div>'), at(74, 46, '<div style="font-size:26px">[[Ready to join?|Готовы присоединиться?]]</div><p>[[Nobody else is here|Больше никого нет]]</p><span style="background:#1a73e8;color:#fff;border-radius:99px;padding:10px 26px">[[Join now|Присоединиться]]</span>'),
                 corner("left:20px;top:14px", "<b>Meet</b>", "font-size:20px"))


def music_full(r):
    return screen(r.ground("soft", "gradient"), at(50, 40, f'<div style="width:300px;height:300px;border-radius:10px;background:var(--photo) center/cover;margin:0 auto"></div><div style="font-size:24px;margin-top:16px">[[Morning in the Garden|Утро в саду]]</div><div style="opacity:.7">[[The Quiet Four|Тихая четвёрка]]</div>'),
                  at(50, 82, f'<div style="width:420px;height:4px;background:#fff5;border-radius:2px;margin:0 auto 6px"><div style="width:{r.whole(10, 90)}%;height:4px;background:#fff"></div></div>1:{r.whole(10, 59)} — 4:07<br>' + _controls("⏮⏸⏭", 44, "")))


def music_window(r):
    side = "".join(f'<div style="padding:7px 14px">{word}</div>' for word in ("[[Listen now|Слушать]]", "[[Artists|Исполнители]]", "[[Albums|Альбомы]]", "[[Songs|Песни]]", "[[Radio|Радио]]"))
    tiles = "".join(f'<div><div style="width:120px;height:120px;border-radius:6px;background:{hue}"></div><div style="font-size:12px">{r.one("Album", "Mix", "Live")} {r.whole(1, 99)}</div></div>' for hue in r.some(HUES, 8))
    return desktop(r, window(r, "[[Music|Музыка]]", f'<div style="display:flex;font-size:14px;height:100%"><div style="background:#8882;width:170px">{side}</div><div style="padding:20px;display:flex;flex-wrap:wrap;gap:18px">{tiles}</div></div>', 12, 10, 76, 76))


def clock_browser(r):
    return browser(r, at(50, 42, r.time(), f"font-size:{r.whole(120, 240)}px;font-weight:{r.one(200, 600)};line-height:1") + at(50, 70, r.date(), "font-size:24px"), "time.example.org")


def clock_world(r):
    cities = "".join(f'<div style="display:flex;justify-content:space-between;width:420px;border-bottom:1px solid #8885;padding:12px 0"><span>{city}<br><span style="opacity:.6;font-size:13px">[[Today|Сегодня]]</span></span><span style="font-size:38px;font-weight:300">{r.time()}</span></div>'
                     for city in ("[[London|Лондон]]", "[[Berlin|Берлин]]", "[[Tokyo|Токио]]", "[[Delhi|Дели]]")[:r.whole(2, 4)])
    return desktop(r, window(r, "[[Clock|Часы]]", at(50, 50, cities, "text-align:left"), 28, 14, 44, 70))


def clock_stopwatch(r):
    return desktop(r, window(r, "[[Stopwatch|Секундомер]]", at(50, 34, f"{r.whole(0, 59):02}:{r.whole(0, 59):02},{r.whole(0, 99):02}", "font-size:72px;font-weight:300") + at(50, 62, _controls("▶⟲", 60, "background:#8883;border-radius:50%")) + at(50, 84, r.lines(3), "width:50%;font-size:13px"), 30, 14, 40, 70))


def clock_timer_browser(r):
    return browser(r, at(50, 46, f'<div style="width:320px;height:320px;border-radius:50%;border:10px solid #3a8;line-height:300px;font-size:70px">{r.time()}</div>') + at(50, 86, '<span style="background:#3a8;color:#fff;padding:8px 26px;border-radius:6px">[[Start|Старт]]</span>'), "timer.example.com")


def slide_number(r):
    paper, ink = r.one(("#fff", "#123"), ("#0b3d3a", "#fff"), ("#fdf6e3", "#333"), ("#1f1f2e", "#ffd166"))
    return screen(r.colour(paper), at(50, 42, r.one(f"{r.whole(3, 98)} %", f"{r.whole(2, 9)},{r.whole(1, 9)} [[million|млн]]", f"×{r.whole(2, 9)}"), f"font-size:{r.whole(140, 230)}px;font-weight:700;line-height:1;white-space:nowrap"), at(50, 66, "[[more visitors than last spring|больше посетителей, чем прошлой весной]]", "font-size:28px;white-space:nowrap"),
                  corner("right:30px;bottom:20px", str(r.whole(2, 40))), ink=ink)


def slide_title(r):
    return screen(r.ground("gradient", "colour", "dim"), at(50, 42, "[[Garden plan for the summer|План сада на лето]]", "font-size:56px;font-weight:700;width:80%"), at(50, 60, f'[[Anna Kovaleva|Анна Ковалёва]], {r.date()}', "font-size:22px;white-space:nowrap"))


def slide_points(r):
    points = "".join(f'<li style="margin:14px 0">{point}</li>' for point in ("[[What we have tried|Что мы попробовали]]", "[[What has worked|Что получилось]]", "[[What it costs|Сколько это стоит]]", "[[Questions|Вопросы]]")[:r.whole(2, 4)])
    return _full(r, corner("left:8%;top:12%", f'<div style="font-size:44px;font-weight:700">[[Agenda|Повестка]]</div><ul style="font-size:28px">{points}</ul>'), corner("right:30px;bottom:20px", str(r.whole(2, 40))))


def slide_quote(r):
    return screen(r.ground("dim", "soft", "gradient"), at(50, 46, "[[“Whoever plants a tree thinks of others.”|«Кто сажает дерево, думает о других».]]", "font-size:42px;font-style:italic;width:70%"), at(50, 68, both(("— a gardener", "— садовник")), "font-size:20px"))


def slide_person(r):
    name, = r.people(1)
    return screen(r.ground("gradient", "colour"), at(50, 38, r.person(200) + f'<div style="font-size:36px;margin-top:16px">{name}</div><div style="font-size:20px;opacity:.8">[[Head of the laboratory|Заведующий лабораторией]]</div>'), at(50, 78, "[[Twenty years of work with seeds, three books, two gardens and a greenhouse in the north.|Двадцать лет работы с семенами, три книги, два сада и теплица на севере.]]", "font-size:18px;width:60%"))


def _login_card(r, title):
    return (f'<div style="font-size:24px;margin-bottom:10px">{title}</div>' + r.field("[[E-mail|Эл. почта]]", 300, 38, False) + r.field("[[Password|Пароль]]", 300, 38, False)
            + '<div style="background:#1f6feb;color:#fff;border-radius:6px;padding:9px;margin-top:8px">[[Sign in|Войти]]</div><div style="font-size:13px;margin-top:12px;color:#1f6feb">[[Forgot password?|Забыли пароль?]] · [[Create account|Создать аккаунт]]</div>')


def login_card_browser(r):
    return browser(r, at(50, 44, _login_card(r, "[[Sign in|Вход]]"), "background:#8881;border:1px solid #8884;border-radius:10px;padding:28px 40px") + at(50, 95, "[[Terms|Условия]] · [[Privacy|Конфиденциальность]] · [[Help|Помощь]]", "font-size:12px"), "accounts.example.com/login")


def login_split_browser(r):
    return browser(r, '<div style="position:absolute;left:0;top:0;bottom:0;width:50%;background:var(--photo) center/cover"></div>' + at(75, 45, _login_card(r, "[[Welcome back|С возвращением]]")), "shop.example.org/sign-in")


def login_code_browser(r):
    boxes = "".join('<span style="display:inline-block;width:44px;height:54px;border:1px solid #8889;border-radius:8px;margin:4px"></span>' for _ in range(6))
    return browser(r, at(50, 40, f'<div style="font-size:24px">[[Enter the code|Введите код]]</div><p>[[We have sent it to +49 *** 88|Мы отправили его на +7 *** 88]]</p>{boxes}<p style="font-size:13px">[[Send again in 0:42|Отправить снова через 0:42]]</p>'), "bank.example.com/verify")


def login_vpn_full(r):
    """A sign-in page without a browser round it: a page, not the system's lock."""
    return _full(r, corner("left:40px;top:26px", "<b>◆ GlobalNet VPN</b>", "font-size:18px"), corner("right:40px;top:26px", "[[Support|Поддержка]] &nbsp; [[Language|Язык]]: EN", "font-size:14px"), at(50, 46, _login_card(r, "[[Company access|Доступ сотрудников]]"), "border:1px solid #8885;border-radius:8px;padding:26px 40px"),
                 at(50, 95, "© 2026 GlobalNet · [[Privacy|Конфиденциальность]] · [[Imprint|О компании]]", "font-size:12px;white-space:nowrap"))


def login_app_window(r):
    return desktop(r, window(r, "Messenger", at(50, 48, _login_card(r, "[[Log in to your account|Войдите в аккаунт]]")), 30, 12, 40, 74))


def phone_login_pad(r):
    return _full(r, corner("left:18px;top:12px", r.time(), "font-size:14px"), at(50, 16, '<b style="font-size:24px">◆ MyBank</b>'), at(50, 56, "[[Your code for the application|Код для входа в приложение]]" + r.dots(4, r.whole(0, 3)) + r.keys(72, 18, "border-radius:50%"), "font-size:16px"), at(50, 95, "[[Not you? Log out|Не вы? Выйти]]", "font-size:13px"))


def password_prompt_desktop(r):
    return desktop(r, window(r, "[[Notes|Заметки]]", f'<div style="padding:20px;font-size:14px">{r.lines(14)}</div>', 12, 12, 60, 70), at(50, 48, '<b style="font-size:17px">[[Authentication Required|Требуется аутентификация]]</b><p style="font-size:14px">[[To change the settings, type your password.|Чтобы изменить настройки, введите пароль.]]</p>' + r.field("[[Password|Пароль]]", 260, 34, False)
                                                                                                                   + '<span style="padding:5px 24px">[[Cancel|Отмена]]</span><span style="background:#1f6feb;color:#fff;border-radius:6px;padding:5px 24px">OK</span>', f'background:{_paper(r)[0]};color:{_paper(r)[1]};border-radius:12px;padding:22px 34px;box-shadow:0 10px 60px #000a'))


def photo_bare(r):
    return screen(r.photo())


def photo_dark_viewer(r):
    return screen(r.colour("#0b0b0c"), '<div style="position:absolute;inset:54px 0 90px;background:var(--photo) center/contain no-repeat"></div>', corner("left:20px;top:14px", "← IMG_2041.jpg"), corner("right:20px;top:14px", r.icons(4, 18)), at(50, 95, f"{r.whole(2, 40)} / 212"))


def photo_with_bar(r):
    return screen(r.photo(), corner("left:0;right:0;bottom:0", "IMG_0815.jpg — 4032 × 3024" + '<span style="float:right">−  100 %  +</span>', "background:#000a;padding:10px 18px;font-size:14px"))


def photo_story(r):
    name, = r.people(1)
    return screen(r.photo(), corner("left:20px;top:18px", f'<div style="display:flex;gap:10px;align-items:center">{r.person(40)}{name} · 4 [[h|ч]]</div>'), at(50, 94, "[[Send a message…|Отправить сообщение…]]", "border:1px solid #fffa;border-radius:99px;padding:8px 60px 8px 18px;white-space:nowrap"))


def video_paused(r):
    return screen(r.ground("photo", "dim"), at(50, 50, "▶", "font-size:54px;width:100px;height:100px;line-height:96px;border-radius:50%;background:#0008"), corner("left:24px;right:24px;bottom:18px", f'<div style="height:4px;background:#fff5"><div style="width:{r.whole(5, 95)}%;height:4px;background:#e33"></div></div>▶ ⏭ 🔊 12:4{r.whole(0, 9)} / 58:02<span style="float:right">CC ⚙ ⛶</span>'))


def video_subtitles(r):
    return screen(r.ground("photo", "dim"), at(50, 90, "[[I told you that the bridge is closed.|Я же говорил тебе, что мост закрыт.]]", f"font-size:{r.whole(26, 42)}px;text-shadow:0 0 6px #000;white-space:nowrap"))


def contact_card(r):
    name, = r.people(1)
    return desktop(r, window(r, "[[Contacts|Контакты]]", at(50, 24, r.person(110) + f'<div style="font-size:24px">{name}</div>') + at(50, 66, "".join(f'<div style="border-bottom:1px solid #8884;padding:8px 0"><span style="opacity:.6">{key}</span> {value}</div>' for key, value in
           (("[[Mobile|Мобильный]]", "+49 170 5550"), ("[[E-mail|Почта]]", "anna@example.org"), ("[[Birthday|День рождения]]", "4 [[March|марта]]"), ("[[City|Город]]", "[[Dresden|Дрезден]]"))), "text-align:left;width:70%;font-size:15px"), 30, 10, 36, 76))


def phone_contact(r):
    name, = r.people(1)
    return _full(r, at(50, 22, r.person(120) + f'<div style="font-size:26px">{name}</div>'), at(50, 40, _controls("✆✉📷", 52, "background:#8883;border-radius:12px")), at(50, 68, r.lines(6), "width:86%;font-size:16px;text-align:left"), corner("left:16px;top:14px", "← [[Back|Назад]]"))


def profile_page(r):
    name, = r.people(1)
    return browser(r, '<div style="height:160px;background:var(--photo) center/cover"></div>' + at(50, 42, r.person(120) + f'<div style="font-size:26px">{name}</div>[[214 followers|214 подписчиков]]') + at(50, 78, r.lines(6), "width:60%;font-size:15px;text-align:left"), "social.example.com/anna")


def team_page(r):
    people = "".join(f'<div style="width:180px;margin:16px">{r.person(100)}<b>{name}</b><br><span style="font-size:13px;opacity:.7">[[Engineer|Инженер]]</span></div>' for name in r.people(r.whole(3, 8)))
    return browser(r, f'<div style="text-align:center;padding-top:24px"><div style="font-size:30px">[[Our team|Наша команда]]</div><div style="display:flex;flex-wrap:wrap;justify-content:center">{people}</div></div>', "firm.example.org/team")


def tv_profiles(r):
    people = "".join(f'<div style="width:150px;margin:10px">{r.person(120, "8px")}<div style="font-size:17px;opacity:.7;margin-top:8px">{name}</div></div>' for name in r.people(r.whole(2, 5)))
    return screen(r.colour("#141414"), at(50, 46, f'<div style="font-size:44px">[[Who’s watching?|Кто смотрит?]]</div><div style="display:flex;justify-content:center;margin-top:20px">{people}</div>'), at(50, 84, "[[Manage Profiles|Управление профилями]]", "border:1px solid #999;padding:8px 24px;white-space:nowrap"), corner("left:40px;top:22px", "<b>STREAM</b>", "color:#e33;font-size:28px"))


def desktop_empty(r):
    return desktop(r)


def desktop_icons(r):
    icons = "".join(f'<div style="width:90px;text-align:center;font-size:12px;margin:10px"><div style="width:46px;height:46px;margin:0 auto 4px;border-radius:8px;background:{hue}"></div>{word}</div>' for hue, word in zip(r.some(HUES, 6), ("[[Trash|Корзина]]", "[[Documents|Документы]]", "[[Photos|Фото]]", "report.pdf", "setup", "[[Music|Музыка]]")))
    return desktop(r, corner(r.one("left:10px;top:34px", "right:10px;top:34px"), icons))


def desktop_clock(r):
    return desktop(r, at(r.between(25, 75), r.between(30, 60), f'<div style="font-size:{r.whole(70, 130)}px;font-weight:300;line-height:1">{r.time()}</div>{r.date()}'))


def desktop_launcher(r):
    apps = "".join(f'<div style="width:120px;text-align:center;font-size:13px"><div style="width:64px;height:64px;border-radius:16px;background:{r.one(*HUES)};margin:0 auto 6px"></div>{word}</div>' for word in
                   ("[[Files|Файлы]]", "[[Mail|Почта]]", "[[Maps|Карты]]", "[[Clock|Часы]]", "[[Photos|Фото]]", "[[Notes|Заметки]]", "[[Music|Музыка]]", "[[Books|Книги]]", "[[Weather|Погода]]", "[[Settings|Настройки]]", "[[Calculator|Калькулятор]]", "[[Terminal|Терминал]]")[:r.whole(6, 12)])
    return screen(r.ground("soft", "colour", "dim"), at(50, 8, "[[Type to search|Поиск]]", "background:#fff2;border-radius:99px;padding:8px 90px;white-space:nowrap"), at(50, 50, f'<div style="display:grid;grid-template-columns:repeat(6,130px);gap:34px 10px">{apps}</div>'))


def game_menu(r):
    items = "".join(f'<div style="margin:14px 0;opacity:{1 if place == 0 else .8}">{word}</div>' for place, word in enumerate(("[[Continue|Продолжить]]", "[[New game|Новая игра]]", "[[Settings|Настройки]]", "[[Quit|Выход]]")))
    return screen(r.ground("photo", "dim", "soft", "gradient"), at(50, 24, r.one("STARFALL", "[[The Last Garden|Последний сад]]"), "font-size:70px;font-weight:800;white-space:nowrap"), at(r.one(50, 50, 18), 62, items, "font-size:26px"))


def game_hud(r):
    return screen(r.photo(), corner("left:26px;top:20px", f'<div style="width:220px;height:16px;background:#0008"><div style="width:{r.whole(20, 90)}%;height:16px;background:#c33"></div></div>♥ {r.whole(1, 99)}'), corner("right:26px;top:20px", f"◆ {r.whole(0, 9999)}", "font-size:22px"), corner("right:26px;bottom:20px", '<div style="width:150px;height:150px;border-radius:50%;border:3px solid #fff8;background:#2228"></div>'))


def game_over(r):
    return screen(r.ground("colour", "dim"), at(50, 42, r.one("GAME OVER", "[[You win!|Победа!]]", "[[Paused|Пауза]]"), "font-size:90px;font-weight:800;white-space:nowrap"), at(50, 62, f"[[Score|Счёт]]: {r.whole(10, 99999)}", "font-size:28px;white-space:nowrap"))


def weather_full(r):
    hours = "".join(f'<div style="width:70px">{h}:00<br><span style="font-size:22px">☀</span><br>{r.whole(-5, 30)}°</div>' for h in range(9, 9 + r.whole(5, 9)))
    return screen(r.ground("soft", "gradient", "photo"), at(50, 30, f'<div style="font-size:26px">[[Dresden|Дрезден]]</div><div style="font-size:110px;font-weight:200;line-height:1.1">{r.whole(-9, 35)}°</div>[[Mostly clear|Преимущественно ясно]]'), at(50, 72, f'<div style="display:flex;font-size:14px">{hours}</div>', "background:#0003;border-radius:14px;padding:16px"))


def search_home(r):
    return browser(r, at(50, 34, "<b>Seeker</b>", "font-size:74px") + at(50, 50, "🔍 [[Search the web|Поиск в интернете]]", "border:1px solid #8887;border-radius:99px;padding:11px 200px 11px 22px;white-space:nowrap"), "seeker.example.com")


def splash_program(r):
    return screen(r.ground("colour", "gradient"), at(50, 44, f'<div style="font-size:60px">◆</div><div style="font-size:34px">Studio 2026</div><div style="font-size:14px;opacity:.8;margin-top:14px">[[Loading plug-ins…|Загрузка модулей…]] {r.whole(4, 96)} %</div>'))


def ebook_page(r):
    paper, ink = r.one(("#fbf0d9", "#5f4b32"), ("#000", "#bbb"), ("#fff", "#222"))
    return screen(r.colour(paper), at(50, 8, "[[Chapter Two|Глава вторая]]", "font-size:22px"), at(50, 52, r.lines(r.whole(10, 18)), "width:56%;font-size:20px;text-align:left;line-height:1.6"), at(50, 96, f"{r.whole(1, 300)} / 312", "font-size:13px"), ink=ink)


def board_shapes(r):
    shapes = "".join(f'<div style="position:absolute;left:{r.whole(5, 85)}%;top:{r.whole(10, 80)}%;width:{r.whole(80, 240)}px;height:{r.whole(80, 180)}px;border:3px solid {hue};border-radius:{r.one("0", "50%", "12px")}"></div>' for hue in r.some(HUES, r.whole(1, 6)))
    return _full(r, shapes, corner("left:14px;top:30%", '<div style="display:grid;gap:14px;font-size:22px">' + "".join(f"<span>{mark}</span>" for mark in "✎◻◯↗T⌫") + "</div>", "background:#8882;border-radius:10px;padding:12px"))


def gauges_full(r):
    rings = "".join(f'<div style="width:200px"><div style="width:160px;height:160px;border-radius:50%;border:14px solid {hue};line-height:132px;font-size:38px;margin:0 auto">{r.whole(1, 99)}%</div>{word}</div>' for hue, word in zip(r.some(HUES, 4), ("CPU", "[[Memory|Память]]", "[[Disk|Диск]]", "[[Network|Сеть]]")[:r.whole(1, 4)]))
    return _full(r, corner("left:30px;top:20px", "<b>[[Dashboard|Панель]]</b>", "font-size:22px"), at(50, 50, f'<div style="display:flex">{rings}</div>'))


def phone_camera(r):
    return screen(r.photo(), corner("left:0;right:0;bottom:0;height:20%", at(50, 50, _controls("○", 66, "border:4px solid #fff;border-radius:50%")) + at(50, 12, "[[PHOTO|ФОТО]] &nbsp; [[VIDEO|ВИДЕО]]", "font-size:12px;white-space:nowrap"), "background:#000"), corner("left:0;right:0;top:0;height:70px", "", "background:#000"))


def phone_home(r):
    apps = "".join(f'<div style="text-align:center;font-size:11px"><div style="width:58px;height:58px;border-radius:14px;background:{r.one(*HUES)};margin:0 auto 4px"></div>{word}</div>' for word in ("[[Mail|Почта]]", "[[Maps|Карты]]", "[[Clock|Часы]]", "[[Photos|Фото]]", "[[Notes|Заметки]]", "[[Music|Музыка]]", "[[Books|Книги]]", "[[Weather|Погода]]", "[[Store|Магазин]]", "[[Health|Здоровье]]", "[[Wallet|Кошелёк]]", "[[Settings|Настройки]]")[:r.whole(4, 12)])
    clock = at(50, 22, f'<div style="font-size:72px;line-height:1">{r.time()}</div>{r.date()}', "white-space:nowrap") if r.chance(0.5) else ""
    return screen(r.ground("photo", "gradient", "soft"), clock, corner("left:0;right:0;top:42%", f'<div style="display:grid;grid-template-columns:repeat(4,1fr);gap:22px 0">{apps}</div>'), corner("left:20px;top:12px", r.time(), "font-size:14px"), corner("left:14px;right:14px;bottom:16px;height:84px", "", "background:#fff4;border-radius:28px"))


def phone_alarm(r):
    return _full(r, corner("left:20px;top:40px", "[[Alarm|Будильник]]", "font-size:32px;font-weight:700"), at(50, 50, "".join(f'<div style="display:flex;justify-content:space-between;align-items:center;width:370px;border-bottom:1px solid #8885;padding:10px 0"><span style="font-size:46px;font-weight:300">{r.time()}</span><span style="background:#3b5;border-radius:99px;width:50px;height:28px"></span></div>' for _ in range(r.whole(2, 4)))),
                 at(50, 97, "[[Clock|Часы]] &nbsp; <b>[[Alarm|Будильник]]</b> &nbsp; [[Timer|Таймер]]", "font-size:12px;white-space:nowrap"))


def setup_language(r):
    """A box in the middle as a login has it, with much more to read."""
    rows = "".join(f'<div style="padding:9px 26px;background:{"#2f7fe0;color:#fff" if place == 1 else "none"}">{language}</div>' for place, language in enumerate(("Deutsch", "English", "Español", "Français", "Italiano", "Polski", "Русский", "Українська", "Қазақша")))
    return screen(r.ground("gradient", "bright-gradient", "colour"), at(50, 16, "[[Welcome|Добро пожаловать]]", "font-size:44px;font-weight:300"), at(50, 56, rows, "background:#fff;color:#222;border-radius:10px;width:330px;padding:10px 0;text-align:left"),
                  corner("right:50px;bottom:36px", "[[Next|Далее]]", "background:#2f7fe0;color:#fff;border-radius:6px;padding:8px 28px"))


def settings_account(r):
    """Settings that name what lock screens say."""
    name, = r.people(1)
    side = "".join(f'<div style="padding:9px 18px">{word}</div>' for word in ("[[Network|Сеть]]", "[[Sound|Звук]]", "[[Accounts|Учётные записи]]", "[[Sign-in options|Параметры входа]]", "[[Lock screen|Экран блокировки]]"))
    rows = "".join(f'<div style="padding:12px 0;border-bottom:1px solid #8885">{word}<span style="float:right">›</span></div>' for word in ("[[Password|Пароль]]", "[[Fingerprint|Отпечаток пальца]]", "[[Automatic login|Автоматический вход]]"))
    return desktop(r, window(r, "[[Settings|Параметры]]", f'<div style="display:flex;font-size:14px"><div style="width:200px">{side}</div><div style="flex:1;padding:26px;text-align:center">{r.person(110)}<div style="font-size:24px">{name}</div><div style="text-align:left;margin-top:20px">{rows}</div></div></div>', 10, 8, 72, 80))
