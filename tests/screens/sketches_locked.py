"""Lock and login screens, each a function from a Sketch to a page; the names begin with the system."""

from sketch import at, both, corner, screen

PASSWORD = ("Enter Password", "Введите пароль")


def _name(r, name, size=None):
    return f'<div style="font-size:{size or r.whole(15, 24)}px;margin-top:8px">{name}</div>'


def _power(r, bottom=7):
    words = r.some(("[[Sleep|Режим сна]]", "[[Restart|Перезагрузить]]", "[[Shut Down|Выключить]]", "[[Switch User|Сменить пользователя]]"), r.whole(2, 3))
    return at(50, 100 - bottom, "".join(f'<span style="display:inline-block;width:110px;font-size:12px"><span style="font-size:22px;display:block">{mark}</span>{word}</span>'
                                        for mark, word in zip("☾⟲⏻", words)), "white-space:nowrap")


def _big(r, low, high, x, y, weight=None):
    return at(x, y, r.time(), f"font-size:{r.whole(low, high)}px;font-weight:{weight or r.one(200, 300, 500, 700)};line-height:1;white-space:nowrap")


def mac_ventura_lock(r):
    name, = r.people(1)
    return screen(r.ground("photo", "photo", "gradient", "dim"), at(50, 9, r.date(), "font-size:20px"), _big(r, 80, 115, 50, 17, 700),
                  at(50, r.between(82, 88), r.person(r.whole(36, 56)) + _name(r, name, 15) + f'<div style="font-size:12px;opacity:.8">{both(r.one(PASSWORD, ("Touch ID or Enter Password", "Touch ID или пароль")))}</div>'),
                  corner("right:16px;top:8px", f"ABC &nbsp; {r.icons(2, 14)}", "font-size:13px"))


def mac_tahoe_lock(r):
    name, = r.people(1)
    return screen(r.ground("photo", "gradient", "soft"), at(50, 8, r.date(), "font-size:19px;opacity:.9"), at(50, r.between(18, 23), r.time(),
                  f"font-size:{r.whole(130, 220)}px;font-weight:600;line-height:1;color:#ffffff{r.one('99', 'b0', 'd0')};letter-spacing:-.03em"),
                  at(50, 90, r.person(44) + _name(r, name, 14)))


def mac_password_focused(r):
    name, = r.people(1)
    return screen(r.ground("soft", "photo", "bright"), at(50, 8, r.date(), "font-size:18px"), _big(r, 70, 100, 50, 15, 700),
                  at(50, 84, r.person(60) + _name(r, name, 16) + r.field(both(PASSWORD), 165, 27)))


def mac_monterey_lock(r):
    name, = r.people(1)
    return screen(r.ground("soft", "bright", "bright-gradient"), at(50, r.between(48, 58), r.person(r.whole(72, 120)) + _name(r, name) + r.field(both(PASSWORD), r.whole(160, 220), 28)),
                  at(50, 92, '<span style="font-size:24px">⊗</span><br>[[Cancel|Отменить]]', "font-size:12px") if r.chance(0.6) else _power(r))


def mac_filevault(r):
    name, = r.people(1)
    return screen(r.ground("bright", "bright-gradient", "gradient", "colour"), at(50, r.between(44, 56), r.person(r.whole(70, 110)) + _name(r, name, 18) + r.field(both(PASSWORD), 190, 28)
                  + ('<div style="font-size:12px">[[Restart and show options|Перезагрузить и показать параметры]]</div>' if r.chance(0.4) else "")), _power(r), corner("right:16px;top:8px", r.icons(2, 14)))


def mac_recovery_key(r):
    return screen(r.ground("colour", "soft"), at(50, 40, r.person(80) + '<p style="font-size:17px;max-width:30em;margin:14px auto">[[Enter the recovery key to unlock this disk.|Введите ключ восстановления, чтобы разблокировать этот диск.]]</p>'
                  + r.field("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX", 380, 30)), _power(r))


