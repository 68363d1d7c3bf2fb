#include "text/sentence_segmenter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "text/sentence_corpus.h"
#include "text/unicode.h"

namespace nexy {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using Sentences = std::vector<std::string>;

Sentences Segment(std::string_view text, SegmenterOptions options = {}) {
  SentenceSegmenter segmenter(options);
  Sentences all = segmenter.Push(text);
  for (std::string& sentence : segmenter.Finish()) all.push_back(std::move(sentence));
  return all;
}

Sentences One(std::string_view text) { return {std::string(text)}; }

TEST(SentenceSegmenter, KeepsShortUnpunctuatedAndRepeatedSentences) {
  EXPECT_THAT(Segment("Yes."), ElementsAre("Yes."));
  EXPECT_THAT(Segment("Sure thing"), ElementsAre("Sure thing"));
  EXPECT_THAT(Segment("No. No. No."), ElementsAre("No.", "No.", "No."));
  EXPECT_THAT(Segment("It works. Ok."), ElementsAre("It works.", "Ok."));
  EXPECT_THAT(Segment(" \n\t "), IsEmpty());
}

TEST(SentenceSegmenter, GivesASentenceAsSoonAsTheNextWordBegins) {
  SentenceSegmenter segmenter({});
  EXPECT_THAT(segmenter.Push("It is open. "), IsEmpty());
  EXPECT_THAT(segmenter.Push("C"), ElementsAre("It is open."));
  EXPECT_THAT(segmenter.Push("lick it!\n"), ElementsAre("Click it!"));
  EXPECT_THAT(segmenter.Finish(), IsEmpty());
}

TEST(SentenceSegmenter, LeavesSignsAsTheyAre) {
  for (const char* text :
       {"It costs 5 € — that’s C# 12.0 at 20 °C.", "2*3 and 2 * 3 is 6.", "Use --help or -5.",
        "Open __init__.py now.", "If a < b & c > d then stop.", "R&D and AT&T.", "Press ⌘⇧5.",
        "snake_case_name and *args, **kwargs.", "№ 5 стоит 100 ₽.",
        "Path C:\\*.txt is it.", "f(x)[0](y) is code.", "Glob **/*.cc and *.txt files.",
        "naïve café — «да».", "5 * 3 * 2", "~/notes and a~b", "x^2 + y^2 = z^2",
        "Select \"*\" or '*' here", "#5 is #hashtag"}) {
    EXPECT_EQ(Segment(text), One(text));
  }
}

TEST(SentenceSegmenter, AStopInsideSomethingDoesNotEndASentence) {
  for (const char* text : {"Pi is 3.14 today.",
                           "Version 1.2.3 is out.",
                           "Go to 192.168.0.1 now.",
                           "See https://example.com/a.b?c=d. for it",
                           "Edit main.cc and nexy.yaml today.",
                           "Mail to a.b@example.com please.",
                           "Mr. Smith met Dr. Jones.",
                           "Use e.g. Safari or i.e. it.",
                           "J. R. R. Tolkien wrote it.",
                           "The U.S. Army came.",
                           "See fig. 5 and p. 12 there.",
                           "At 5 p.m. we left.",
                           "Она живёт на ул. Ленина, д. 5.",
                           "А. С. Пушкин родился здесь.",
                           "Это т. е. Москва.",
                           "Смотри рис. 3 и табл. 4.",
                           "Цена 5 руб. 20 коп. за штуку.",
                           "Это и т. д. и т. п. для всех.",
                           "Wait... what is it",
                           "Ну… ладно",
                           "В 2024 г. было тепло.",
                           "Проф. Иванов и г-н Петров.",
                           "The time is 10.30 now.",
                           "Hmm... and then",
                           "Ask No. 5 about it.",
                           "1. Open the app",
                           "\"Really?\" he asked.",
                           "Дом им. Ленина стоит.",
                           "«Привет!» — сказал он.",
                           "— Привет! — сказал он.",
                           "Dr. J. Smith Jr. is here."}) {
    EXPECT_EQ(Segment(text), One(text));
  }
}

TEST(SentenceSegmenter, AnAbbreviationMayEndASentence) {
  EXPECT_THAT(Segment("We sell pens, etc. Then we go."),
              ElementsAre("We sell pens, etc.", "Then we go."));
  EXPECT_THAT(Segment("He lives in the U.S. The house is big."),
              ElementsAre("He lives in the U.S.", "The house is big."));
  EXPECT_THAT(Segment("Come at 5 p.m. Bring food."), ElementsAre("Come at 5 p.m.", "Bring food."));
  EXPECT_THAT(Segment("Хлеб, соль и т. д. Потом чай."),
              ElementsAre("Хлеб, соль и т. д.", "Потом чай."));
  EXPECT_THAT(Segment("Он родился в 1990 г. Потом уехал."),
              ElementsAre("Он родился в 1990 г.", "Потом уехал."));
  EXPECT_THAT(Segment("Take vitamin C. It helps."), ElementsAre("Take vitamin C.", "It helps."));
  EXPECT_THAT(Segment("So do I. Then go."), ElementsAre("So do I.", "Then go."));
  EXPECT_THAT(Segment("Цена 5 руб. Это мало."), ElementsAre("Цена 5 руб.", "Это мало."));
}

TEST(SentenceSegmenter, ClosingQuotesAndEmojiBelongToTheirSentence) {
  EXPECT_THAT(Segment("\"Go.\" Then (it ended.) He left."),
              ElementsAre("\"Go.\"", "Then (it ended.)", "He left."));
  EXPECT_THAT(Segment("«Да.» Он ушёл."), ElementsAre("«Да.»", "Он ушёл."));
  EXPECT_THAT(Segment("Done! 🎉 Next one."), ElementsAre("Done! 🎉", "Next one."));
  EXPECT_THAT(Segment("Done!🎉 Next one."), ElementsAre("Done!🎉", "Next one."));
}

TEST(SentenceSegmenter, KnowsTerminatorsOfOtherScripts) {
  EXPECT_THAT(Segment("你好。今天很好！是吗？好"),
              ElementsAre("你好。", "今天很好！", "是吗？", "好"));
  EXPECT_THAT(Segment("「はい。」そう言った。"), ElementsAre("「はい。」", "そう言った。"));
  EXPECT_THAT(Segment("यह घर है। वह आया।"), ElementsAre("यह घर है।", "वह आया।"));
  EXPECT_THAT(Segment("¿Qué hora es? ¡Las dos!"), ElementsAre("¿Qué hora es?", "¡Las dos!"));
  EXPECT_THAT(Segment("Er kam am 3. Oktober z.B. nach Berlin. Es war kalt."),
              ElementsAre("Er kam am 3. Oktober z.B. nach Berlin.", "Es war kalt."));
  EXPECT_THAT(Segment("« Bonjour ! » Puis il part."),
              ElementsAre("« Bonjour ! »", "Puis il part."));
}

TEST(SentenceSegmenter, TakesMarkupOff) {
  EXPECT_THAT(Segment("# Title\n\nSome **bold** and *it* text."),
              ElementsAre("Title", "Some bold and it text."));
  EXPECT_THAT(Segment("- one\n- two\n  * three"), ElementsAre("one", "two", "three"));
  EXPECT_THAT(Segment("1. Open it.\n2. Close it."), ElementsAre("1. Open it.", "2. Close it."));
  EXPECT_THAT(Segment("See [the page](https://a.b/c_d (x)) and ![a cat](cat.png)."),
              ElementsAre("See the page and a cat."));
  EXPECT_THAT(Segment("See [the page](https://a.b/c_d) now."), ElementsAre("See the page now."));
  EXPECT_THAT(Segment("Run:\n```bash\nls -l *.cc\necho \"a. B\"\n```\nDone."),
              ElementsAre("Run:", "ls -l *.cc", "echo \"a. B\"", "Done."));
  EXPECT_THAT(Segment("Use `a. B` and `*x*` here."), ElementsAre("Use a. B and *x* here."));
  EXPECT_THAT(Segment("One\n\n---\n\nTwo\n***\n"), ElementsAre("One", "Two"));
  EXPECT_THAT(Segment("**One. Two.** Three."), ElementsAre("One.", "Two.", "Three."));
  EXPECT_THAT(Segment("**Done.** Next."), ElementsAre("Done.", "Next."));
  EXPECT_THAT(Segment("> Quoted\n> text."), ElementsAre("Quoted\ntext."));
  EXPECT_THAT(Segment("| a | b |\n|---|:-:|\n| 1. A | 2. B |"),
              ElementsAre("| a | b |", "| 1. A | 2. B |"));
  EXPECT_THAT(Segment("~~old~~ new"), ElementsAre("old new"));
}

TEST(SentenceSegmenter, LineEndsSeparateShortLinesAndJoinWrappedOnes) {
  EXPECT_THAT(Segment("Name: John\nAge: 5"), ElementsAre("Name: John", "Age: 5"));
  EXPECT_THAT(Segment("This is a\nwrapped line."), ElementsAre("This is a\nwrapped line."));
  EXPECT_THAT(Segment("First para\n\nsecond para"), ElementsAre("First para", "second para"));
}

TEST(SentenceSegmenter, RemovesAnInjectedCommandFromTheStart) {
  const std::string command =
      R"(__MCP__{"event":"mcp.command_request","payload":{"a":"x. Y \" }"}})";
  EXPECT_THAT(Segment(command), IsEmpty());
  EXPECT_THAT(Segment(command + " Hello."), ElementsAre("Hello."));
  EXPECT_THAT(Segment("One. " + command + " Two."), ElementsAre("One.", "Two."));
  EXPECT_THAT(Segment("**" + command + "** Two."), ElementsAre("Two."));
  EXPECT_THAT(Segment("__MCP__ __MCP__ hi"), ElementsAre("hi"));
}

