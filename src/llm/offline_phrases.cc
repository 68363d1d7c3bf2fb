#include "llm/offline_phrases.h"

#include <array>
#include <cstddef>

namespace nexy {
namespace {

struct Translated {
  OfflinePhrase phrase;
  std::string_view english;
  std::string_view russian;
};

constexpr std::array kPhrases = {
    Translated{OfflinePhrase::kOffline,
               "I am offline: no AI service is set up, so I cannot answer that. I can read your screen or a part of "
               "it, find a text on it, tell the time and the date, and do arithmetic. The operator can set up an AI "
               "service with the setting llm.provider.",
               "Я работаю без интернета: сервис ИИ не настроен, поэтому ответить на это не могу. Я умею читать экран "
               "или его часть, находить на нём текст, называть время и дату и считать. Сервис ИИ может подключить "
               "оператор, настройка называется llm.provider."},
    Translated{OfflinePhrase::kHelp,
               "I can read what is on your screen, or a part of it: say “read the screen”, “read the top half”, “read "
               "the title” or “read line 3”. I can find a text: say “where is Save”. I can tell the time and the "
               "date, and do arithmetic: say “what is 15 percent of 240”. Say “more” to go on and “repeat” to hear "
               "my last answer again.",
               "Я могу прочитать экран или его часть: скажите «прочитай экран», «прочитай верхнюю половину», «прочитай "
               "заголовок» или «прочитай строку 3». Могу найти текст: скажите «где Сохранить». Могу назвать время и "
               "дату и посчитать: скажите «сколько будет 15 процентов от 240». Скажите «дальше», чтобы я продолжил, "
               "и «повтори», чтобы услышать последний ответ ещё раз."},
    Translated{OfflinePhrase::kHelpWithoutService,
               "For other questions the operator has to set up an AI service with the setting llm.provider.",
               "Для других вопросов оператор должен подключить сервис ИИ, настройка называется llm.provider."},
    Translated{OfflinePhrase::kHelpInstead,
               "The AI service does not answer now, so other questions have to wait.",
               "Сервис ИИ сейчас не отвечает, другие вопросы придётся отложить."},
    Translated{OfflinePhrase::kNoScreen,
               "I have no picture of your screen. Please ask again with a screenshot, and check that Nexy is allowed "
               "to record the screen.",
               "У меня нет снимка вашего экрана. Спросите ещё раз вместе со снимком и проверьте, что Nexy разрешено "
               "записывать экран."},
    Translated{OfflinePhrase::kNoText,
               "I found no text on your screen. It may be empty, or show only pictures, which I cannot describe "
               "offline.",
               "Я не нашёл на экране текста. Возможно, экран пуст или на нём только изображения, а описывать их без "
               "интернета я не умею."},
    Translated{OfflinePhrase::kNoTextThere, "I found no text in that part of the screen.",
               "В этой части экрана я не нашёл текста."},
    Translated{OfflinePhrase::kNoSuchLine, "There is no such line. I found {} on the screen.",
               "Такой строки нет. Всего на экране: {}."},
    Translated{OfflinePhrase::kNoSuchParagraph, "There is no such paragraph. I found {} on the screen.",
               "Такого абзаца нет. Всего на экране: {}."},
    Translated{OfflinePhrase::kNothingAbout, "I found nothing about “{}” on the screen.",
               "На экране я ничего не нашёл про «{}»."},
    Translated{OfflinePhrase::kSayMore, "Say more to go on.", "Скажите «дальше», чтобы я продолжил."},
    Translated{OfflinePhrase::kNothingMore, "That was all. There is nothing more to read.",
               "Это всё, больше читать нечего."},
    Translated{OfflinePhrase::kNothingToGoOnWith,
               "I am not reading anything at the moment. Say “read the screen” to begin.",
               "Сейчас я ничего не читаю. Скажите «прочитай экран», чтобы начать."},
    Translated{OfflinePhrase::kScreenChanged, "The screen has changed, so I read it from the start.",
               "Экран изменился, читаю с начала."},
    Translated{OfflinePhrase::kHasChanged, "The screen has changed. New on it:",
               "Экран изменился. Вот что на нём нового:"},
    Translated{OfflinePhrase::kNothingNew, "The screen has changed, but I found no new text on it.",
               "Экран изменился, но нового текста на нём я не нашёл."},
    Translated{OfflinePhrase::kNothingBefore,
               "I have no earlier picture of the screen to compare with. Now it says:",
               "У меня нет прежнего снимка экрана для сравнения. Сейчас на нём:"},
    Translated{OfflinePhrase::kNothingToRepeat, "I have not said anything yet that I could repeat.",
               "Мне пока нечего повторить."},
    Translated{OfflinePhrase::kTime, "It is {}.", "Сейчас {}."},
    Translated{OfflinePhrase::kTimeElsewhere,
               "I know only the time here. It is {}.",
               "Я знаю только местное время. Сейчас {}."},
    Translated{OfflinePhrase::kDate, "Today is {}.", "Сегодня {}."},
    Translated{OfflinePhrase::kTomorrow, "Tomorrow is {}.", "Завтра {}."},
    Translated{OfflinePhrase::kYesterday, "Yesterday was {}.", "Вчера было {}."},
    Translated{OfflinePhrase::kResult, "The answer is {}.", "Ответ: {}."},
    Translated{OfflinePhrase::kResultRounded, "The answer is about {}.", "Ответ: примерно {}."},
    Translated{OfflinePhrase::kDivisionByZero, "That is a division by zero, which has no answer.",
               "Это деление на ноль, ответа нет."},
    Translated{OfflinePhrase::kNegativeRoot, "A negative number has no real square root.",
               "Из отрицательного числа корень не извлекается."},
    Translated{OfflinePhrase::kTooBig, "That number is too big for me.", "Такое большое число мне не посчитать."},
    Translated{OfflinePhrase::kFoundOne, "Yes, “{}” is {}.", "Да, «{}» находится {}."},
    Translated{OfflinePhrase::kFoundMany, "Yes, I found “{}” more than once: {}.", "Да, «{}» встречается несколько раз: {}."},
    Translated{OfflinePhrase::kNotFound, "I did not find “{}” on the screen.", "На экране я не нашёл «{}»."},
    Translated{OfflinePhrase::kSpelled, "Letter by letter: “{}”.", "По буквам: «{}»."},
    Translated{OfflinePhrase::kNothingToSpell, "I found nothing of that kind that I could spell.",
               "Я не нашёл ничего такого, что можно продиктовать по буквам."},
    Translated{OfflinePhrase::kPlaceAfter, ", to the right of “{}”", ", справа от «{}»"},
    Translated{OfflinePhrase::kPlaceBefore, ", to the left of “{}”", ", слева от «{}»"},
    Translated{OfflinePhrase::kPlaceBelow, ", below “{}”", ", под «{}»"},
    Translated{OfflinePhrase::kPlaceAbove, ", above “{}”", ", над «{}»"},
    Translated{OfflinePhrase::kPlaceInLine, ", in the line “{}”", ", в строке «{}»"},
};

// By row, then column.
constexpr std::string_view kPlaces[2][3][3] = {
    {{"at the top left", "at the top", "at the top right"},
     {"on the left", "in the middle", "on the right"},
     {"at the bottom left", "at the bottom", "at the bottom right"}},
    {{"слева вверху", "вверху", "справа вверху"},
     {"слева", "в середине", "справа"},
     {"слева внизу", "внизу", "справа внизу"}},
};

}  // namespace

std::string_view PhraseText(OfflinePhrase phrase, Language language) {
  for (const Translated& entry : kPhrases) {
    if (entry.phrase == phrase) return language == Language::kRussian ? entry.russian : entry.english;
  }
  return "";
}

std::string Say(OfflinePhrase phrase, Language language, std::string_view first, std::string_view second) {
  std::string result;
  std::string_view text = PhraseText(phrase, language);
  for (const std::string_view value : {first, second}) {
    const std::size_t hole = text.find("{}");
    if (hole == std::string_view::npos) break;
    result.append(text.substr(0, hole)).append(value);
    text.remove_prefix(hole + 2);
  }
  return result.append(text);
}

std::string_view PlaceText(int column, int row, Language language) {
  return kPlaces[language == Language::kRussian ? 1 : 0][row][column];
}

}  // namespace nexy