def mac_name_and_password(r):
    return screen(r.ground("bright", "soft", "photo", "gradient"), at(50, r.between(44, 54), r.person(90) + r.field("[[Name|Имя]]", 200, 28) + r.field("[[Password|Пароль]]", 200, 28)),
                  at(50, 14, r.one("MacBook Air — Anna", "iMac-214", "lab-07.example.org"), "font-size:15px") if r.chance(0.6) else "", _power(r))


def mac_users(r):
    size = r.whole(64, 110)
    people = "".join(f'<div style="width:{size * 1.6}px">{r.person(size)}{_name(r, name, 15)}</div>' for name in r.people(r.whole(2, 5)))
    return screen(r.ground("bright", "soft", "bright-gradient", "photo"), at(50, r.between(42, 58), f'<div style="display:flex">{people}</div>'), _power(r), corner("right:16px;top:8px", r.icons(3, 14)))


def mac_switch_user(r):
    people = "".join(f'<div style="width:150px;opacity:{1 if place == 0 else .7}">{r.person(88 if place == 0 else 64)}{_name(r, name, 14)}{r.field(both(PASSWORD), 130, 24) if place == 0 else ""}</div>'
                     for place, name in enumerate([*r.people(r.whole(1, 3)), "[[Other…|Другой…]]"]))
    return screen(r.ground("soft", "photo", "bright"), at(50, 9, r.date(), "font-size:18px"), _big(r, 70, 100, 50, 17), at(50, 78, f'<div style="display:flex;align-items:flex-end">{people}</div>'))


def mac_firmware_code(r):
    boxes = "".join('<span style="width:34px;height:44px;border:1.5px solid #fff9;border-radius:6px;display:inline-block;margin:4px"></span>' for _ in range(r.one(4, 6)))
    return screen(r.colour(r.one("#000", "#1c1c1e", "#55585e")), at(50, 46, f'<div style="font-size:60px">🔒</div><p style="font-size:17px">[[Enter your system lock PIN code to unlock this Mac|Введите PIN-код системы, чтобы разблокировать этот Mac]]</p>{boxes}'
                  '<div style="font-size:30px;margin-top:16px">→</div>'))


def mac_screensaver_clock(r):
    return screen(r.ground("colour", "photo", "dim", "gradient"), _big(r, 150, 300, r.between(40, 60), r.between(40, 58)), at(50, 78, r.date(), "font-size:24px") if r.chance(0.5) else "")


def windows10_spotlight(r):
    return screen(r.ground("photo", "dim"), corner(f"left:{r.whole(24, 60)}px;bottom:{r.whole(60, 130)}px", f'<div style="font-size:{r.whole(90, 130)}px;font-weight:300;line-height:1">{r.time()}</div><div style="font-size:{r.whole(36, 52)}px;font-weight:300">{r.date()}</div>'),
                  corner("right:30px;top:26px", "[[Like what you see?|Нравится изображение?]]", "font-size:15px") if r.chance(0.6) else "", corner("right:28px;bottom:26px", r.icons(2, 20)))


def windows10_pin(r):
    name, other = r.people(2)
    return screen(r.ground("soft", "dim"), at(50, r.between(44, 52), r.person(r.whole(140, 190)) + f'<div style="font-size:38px;font-weight:300;margin:10px">{name}</div>' + r.field("[[PIN|ПИН-код]]", 290, 34)
                  + '<div style="font-size:14px;margin-top:8px">[[I forgot my PIN|Я забыл ПИН-код]]</div><div style="font-size:14px;margin-top:12px">[[Sign-in options|Параметры входа]]</div>'),
                  corner("left:24px;bottom:24px", f'<div style="display:flex;gap:10px;align-items:center">{r.person(44)}{other}</div>', "font-size:14px") if r.chance(0.5) else "",
                  corner("right:24px;bottom:24px", r.icons(3, 20, 22)))


def windows_wrong_password(r):
    name, = r.people(1)
    return screen(r.ground("soft", "colour", "gradient"), at(50, 46, r.person(r.whole(130, 180)) + f'<div style="font-size:30px;margin:12px">{name}</div><p style="font-size:15px">[[The password is incorrect. Try again.|Неверный пароль. Повторите попытку.]]</p>'
                  f'<span style="border:2px solid #fff;padding:4px 50px;font-size:15px">OK</span>'), corner("right:24px;bottom:24px", r.icons(3, 20)))