TEST(SentenceSegmenter, ANoteATagOrATargetAfterATerminatorBelongsToItsSentence) {
  EXPECT_THAT(Segment("So it is.[^1] Then[^2] it was.[^last]"),
              ElementsAre("So it is.[^1]", "Then[^2] it was.[^last]"));
  EXPECT_THAT(Segment("[Read on.](https://a.example/b.c) It is [short. Very](u) short."),
              ElementsAre("Read on.", "It is short. Very short."));
  EXPECT_THAT(Segment("<b>Hi.</b> You.<br>There.</p><p>Here."),
              ElementsAre("Hi.", "You.", "There.", "Here."));
  EXPECT_THAT(Segment("std.<T> is none. Dr.<br>Smith is."),
              ElementsAre("std.<T> is none.", "Dr. Smith is."));
}

TEST(SentenceSegmenter, CutsALongSentenceAtAClauseOrWord) {
  SegmenterOptions options;
  options.sentence_max_chars = 20;
  EXPECT_THAT(Segment("alpha beta gamma, delta epsilon zeta", options),
              ElementsAre("alpha beta gamma,", "delta epsilon zeta"));
  EXPECT_THAT(Segment(std::string(45, 'x'), options),
              ElementsAre(std::string(20, 'x'), std::string(20, 'x'), "xxxxx"));
}