def windows11_lock(r):
    return screen(r.ground("photo", "dim"), _big(r, 90, 140, 50, r.between(15, 24), 600), at(50, r.between(30, 33), r.date(), "font-size:22px;font-weight:600"),
                  at(50, 84, "".join(f'<span style="display:inline-block;width:180px;height:120px;background:#0007;border-radius:8px;margin:6px;padding:10px;text-align:left;font-size:13px">{word}<br><span style="font-size:28px">{r.whole(1, 30)}°</span></span>'
                             for word in ("[[Weather|Погода]]", "[[Stocks|Акции]]", "[[Traffic|Пробки]]")[:r.whole(1, 3)])) if r.chance(0.5) else "", corner("right:24px;bottom:20px", r.icons(2, 16)))


def windows11_options(r):
    name, = r.people(1)
    keys = "".join(f'<span style="display:inline-block;width:58px;height:44px;line-height:44px;border:1px solid #fff{"a" if place else "f"};border-radius:4px;margin:3px;font-size:18px">{mark}</span>' for place, mark in enumerate(r.some("☺✋⌗⚿⌨", r.whole(2, 4))))
    return screen(r.ground("soft", "dim", "gradient"), at(50, 48, r.person(r.whole(120, 190)) + f'<div style="font-size:26px;font-weight:600;margin:10px">{name}</div>' + r.field(both(r.one(("Password", "Пароль"), ("PIN", "ПИН-код"))), 296, 32)
                  + f'<div style="font-size:14px;margin:14px 0 6px">[[Sign-in options|Параметры входа]]</div>{keys}'), corner("right:24px;bottom:20px", r.icons(3, 18)))


def windows_domain(r):
    return screen(r.ground("soft", "colour", "gradient"), at(50, 48, r.person(150) + '<div style="font-size:32px;font-weight:300">[[Other user|Другой пользователь]]</div>' + r.field("[[User name|Имя пользователя]]", 280, 32) + r.field("[[Password|Пароль]]", 280, 32)
                  + f'<div style="font-size:14px;margin-top:8px">[[Sign in to|Вход в]]: {r.one("CORP", "OFFICE", "SCHOOL")}</div>'), corner("right:24px;bottom:24px", r.icons(3, 20)))


def windows_notice(r):
    text = ("[[This system is for authorised users only. Everything that is done here may be recorded.|Эта система только для уполномоченных пользователей. Все действия могут записываться.]]",
            "[[By going on you accept the rules of the company. Press OK to sign in.|Продолжая, вы принимаете правила компании. Чтобы войти, нажмите «ОК».]]")
    return screen(r.ground("colour", "colour", "soft"), at(50, 45, f'<div style="font-size:26px;margin-bottom:16px">[[Notice|Внимание]]</div><div style="font-size:16px;max-width:44em;text-align:{r.one("left", "center")}">{"<br>".join(text)}</div>'
                  '<div style="margin-top:26px"><span style="border:2px solid #fff;padding:5px 60px">OK</span></div>', "width:70%"))


def windows_ctrl_alt_delete(r):
    return screen(r.ground("colour", "dim", "gradient"), corner("left:40px;bottom:70px", f'<div style="font-size:{r.whole(80, 120)}px;font-weight:300;line-height:1">{r.time()}</div><div style="font-size:34px">{r.date()}</div>'),
                  at(50, r.between(16, 26), "[[Press Ctrl+Alt+Delete to unlock.|Чтобы разблокировать, нажмите CTRL+ALT+DELETE.]]", "font-size:19px;white-space:nowrap"))


def windows7_login(r):
    name, = r.people(1)
    return screen(r.gradient(), at(50, 45, f'<div style="padding:8px;background:#fff4;border-radius:8px;display:inline-block">{r.person(128, "6px")}</div>' + _name(r, name, 22) + r.field("[[Password|Пароль]]", 200, 25)
                  + '<span style="border:1px solid #fff9;padding:4px 16px;font-size:13px">[[Switch User|Сменить пользователя]]</span>'), at(50, 94, "◆ <b>[[Professional|Профессиональная]]</b>", "font-size:22px;white-space:nowrap"), corner("right:20px;bottom:20px", "⏻ ▸"))


def windows_bitlocker(r):
    return screen(r.colour(r.one("#0a5ad6", "#004275", "#000")), corner("left:9%;top:14%", '<div style="font-size:34px;font-weight:300">BitLocker</div><p style="font-size:17px">[[Enter the password to unlock this drive|Введите пароль, чтобы разблокировать этот диск]]</p>' + r.field("", 420, 34)
                  + '<p style="font-size:14px;margin-top:60px">[[Press Enter to continue|Чтобы продолжить, нажмите ВВОД]]<br>[[Press Esc for BitLocker recovery|Восстановление BitLocker: нажмите ESC]]</p>'))


def gnome_shield(r):
    return screen(r.ground("soft", "dim", "colour"), _big(r, 84, 120, 50, r.between(38, 44), r.one(200, 300)), at(50, 53, r.date(), "font-size:24px"), at(50, 94, "[[Click or press a key to unlock|Щёлкните мышью или нажмите клавишу, чтобы разблокировать]]", "font-size:14px;white-space:nowrap") if r.chance(0.7) else "")


def gnome_prompt(r):
    name, = r.people(1)
    return screen(r.ground("soft", "colour", "dim"), at(50, r.between(44, 54), r.person(r.whole(90, 150)) + _name(r, name, 22) + r.field("[[Password|Пароль]]", 280, 38)), corner("right:14px;top:6px", r.icons(2, 14)), corner("right:30px;bottom:26px", "👥") if r.chance(0.5) else "")


def gdm_list(r):
    rows = "".join(f'<div style="display:flex;gap:18px;align-items:center;background:#ffffff14;border-radius:12px;padding:10px 18px;margin:8px;width:330px;font-size:18px"><span>{r.person(56)}</span>{name}</div>' for name in r.people(r.whole(1, 4)))
    return screen(r.colour(r.one("#2e3436", "#241f31", "#3d3846", "#1e1e1e")), at(50, 48, f'<div style="display:inline-block;text-align:left">{rows}</div><div style="font-size:14px;margin-top:12px">[[Not listed?|Нет в списке?]]</div>'),
                  at(50, 2, f"{r.date()} {r.time()}", "font-size:13px;white-space:nowrap"), corner("right:14px;top:5px", r.icons(3, 14)))


def ubuntu_gdm(r):
    name, = r.people(1)
    return screen(r.colour(r.one("#4f1b45", "#2c001e", "#5e2750")), at(50, 45, r.person(110) + _name(r, name, 22) + (r.field("[[Password|Пароль]]", 300, 40) if r.chance(0.7) else "")), at(50, 92, "ubuntu<sup>®</sup>", "font-size:34px"), at(50, 2, r.time(), "font-size:13px"),
                  corner("right:14px;top:5px", r.icons(3, 14)))


def plasma5_lock(r):
    name, = r.people(1)
    buttons = "".join(f'<span style="display:inline-block;width:110px;font-size:12px"><span style="font-size:28px;display:block">{mark}</span>{word}</span>' for mark, word in (("⏾", "[[Sleep|Ждущий режим]]"), ("⇄", "[[Switch User|Другой пользователь]]")))
    return screen(r.ground("dim", "soft", "gradient"), _big(r, 60, 90, 50, r.between(12, 22), 300), at(50, r.between(23, 27), r.date(), "font-size:22px"), at(50, 56, r.person(r.whole(100, 150)) + _name(r, name, 20) + r.field("[[Password|Пароль]]", 230, 32) + buttons, "white-space:nowrap"),
                  corner("left:14px;bottom:12px", "[[Virtual Keyboard|Виртуальная клавиатура]]", "font-size:13px"), corner("right:14px;bottom:12px", "78%", "font-size:13px"))