std::size_t Count(const Sentences& sentences, std::string_view part) {
  std::size_t count = 0;
  for (const std::string& sentence : sentences) {
    for (std::size_t at = sentence.find(part); at != sentence.npos;
         at = sentence.find(part, at + 1)) {
      ++count;
    }
  }
  return count;
}

TEST(SentenceSegmenter, ALongSentenceIsNotCutInANumberNameQuoteOrAddress) {
  const Sentences wholes = {"1 250 000",
                            "5 GB",
                            "Anna Maria Lopez",
                            "J. R. R. Tolkien",
                            "«да, нет, потом»",
                            "\"yes, no, later\"",
                            "„ja, nein, später“",
                            "»ja, nein, später«",
                            "‘so, it’s no’",
                            "https://example.com/a,b/c?x=1,2",
                            "(see this, or so)",
                            "№ 5 000",
                            "5 – 7",
                            "page 12"};
  const Sentences words = {"and so on ", "then they went, ", "или ещё так — ", "at last; "};
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    std::string text = "so ";
    while (text.size() < 1500) {
      text += words[random() % words.size()] + wholes[random() % wholes.size()] + " ";
    }
    SegmenterOptions options;
    options.sentence_max_chars = round % 3 == 0 ? 500 : round % 3 == 1 ? 120 : 60;
    options.first_clause_chars = round % 2 == 0 ? 0 : 20;
    const Sentences pieces = Segment(text, options);
    EXPECT_GT(pieces.size(), 2U);
    for (const std::string& whole : wholes) {
      ASSERT_EQ(Count(pieces, whole), Count({text}, whole)) << whole << "\n" << text;
    }
    for (const std::string& piece : pieces) {
      ASSERT_LE(DecodeUtf8(piece).size(), options.sentence_max_chars);
    }
  }
}