def plasma6_lock(r):
    name, = r.people(1)
    return screen(r.ground("soft", "photo", "dim"), at(50, 30, f'{r.time()}<div style="font-size:22px">{r.date()}</div>', f"font-size:{r.whole(64, 96)}px"), at(50, 66, r.person(120) + _name(r, name, 18) + r.field("[[Password|Пароль]]", 240, 34) + '<span style="font-size:13px">[[Unlock|Разблокировать]]</span>'))


def sddm_breeze(r):
    people = "".join(f'<div style="width:170px;opacity:{1 if place == 0 else .6}">{r.person(120 if place == 0 else 90)}{_name(r, name, 15)}</div>' for place, name in enumerate(r.people(r.whole(1, 4))))
    return screen(r.ground("dim", "soft", "photo", "gradient"), at(50, 18, f'{r.time()}<div style="font-size:18px">{r.date()}</div>', "font-size:64px"), at(50, 55, f'<div style="display:flex;justify-content:center;align-items:center">{people}</div>' + r.field("[[Password|Пароль]]", 220, 30)), _power(r),
                  corner("left:14px;bottom:12px", "[[Desktop Session|Сеанс]]: Plasma (X11)", "font-size:13px"))


def sddm_box(r):
    return screen(r.ground("photo", "dim", "gradient"), at(50, 50, '<div style="font-size:20px;margin-bottom:10px">[[Welcome to|Добро пожаловать на]] host-14</div>[[User name|Пользователь]]' + r.field("anna", 260, 30, False) + "[[Password|Пароль]]" + r.field("", 260, 30, False)
                  + '<span style="background:#2f6fd0;color:#fff;padding:6px 26px;margin:6px;display:inline-block">[[Login|Войти]]</span><span style="background:#666;color:#fff;padding:6px 26px;margin:6px;display:inline-block">[[Reboot|Перезагрузка]]</span>',
                  f"background:{r.one('#fffe', '#eef', '#d8dde6')};color:#223;padding:24px 40px;border-radius:{r.whole(0, 12)}px;font-size:14px"))


def lightdm_gtk(r):
    name, = r.people(1)
    return screen(r.ground("photo", "colour", "gradient", "dim"), corner("left:0;right:0;top:0", f'{r.one("debian", "xubuntu", "pc-3")}<span style="position:absolute;left:47%">{r.time()}</span><span style="float:right">♿ ⌨ ⏻</span>', "background:#222;font-size:13px;padding:5px 12px"),
                  at(50, r.between(46, 54), f'<div style="display:flex;gap:20px;align-items:center">{r.person(80, "6px")}<div style="text-align:left"><div style="background:#fff;border:1px solid #aaa;padding:4px 10px">{name} ▾</div>' + r.field("[[Enter your password|Введите пароль]]", 240, 30, False)
                     + '<span style="float:right;background:#4a7;color:#fff;padding:4px 18px;border-radius:4px">[[Log In|Войти]]</span></div></div>', "background:#e8e8e7;color:#333;padding:22px 26px;border-radius:6px;font-size:14px"))


def lightdm_slick(r):
    name, = r.people(1)
    return screen(r.ground("photo", "dim", "gradient"), corner("left:0;right:0;top:0", f'mint-pc<span style="float:right">us ♿ {r.time()} ⏻</span>', "background:#0008;font-size:14px;padding:6px 14px"),
                  corner(f"left:{r.whole(10, 20)}%;top:{r.whole(36, 46)}%", f'<div style="font-size:24px">{name}</div>' + r.field("[[Password|Пароль]]", 280, 36), "background:#0007;border-radius:8px;padding:18px 24px"))


def unity_greeter(r):
    rows = "".join(f'<div style="font-size:21px;margin:14px 0;opacity:{1 if place == 1 else .6}">{name}</div>' + (r.field("[[Password|Пароль]]", 260, 36) if place == 1 else "") for place, name in enumerate(r.people(3)))
    return screen(r.ground("gradient", "dim"), corner("left:90px;top:30%", rows), corner("right:16px;top:6px", f"{r.time()} ⏻", "font-size:14px"), corner("left:90px;bottom:30px", "ubuntu 16.04", "font-size:26px"))


def xfce_screensaver(r):
    return screen(r.colour("#000"), at(r.between(40, 60), r.between(40, 60), f'<div style="font-size:26px">{r.time()}</div>{r.date()}<div style="display:flex;gap:16px;margin:14px 0;align-items:center">{r.person(70, "4px")}<b>anna@host-14</b></div>[[Please enter your password.|Введите ваш пароль.]]' + r.field("", 280, 30, False)
                  + '<span style="border:1px solid #999;padding:4px 14px;margin:4px;border-radius:4px;display:inline-block">[[Switch User|Сменить пользователя]]</span><span style="border:1px solid #999;padding:4px 14px;margin:4px;border-radius:4px;display:inline-block">[[Unlock|Разблокировать]]</span>',
                  f"background:{r.one('#f0f0f0;color:#222', '#33393b;color:#eee')};padding:22px 30px;font-size:14px;border-radius:6px"))


def cinnamon_lock(r):
    return screen(r.ground("photo", "dim"), corner(f"left:{r.whole(6, 60)}%;top:{r.whole(12, 60)}%", f'<div style="font-size:{r.whole(60, 100)}px;line-height:1.1">{r.time()}</div><div style="font-size:26px">{r.date()}</div>', "text-shadow:0 2px 6px #000"))


def swaylock_ring(r):
    ring, inside = r.one(("#337d00", "#000c"), ("#3300ff", "#0000"), ("#0a84ff", "#fff4"), ("#fa0000", "#300"))
    size = r.whole(90, 190)
    word = r.one("", "[[Wrong|Неверно]]", "[[Verifying|Проверка]]", "[[Cleared|Очищено]]", "3")
    return screen(r.ground("colour", "photo", "soft", "colour"), at(50, 50, f'<div style="width:{size}px;height:{size}px;border-radius:50%;border:{size // 14}px solid {ring};background:{inside};line-height:{size - 2 * (size // 14)}px;font-size:{size // 6}px">{word}</div>'))


def i3lock_clock(r):
    size = r.whole(180, 300)
    return screen(r.ground("photo", "soft", "gradient"), at(50, 50, f'<div style="width:{size}px;height:{size}px;border-radius:50%;border:8px solid {r.one("#88c0d0", "#bf616a", "#fff8")};background:#0005;padding-top:{size * .3}px"><div style="font-size:{size // 5}px;line-height:1">{r.time()}</div>'
                  f'<div style="font-size:{size // 15}px">{r.date()}</div></div>'))


def xscreensaver_dialog(r):
    return screen(r.colour(r.one("#000", "#102030")), at(50, 50, f'<div style="display:flex;gap:24px;align-items:center"><div style="width:150px;height:170px;background:linear-gradient(#d33,#fb3)"></div><div><b style="font-size:20px">XScreenSaver 6.06</b><p>[[This display is locked.|Экран заблокирован.]]</p>'
                  f'[[User|Пользователь]]: <b>anna</b>' + r.field("[[Password|Пароль]]", 220, 28, False) + f'<div style="font-size:12px">{r.date()} {r.time()}</div></div></div>', "background:#e8e8e8;color:#222;padding:24px;border:3px outset #ddd;font-size:14px"))


def chromeos_pin(r):
    name, = r.people(1)
    pad = r.chance(0.7)
    return screen(r.ground("soft", "photo", "dim"), at(50, 44, f'<div style="display:flex;gap:50px;align-items:center"><div>{r.person(96)}{_name(r, name, 22)}{r.field("[[Enter PIN or password|Введите PIN-код или пароль]]", 250, 34)}</div>{r.keys(r.whole(50, 62), r.whole(6, 16), "border-radius:50%", True) if pad else ""}</div>'),
                  corner("left:16px;bottom:12px", "⏻ [[Shut down|Завершение работы]] &nbsp; ☻ [[Browse as Guest|Войти как гость]] &nbsp; + [[Add Person|Добавить пользователя]]", "font-size:13px"), corner("right:16px;bottom:12px", r.time(), "font-size:13px"))