std::string WithoutSpace(const Sentences& sentences) {
  std::string all;
  for (const std::string& sentence : sentences) {
    for (const char c : sentence) {
      if (c != ' ' && c != '\n') all.push_back(c);
    }
  }
  return all;
}

TEST(SentenceSegmenter, ChunkingDoesNotMatter) {
  const std::vector<std::string> atoms = {
      "Hello",    " ",      ". ",      "! ",       "? ",
      "\n",       "\n\n",   "- ",      "1. ",      "**",
      "*",        "`",      "```\n",   "[",        "](http://x.y)",
      "Mr",       "etc",    "т. д.",   "Привет",   "5",
      "3.14",     "€",      "🎉",       "é",        "__MCP__{\"a\":1}",
      "# ",       "|",      "…",       "\"",       "«",
      "»",        "。",     "你好",    "\xF0\x9F", "\xFF",
      "_",        "J. ",    "U.S. ",   "The ",     "iPhone",
      "(",        ")",      "---",     "> ",       ":) ",
      "))",       ".[3]",   "2) ",     "a. ",      "p.m. ",
      "“",        "”",      "他说",    "said ",    "\xED\xA0\xBD",
      "\xE2\x80", "\u200B", ", then ", "• ",       ".<br>",
      ".</p><p>", ".[^a]",  ".](x.y)"};
  std::mt19937 random(7);
  const auto below = [&random](std::size_t n) { return random() % n; };
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::size_t i = 0; i < 40; ++i) text += atoms[below(atoms.size())];
    SegmenterOptions options;
    options.sentence_max_chars = round % 3 == 0 ? 10 : 500;
    options.first_clause_chars = round % 2 == 0 ? 0 : 8;
    const Sentences whole = Segment(text, options);
    SentenceSegmenter segmenter(options);
    Sentences pieces;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t size = 1 + below(6);
      for (auto& s : segmenter.Push(std::string_view(text).substr(at, size))) pieces.push_back(s);
      at += size;
    }
    for (auto& s : segmenter.Finish()) pieces.push_back(s);
    ASSERT_EQ(pieces, whole) << text;
    EXPECT_THAT(whole, Each(testing::Not(testing::StartsWith("__MCP__")))) << text;
  }
}

// The reviewed texts, cut at random bytes, also inside characters.
TEST(SentenceSegmenter, RandomPiecesOfTheCorporaGiveTheSameSentences) {
  std::mt19937 random(5);
  for (const char* name :
       {"sentences_en.txt", "sentences_ru.txt", "sentences_other.txt", "sentences_en_held_out.txt",
        "sentences_ru_held_out.txt", "sentences_other_held_out.txt", "sentences_en_seventh.txt",
        "sentences_ru_tenth.txt", "sentences_other_seventh.txt"}) {
    for (const SentenceCase& one : ReadSentenceCorpus(name, "")) {
      const Sentences whole = Segment(one.input);
      for (int round = 0; round < 10; ++round) {
        SentenceSegmenter segmenter({});
        Sentences pieces;
        for (std::size_t at = 0; at < one.input.size();) {
          const std::size_t size = 1 + random() % (round + 2);
          for (auto& sentence : segmenter.Push(std::string_view(one.input).substr(at, size))) {
            pieces.push_back(std::move(sentence));
          }
          at += size;
        }
        for (auto& sentence : segmenter.Finish()) pieces.push_back(std::move(sentence));
        ASSERT_EQ(pieces, whole) << one.input;
      }
    }
  }
}