def chromeos_people(r):
    side = "".join(f'<div style="margin:18px;opacity:.8">{r.person(64)}<div style="font-size:13px">{name}</div></div>' for name in r.people(r.whole(2, 3)))
    name, = r.people(1)
    return screen(r.ground("soft", "dim"), at(40, 45, r.person(110) + _name(r, name, 24) + r.field("[[Password|Пароль]]", 260, 34)), at(72, 45, side), corner("left:16px;bottom:12px", "⏻ [[Shut down|Завершение работы]] &nbsp; ☻ [[Browse as Guest|Войти как гость]]", "font-size:13px"),
                  corner("right:16px;bottom:12px", r.time(), "font-size:13px"))


def deepin_card(r):
    name, = r.people(1)
    return screen(r.ground("photo", "gradient", "bright"), at(50, 50, r.person(84) + _name(r, name, 18) + r.field("[[Password|Пароль]]", 250, 36, False), "background:#fffc;color:#222;border-radius:14px;padding:30px 46px"), at(50, 9, f"{r.time()}", "font-size:52px;font-weight:300"), at(50, 16, r.date()))


def kiosk_code(r):
    look = r.one("background:#ffffff1c;border-radius:8px", "border:1px solid #fff7;border-radius:50%", "background:#fff;color:#222;border-radius:4px")
    return screen(r.ground("colour", "gradient", "soft"), at(50, 50, '<div style="font-size:26px;margin-bottom:8px">[[This device is locked|Устройство заблокировано]]</div><div style="font-size:16px">[[Enter the code|Введите код]]</div>' + r.dots(r.one(4, 6), r.whole(0, 3)) + r.keys(r.whole(56, 84), r.whole(8, 18), look)))


def phone_ios_lock(r):
    return screen(r.ground("photo", "gradient", "dim"), at(50, r.between(13, 16), r.date(), "font-size:20px;white-space:nowrap"), _big(r, 90, 120, 50, 22, 600), corner("left:40px;bottom:46px", "🔦", "font-size:22px;background:#0006;border-radius:50%;width:50px;height:50px;line-height:50px;text-align:center"),
                  corner("right:40px;bottom:46px", "📷", "font-size:22px;background:#0006;border-radius:50%;width:50px;height:50px;line-height:50px;text-align:center"), at(50, 98.6, '<div style="width:140px;height:5px;background:#fff;border-radius:3px"></div>'),
                  corner("left:34px;top:16px", r.time(), "font-size:16px"), corner("right:30px;top:16px", "▮▮▮", "font-size:12px"))


def phone_ios_code(r):
    return screen(r.ground("soft", "dim", "colour"), at(50, r.between(40, 50), '<div style="font-size:20px">[[Enter Passcode|Введите код-пароль]]</div>' + r.dots(r.one(4, 6), r.whole(0, 5)) + r.keys(78, 20, "background:#ffffff2e;border-radius:50%", True, "123456789 0 ")),
                  corner("left:36px;bottom:46px", "[[Emergency|SOS]]"), corner("right:36px;bottom:46px", "[[Cancel|Отменить]]"))


def phone_android_lock(r):
    return screen(r.ground("photo", "dim", "gradient", "colour"), corner(f"left:{r.whole(24, 40)}px;top:{r.whole(60, 90)}px", f'{r.date()}<br>{r.whole(-9, 28)}°', "font-size:18px"), at(50, r.between(34, 50), r.time().replace(":", "<br>"), f"font-size:{r.whole(120, 190)}px;line-height:.95;font-weight:{r.one(200, 400)}"),
                  corner("left:18px;top:10px", "[[Network|Сеть]]", "font-size:13px"), corner("right:18px;top:10px", "▾ ◢ 64%", "font-size:13px"), at(50, 94, r.one("🔒", "[[Swipe up to unlock|Проведите вверх]]", "◎"), "font-size:16px;white-space:nowrap"))