// Whatever is taken off an answer is named, so that --explain explains the whole difference.
TEST(SentenceSegmenter, EveryCharacterIsInASentenceOrNamedAsMarkup) {
  std::istringstream separated(
      "word\t \t. \t\n\t\n\n\t**\t*\t_\t`\t```\n\t~~~\n\t# \t #\t> \t- \t1. \t[ ] "
      "\t[a]\t(b)\t![c]\t"
      "[1]: https://a.b\n\t---\n\t===\n\t| a "
      "|\n\t|---|\n\t<b>\t</b>\t<br>\t<li>\t</li>\t<sup>\t</sup>\t"
      "2\t<!-- n -->\t<img alt=\"d\">\t&amp;\t&#8364;\t\\*\t\\\t~2~\tx^2^\tслово\t<a@b.c>\t"
      "<https://e.f>\t== \t~~\t\n• \t • \t$$\n\t\\[\n\t\\]\t$\t--|--\n\t:-|-\n\ta|b\n\t##x\t> "
      "```\n\t| - | + |\n");
  std::vector<std::string> atoms;
  for (std::string atom; std::getline(separated, atom, '\t');) atoms.push_back(atom);
  std::mt19937 random(11);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::size_t i = 0; i < 12; ++i) text += atoms[random() % atoms.size()];
    std::map<char32_t, int> left;
    const auto count = [&left](std::u32string_view characters, int sign) {
      for (const char32_t c : characters) left[c] += IsSpace(c) ? 0 : sign;
    };
    count(DecodeUtf8(text), 1);
    SegmenterOptions options;
    options.markup_watcher = [&count](std::u32string_view written, std::u32string_view instead,
                                      std::string_view) {
      count(written, -1);
      count(instead, 1);
    };
    for (const std::string& sentence : Segment(text, options)) count(DecodeUtf8(sentence), -1);
    for (const auto& [character, times] : left)
      ASSERT_EQ(times, 0) << text << ": " << EncodeUtf8({&character, 1});
  }
}

// Where the answer breaks off, what had been decided stays decided.
TEST(SentenceSegmenter, EveryBeginningOfATextGivesTheBeginningOfItsSentences) {
  for (const char* name : {"sentences_en_held_out.txt", "sentences_en_seventh.txt",
                           "sentences_ru_tenth.txt", "sentences_other_seventh.txt"}) {
    for (const SentenceCase& one : ReadSentenceCorpus(name, "")) {
      SentenceSegmenter whole({});
      const Sentences all = whole.Push(one.input);
      for (std::size_t size = 1; size < one.input.size(); size += 7) {
        SentenceSegmenter part({});
        const Sentences some = part.Push(std::string_view(one.input).substr(0, size));
        ASSERT_LE(some.size(), all.size());
        ASSERT_TRUE(std::equal(some.begin(), some.end(), all.begin())) << one.input;
      }
    }
  }
}

TEST(SentenceSegmenter, TheFirstSentenceMayBeCutAtAClauseButNotInAQuoteNameOrNumber) {
  SegmenterOptions options;
  options.first_clause_chars = 10;
  EXPECT_THAT(Segment("The window is open, and the door is shut, I think. Then, later, it rained.",
                      options),
              ElementsAre("The window is open,", "and the door is shut, I think.",
                          "Then, later, it rained."));
  EXPECT_THAT(Segment("Окно открыто, но дверь заперта, и темно.", options),
              ElementsAre("Окно открыто,", "но дверь заперта, и темно."));
  EXPECT_THAT(Segment("窗口打开了，但是门关着，而且很暗，真的。", options),
              ElementsAre("窗口打开了，但是门关着，", "而且很暗，真的。"));
  EXPECT_THAT(Segment("Er sagte „warte, bitte, nun“, und ging.", options),
              ElementsAre("Er sagte „warte, bitte, nun“,", "und ging."));
  for (const char* kept : {"It costs 1,299,000 dollars and 5, 6 or 7 cents.",
                           "It is in Washington, D.C., Paris, London and Rome.",
                           "It says “wait, please, or go, dear” and stops.",
                           "It (slow, old, and gray) is here.", "See `a, b, c, d, e, f` now."}) {
    EXPECT_THAT(Segment(kept, options), testing::SizeIs(1)) << kept;
  }
  EXPECT_THAT(Segment("Yes. The window is open, and so is the door.", options),
              ElementsAre("Yes.", "The window is open, and so is the door."));
}

TEST(SentenceSegmenter, InvisibleCharactersAndDirectionsDoNotHideAnEnd) {
  EXPECT_THAT(Segment("Done.\u200F \u202BNext."), testing::SizeIs(2));
  EXPECT_THAT(Segment("Done.\u00AD Next."), testing::SizeIs(2));
  EXPECT_THAT(Segment("مرحبا.\u200F كيف حالك؟ أنا بخير."), testing::SizeIs(3));
}

TEST(SentenceSegmenter, ItemsOfOneLineAreSentences) {
  EXPECT_THAT(Segment("• Milk. • • Bread"), ElementsAre("Milk.", "Bread"));
  EXPECT_THAT(Segment("· x · y"), ElementsAre("x", "y"));
  EXPECT_THAT(Segment("1) The first item 2) The second item 3) The third"),
              ElementsAre("1) The first item", "2) The second item", "3) The third"));
  EXPECT_THAT(Segment("1.) The first item. 2.) The second item."),
              ElementsAre("1.) The first item.", "2.) The second item."));
  EXPECT_THAT(Segment("1.) The first item 2.) The second item"),
              ElementsAre("1.) The first item", "2.) The second item"));
  EXPECT_THAT(Segment("1. The first item 2. The second item"),
              ElementsAre("1. The first item", "2. The second item"));
  EXPECT_THAT(Segment("1. Set it to 2. Then go."), ElementsAre("1. Set it to 2.", "Then go."));
  EXPECT_THAT(Segment("a. The first item b. The second item"),
              ElementsAre("a. The first item", "b. The second item"));
  EXPECT_THAT(Segment("• Milk • Bread"), ElementsAre("Milk", "Bread"));
  EXPECT_THAT(Segment("5 min read • 12 comments"), ElementsAre("5 min read • 12 comments"));
}

TEST(SentenceSegmenter, TellsItsWatcherTheRuleOfEachPlace) {
  std::vector<std::string> told;
  SegmenterOptions options;
  options.watcher = [&told](std::u32string_view before, bool boundary, std::string_view rule) {
    told.push_back(EncodeUtf8(before) + (boundary ? "|" : "+") + std::string(rule));
  };
  EXPECT_THAT(Segment("Dr. Smith left. He is out.", options), testing::SizeIs(2));
  EXPECT_THAT(told,
              ElementsAre("Dr.+an abbreviation before a word", "Dr. Smith left.|a full stop"));
}

TEST(SentenceSegmenter, PlainWordsAreNeverLost) {
  const std::vector<std::string> atoms = {"word ", "Big ", "etc. ", "5. ",   "x, ",
                                          "да. ",  "Она ", "\n",    "(no) ", "\"q\" ",
                                          "e.g. ", "A. ",  "end! ", "3.5 ",  "— "};
  std::mt19937 random(11);
  for (int round = 0; round < 1000; ++round) {
    std::string text;
    for (int i = 0; i < 30; ++i) text += atoms[random() % atoms.size()];
    SegmenterOptions options;
    options.sentence_max_chars = 12;
    ASSERT_EQ(WithoutSpace(Segment(text, options)), WithoutSpace({text})) << text;
  }
}

std::vector<std::string> CutIn(TextLanguage language, std::string_view text) {
  SentenceSegmenter segmenter({.language = language});
  std::vector<std::string> sentences = segmenter.Push(text);
  for (std::string& last : segmenter.Finish()) sentences.push_back(std::move(last));
  return sentences;
}

TEST(SentenceSegmenter, ALanguageHasAbbreviationsOfItsOwn) {
  EXPECT_EQ(CutIn(TextLanguage::kFrench, "Al. 5 Foch.").size(), 1U);
  EXPECT_EQ(CutIn(TextLanguage::kEnglish, "Al. 5 Foch.").size(), 2U);
  // The words of the text tell more than the setting.
  EXPECT_EQ(CutIn(TextLanguage::kEnglish, "Voir la loi, al. 2 et 3.").size(), 1U);
  EXPECT_EQ(CutIn(TextLanguage::kGerman, "Es war der 3. Versuch.").size(), 1U);
}

}  // namespace
}  // namespace nexy