def phone_android_pin(r):
    return screen(r.ground("colour", "soft", "dim"), at(50, 16, f'<div style="font-size:24px">🔒</div>[[Enter PIN|Введите PIN-код]]', "font-size:20px;white-space:nowrap"), at(50, 60, r.dots(4, r.whole(0, 4), 10) + r.keys(r.whole(70, 92), r.whole(10, 20), r.one("background:#ffffff22;border-radius:50%", "background:#3a4150;border-radius:26px", "border-radius:50%"), r.chance(0.5))),
                  at(50, 95, "[[Emergency call|Экстренный вызов]]", "font-size:14px;white-space:nowrap"))


def phone_android_pattern(r):
    dots = "".join(f'<span style="width:{12}px;height:12px;border-radius:50%;background:currentColor"></span>' for _ in range(9))
    return screen(r.ground("colour", "soft", "dim"), at(50, 20, "[[Draw pattern|Введите графический ключ]]", "font-size:20px;white-space:nowrap"), at(50, 60, f'<div style="display:grid;grid-template-columns:repeat(3,12px);gap:{r.whole(70, 96)}px">{dots}</div>'), at(50, 95, "[[Emergency call|Экстренный вызов]]", "font-size:14px;white-space:nowrap"),
                  corner("left:18px;top:10px", r.time(), "font-size:13px"))


def desk_phone_mirrored(r):
    """A phone's locked screen mirrored over the whole screen, with black beside it."""
    return screen(r.colour("#000"), f'<div style="position:absolute;left:50%;top:0;height:100%;aspect-ratio:9/19;transform:translateX(-50%);overflow:hidden">{r.ground("photo", "gradient", "soft")}' + at(50, 12, r.date(), "font-size:14px;white-space:nowrap") + _big(r, 64, 84, 50, 20, 600)
                  + (at(50, 62, '[[Enter Passcode|Введите код-пароль]]' + r.dots(6, 2, 9) + r.keys(44, 12, letters=True), "font-size:14px") if r.chance(0.5) else at(50, 92, "[[Swipe up to open|Смахните вверх, чтобы открыть]]", "font-size:12px;white-space:nowrap")) + "</div>")


def tablet_ipad_lock(r):
    return screen(r.ground("photo", "gradient"), _big(r, 100, 160, r.one(50, 50, 22), 20, 600), at(r.one(50, 50), 8, r.date(), "font-size:20px"), at(50, 96, "[[Swipe up to open|Смахните вверх, чтобы открыть]]", "font-size:14px"),
                  *([at(50, 60 + 13 * place, f'<div style="text-align:left"><b>{name}</b><br>[[Are you coming tonight?|Придёшь сегодня вечером?]]</div>', "background:#fff4;border-radius:16px;padding:12px 20px;width:380px;font-size:14px") for place, name in enumerate(r.people(r.whole(0, 2)))]))


def gdm_refused(r):
    """What is said after a wrong password, in words that dialogs have too."""
    name, = r.people(1)
    return screen(r.colour(r.one("#2e3436", "#3d3846", "#241f31")), corner("left:0;right:0;top:0", f'<div style="text-align:center">{r.time()}</div>', "background:#0009;font-size:14px;padding:5px"),
                  at(50, 48, r.person(112) + _name(r, name) + r.field("[[Password|Пароль]]", 300, 38) + '<div style="font-size:14px">[[Sorry, password authentication didn’t work. Please try again.|Не удалось подтвердить пароль. Попробуйте ещё раз.]]</div>'))


def organisation_locked(r):
    return screen(r.ground("colour", "soft"), at(50, 46, '<div style="font-size:28px;margin-bottom:14px">[[This device has been locked|Устройство заблокировано]]</div><div style="font-size:17px;width:460px">[[Your organisation asks you to call its administrator.|Ваша организация просит позвонить администратору.]]</div>' + r.field("[[Code|Код]]", 280, 38, False),
                  "background:#000b;padding:30px 50px;border-radius:10px"))
