#include "turn/turn.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/failure.h"
#include "base/manual_clock.h"
#include "base/status.h"
#include "llm/scripted_mind.h"
#include "screen/test_pictures.h"
#include "tts/scripted_voice.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::_;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kOneMoment = "One moment, please.";
constexpr const char* kSimplerVoice = "My usual voice is unavailable, so I use a simpler one.";
constexpr const char* kTookTooLong = "The AI provider took too long.";
constexpr const char* kTryAgain = "Please try again.";

// What a client hears, in order, and when.
class Listener final : public AnswerSink {
 public:
  explicit Listener(asio::any_io_executor executor, Clock& clock)
      : clock_(clock), may_read_(std::move(executor), clock) {}

  struct Utterance {
    std::string text;
    std::string pcm;
    Clock::Time at;
  };

  Task<bool> Text(std::string sentence) override {
    said.push_back({std::move(sentence), "", clock_.Now()});
    co_return !gone;
  }
  Task<bool> Audio(std::string pcm) override {
    while (!reads) co_await may_read_.WaitUntil(Clock::Time::max());
    if (takes > 0ms) co_await may_read_.WaitUntil(clock_.Now() + takes);
    EXPECT_FALSE(said.empty()) << "audio before text";
    EXPECT_EQ(pcm.size() % 2, 0u);
    EXPECT_FALSE(pcm.empty());
    if (!said.empty()) said.back().pcm += pcm;
    co_return !gone;
  }
  Task<bool> Action(std::string action_json) override {
    actions.push_back(std::move(action_json));
    co_return !gone;
  }

  void Read() {
    reads = true;
    may_read_.Ring();
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> result;
    for (const auto& utterance : said) result.push_back(utterance.text);
    return result;
  }

  std::vector<Utterance> said;
  std::vector<std::string> actions;
  bool gone = false;
  bool reads = true;
  Clock::Duration takes{};  // To read one chunk.

 private:
  Clock& clock_;
  Alarm may_read_;
};

struct TurnTest : testing::Test {
  void Ask(Question question = {.session_id = "s", .prompt = "What is this?"}) {
    turn.emplace(io.get_executor(), parts, std::move(question), listener);
    start = clock.Now();
    asio::co_spawn(io, turn->Run(),
                   asio::bind_cancellation_slot(
                       stop.slot(), [this](std::exception_ptr error, absl::Status result) {
                         status = error ? StatusFromException(error) : result;
                         if (at_end) at_end();
                       }));
    Settle();
  }
  void Settle() {
    io.restart();
    while (io.poll() > 0) {
    }
  }
  // Lets time pass in small steps, so that nothing is late by more than a step.
  void Pass(Clock::Duration time, Clock::Duration step = 10ms) {
    for (Clock::Duration passed{}; passed < time && !status; passed += step) {
      clock.Advance(step);
      Settle();
    }
  }
  void RunToEnd() { Pass(300s, 100ms); }
  std::string Verdict() {
    return std::string(OutcomeToken(turn->verdict().outcome)) + " " +
           std::string(CauseToken(turn->verdict().cause));
  }
  // Of the counter that has `label` among its labels' values.
  double CounterValue(const std::string& name, const std::string& label) {
    for (const auto& family : registry.Collect()) {
      if (family.name != name) continue;
      for (const auto& metric : family.metric) {
        for (const auto& pair : metric.label) {
          if (pair.value == label) return metric.counter.value;
        }
      }
    }
    return 0;
  }
  LlmPiece Piece(std::string text) { return LlmText{std::move(text)}; }

  asio::io_context io;
  ManualClock clock;
  NullLog log;
  prometheus::Registry registry;
  TurnMetrics metrics{registry, clock};
  ScriptedMind mind{clock, "mind"};
  ScriptedMind second_mind{clock, "second"};
  ScriptedVoice voice{clock, "azure"};
  ScriptedVoice embedded{clock, "espeak"};
  SpeechCache phrases{embedded, SpeechCacheLimits{}, clock, registry};
  TurnParts parts{.minds = {&mind},
                  .voices = {&voice},
                  .embedded = embedded,
                  .phrases = phrases,
                  .options = {},
                  .audio_chunk_bytes = 4096,
                  .first_token_timeout = 20s,
                  .next_token_timeout = 20s,
                  .first_audio_timeout = 4s,
                  .next_audio_timeout = 4s,
                  .clock = clock,
                  .log = log,
                  .metrics = metrics};
  Listener listener{io.get_executor(), clock};
  asio::cancellation_signal stop;
  std::optional<Turn> turn;
  std::optional<absl::Status> status;
  std::function<void()> at_end;  // Called when Run() has completed.
  Clock::Time start;
};

TEST_F(TurnTest, SpeaksEverySentenceInOrderWithItsWholeSound) {
  mind.Say("It is a window. It has two buttons. Sure thing");
  Ask();
  RunToEnd();
  ASSERT_TRUE(status && status->ok());
  EXPECT_THAT(listener.texts(),
              ElementsAre("It is a window.", "It has two buttons.", "Sure thing"));
  for (const auto& said : listener.said) EXPECT_TRUE(said.pcm == voice.SoundOf(said.text));
  EXPECT_EQ(Verdict(), "ok ");
}

TEST_F(TurnTest, SpellsWhatIsQuotedWhenThePersonAskedForIt) {
  mind.Say("The code is “KX-204”. Say more to go on.");
  Ask({.session_id = "s", .prompt = "Spell the code"});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("The code is “KX-204”.", "Say more to go on."));
  EXPECT_TRUE(listener.said.at(0).pcm == voice.SoundOf("The code is K, X, dash, 2, 0, 4."));
}

TEST_F(TurnTest, SpeaksTheFirstSentenceWhileTheModelStillWrites) {
  mind.Answer({Piece("One is here. Two"), ScriptedMind::Stall{}});
  Ask();
  EXPECT_THAT(listener.texts(), ElementsAre("One is here."));
  stop.emit(asio::cancellation_type::terminal);
  Settle();
}

// A picture of one shade with strokes of another; they look like text.
std::shared_ptr<const Screenshot> Shade(std::uint8_t shade, std::uint8_t strokes) {
  const TestPicture picture{.width = 640,
                            .height = 400,
                            .png_color = 0,
                            .light = shade,
                            .dark = strokes,
                            .strokes = true};
  return *Screenshot::FromBytes(DrawPng(picture), {});
}

TEST_F(TurnTest, ABlackScreenIsSaidAndNoModelIsAskedToDescribeIt) {
  mind.Say("A cosy room with a cat.");
  Ask({.session_id = "s", .prompt = "Describe my screen", .screenshot = Shade(0, 0)});
  RunToEnd();
  ASSERT_TRUE(status && status->ok());
  EXPECT_THAT(listener.texts(),
              testing::ElementsAre("The screen is black.", HasSubstr("screen curtain"), _));
  EXPECT_THAT(mind.requests(), IsEmpty());
  EXPECT_EQ(Verdict(), "degraded screenshot_ignored");
  EXPECT_THAT(turn->TakeExchange().answer, HasSubstr("The screen is black."));
}

TEST_F(TurnTest, AQuestionThatNeedsNoPictureIsAnsweredWithoutTheBlackOne) {
  mind.Say("It is noon.");
  Ask({.session_id = "s", .prompt = "What time is it?", .screenshot = Shade(0, 0)});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("It is noon."));
  ASSERT_EQ(mind.requests().size(), 1u);
  EXPECT_EQ(mind.requests()[0].screenshot, nullptr);
  EXPECT_EQ(Verdict(), "ok ");
}

TEST_F(TurnTest, AQuestionThatMayNeedThePictureIsToldTheFactFirst) {
  mind.Say("Он был императором.");
  Ask({.session_id = "s", .prompt = "Кто такой Наполеон?", .screenshot = Shade(255, 255)});
  RunToEnd();
  EXPECT_THAT(listener.texts(),
              ElementsAre("Весь экран одного цвета, на нём ничего нет.", "Он был императором."));
  EXPECT_EQ(mind.requests()[0].screenshot, nullptr);
  EXPECT_EQ(Verdict(), "degraded screenshot_ignored");
}

TEST_F(TurnTest, APictureOfAnEarlierQuestionThatShowsNothingIsLeftOutSilently) {
  mind.Say("An emperor.");
  const auto black = Shade(0, 0);
  Ask({.session_id = "s",
       .prompt = "Who was Napoleon?",
       .screenshot = black,
       .previous_screenshot = black});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("An emperor."));
  EXPECT_EQ(mind.requests()[0].screenshot, nullptr);
}

TEST_F(TurnTest, WhatHasChangedIsNotInventedFromTheSamePicture) {
  mind.Say("A new window has opened.");
  Ask({.session_id = "s",
       .prompt = "Did it work?",
       .screenshot = Shade(200, 40),
       .previous_screenshot = Shade(200, 40)});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("The screen looks exactly as it did before.", _));
  EXPECT_THAT(mind.requests(), IsEmpty());
}

TEST_F(TurnTest, WhatHasChangedIsNotToldWithoutANewPicture) {
  mind.Say("A new window has opened.");
  const auto picture = Shade(200, 40);
  Ask({.session_id = "s",
       .prompt = "Что изменилось?",
       .screenshot = picture,
       .previous_screenshot = picture});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre(HasSubstr("нет нового снимка экрана"), _));
  EXPECT_THAT(mind.requests(), IsEmpty());
}

TEST_F(TurnTest, WhatHasChangedIsAskedWithBothPictures) {
  mind.Say("A stripe is darker.");
  const auto before = Shade(200, 90), now = Shade(200, 40);
  Ask({.session_id = "s",
       .prompt = "What changed?",
       .screenshot = now,
       .previous_screenshot = before});
  RunToEnd();
  ASSERT_EQ(mind.requests().size(), 1u);
  EXPECT_EQ(mind.requests()[0].screenshot, now);
  EXPECT_EQ(mind.requests()[0].previous_screenshot, before);
}

TEST_F(TurnTest, TheCheckOfPicturesCanBeTurnedOff) {
  parts.options.check_screen = false;
  mind.Say("It is all black.");
  Ask({.session_id = "s", .prompt = "Describe my screen", .screenshot = Shade(0, 0)});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("It is all black."));
}

TEST_F(TurnTest, AReadingWordForWordIsGivenToWhoReadsAloud) {
  ScriptedMind reader{clock, "offline"};
  parts.reads_aloud = &reader;
  reader.Say("Harbour Mail.");
  mind.Say("A mail program.");
  Ask({.session_id = "s", .prompt = "Read what is on my screen", .screenshot = Shade(200, 40)});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("Harbour Mail."));
  EXPECT_EQ(Verdict(), "ok ");
  Ask({.session_id = "s", .prompt = "Describe my screen", .screenshot = Shade(200, 40)});
  RunToEnd();
  EXPECT_EQ(reader.requests().size(), 1u);
  EXPECT_EQ(mind.requests().size(), 1u);
}

TEST_F(TurnTest, AReadingThatFailsGoesToTheNextMindAndIsDegraded) {
  ScriptedMind reader{clock, "offline"};
  parts.reads_aloud = &reader;
  reader.Answer({absl::UnavailableError("no OCR")});
  mind.Say("It says hello.");
  Ask({.session_id = "s", .prompt = "Read the screen", .screenshot = Shade(200, 40)});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("It says hello."));
  EXPECT_EQ(Verdict(), "degraded llm_fallback");
}

TEST_F(TurnTest, SaysRepeatedSentencesAsOftenAsTheyStand) {
  mind.Say("No. No. No.");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("No.", "No.", "No."));
}

TEST_F(TurnTest, MakesSpeechOnlySoFarAheadAsItsSettingSays) {
  parts.options.sentences_ahead = 2;
  listener.reads = false;
  mind.Say("One is. Two is. Three is. Four is. Five is.");
  Ask();
  EXPECT_THAT(voice.spoken(), ElementsAre("One is.", "Two is.", "Three is."));
  listener.Read();
  RunToEnd();
  EXPECT_EQ(listener.said.size(), 5u);
}

TEST_F(TurnTest, ASlowClientStopsItsModelAndItsVoices) {
  parts.options.sentences_waiting = 2;
  parts.options.sentences_ahead = 1;
  parts.options.speech_buffer_bytes = 8192;
  ScriptedMind::Script endless(1000, Piece("This is one of very many sentences. "));
  mind.Answer(std::move(endless));
  listener.reads = false;
  Ask();
  Pass(1s);
  EXPECT_LE(voice.spoken().size(), 2u);
  stop.emit(asio::cancellation_type::terminal);
  Settle();
  EXPECT_EQ(mind.open(), 0u);
  EXPECT_EQ(voice.open(), 0u);
}

TEST_F(TurnTest, SendsAudioOnlySoFarAheadOfPlaybackAsItsSettingSays) {
  parts.options.audio_ahead = 2s;
  voice.Behave({.bytes_per_char = kWireBytesPerSecond / 10});
  mind.Say(
      "A sentence that takes ten seconds and a few more to be said aloud, because it is long.");
  Ask();
  const auto sent = [this] { return PlayTime(listener.said.at(0).pcm.size()); };
  EXPECT_LE(sent(), 2100ms);
  Pass(3s);
  EXPECT_GE(sent(), 4400ms);
  EXPECT_LE(sent(), 5100ms);
  RunToEnd();
  EXPECT_TRUE(listener.said.at(0).pcm == voice.SoundOf(listener.said.at(0).text));
}

TEST_F(TurnTest, SendsAnOlderClientEverythingAtOnce) {
  voice.Behave({.bytes_per_char = kWireBytesPerSecond / 10});
  mind.Say(
      "A sentence that takes ten seconds and a few more to be said aloud, because it is long.");
  Ask({.session_id = "s", .prompt = "Read", .legacy = true});
  ASSERT_TRUE(status && status->ok());
  EXPECT_TRUE(listener.said.at(0).pcm == voice.SoundOf(listener.said.at(0).text));
}

TEST_F(TurnTest, ApologisesWhenEveryModelIsDown) {
  mind.Answer({absl::UnavailableError("down")});
  Ask();
  ASSERT_TRUE(status && status->ok());
  EXPECT_THAT(listener.texts(),
              ElementsAre("I can’t process this request right now because the AI provider is "
                          "unavailable.",
                          "Please try again in a minute."));
  EXPECT_TRUE(listener.said[0].pcm == embedded.SoundOf(listener.said[0].text));
  EXPECT_EQ(Verdict(), "failed llm_unavailable");
}

TEST_F(TurnTest, AsksTheNextModelBeforeAnythingWasSaid) {
  parts.minds = {&mind, &second_mind};
  mind.Answer({absl::UnavailableError("down")});
  second_mind.Say("Here I am.");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("Here I am."));
  EXPECT_EQ(Verdict(), "degraded llm_fallback");
}

TEST_F(TurnTest, FinishesTheFirstSentenceAndApologisesWhenTheModelBreaksOff) {
  mind.Answer({Piece("First is whole. Then it"), absl::UnavailableError("cut")});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("First is whole.", HasSubstr("unavailable"),
                                            "Please try again in a minute."));
  EXPECT_TRUE(listener.said[0].pcm == voice.SoundOf("First is whole."));
  EXPECT_EQ(Verdict(), "failed llm_unavailable");
}

TEST_F(TurnTest, AnotherMindGoesOnWithAnAnswerThatBrokeOff) {
  mind.Answer({Piece("First. Second. Thi"), absl::UnavailableError("cut")});
  second_mind.Continues();
  second_mind.Say("Third.");
  parts.minds.push_back(&second_mind);
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("First.", "Second.", "Third."));
  EXPECT_EQ(Verdict(), "degraded llm_fallback");
  ASSERT_EQ(second_mind.requests().size(), 1u);
  EXPECT_EQ(second_mind.requests()[0].said, "First. Second.");
  EXPECT_TRUE(second_mind.requests()[0].stands_in);
}

TEST_F(TurnTest, WhatTheMindThatGoesOnRepeatsIsSaidOnce) {
  mind.Answer({Piece("No. No. It is red. And"), absl::UnavailableError("cut")});
  second_mind.Continues();
  second_mind.Say("No. No. It is red. And big. No. No.");
  parts.minds.push_back(&second_mind);
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("No.", "No.", "It is red.", "And big.", "No.", "No."));
}

TEST_F(TurnTest, AMindThatOnlyRepeatsTheLastSentenceGoesOnAfterIt) {
  mind.Answer({Piece("One. Two. Thr"), absl::UnavailableError("cut")});
  second_mind.Continues();
  second_mind.Say("Two. Three.");
  parts.minds.push_back(&second_mind);
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("One.", "Two.", "Three."));
}

TEST_F(TurnTest, AStallInTheMiddleIsGoneOnFromByTheNextMind) {
  mind.Answer({Piece("First. Sec"), ScriptedMind::Stall{}});
  second_mind.Continues();
  second_mind.Say("Second.");
  parts.minds.push_back(&second_mind);
  parts.next_token_timeout = 6s;
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("First.", kOneMoment, "Second."));
  EXPECT_EQ(mind.cancelled(), 1u);
}

TEST_F(TurnTest, AMindThatCannotGoOnIsNotAskedTo) {
  mind.Answer({Piece("First. Sec"), absl::UnavailableError("cut")});
  second_mind.Say("Something else.");
  parts.minds.push_back(&second_mind);
  Ask();
  RunToEnd();
  EXPECT_TRUE(second_mind.requests().empty());
  EXPECT_EQ(Verdict(), "failed llm_unavailable");
}

TEST_F(TurnTest, ANumberThatMayHaveBeenCutIsNotSaid) {
  mind.Answer({Piece("It is there. It costs 3."), absl::UnavailableError("cut")});
  Ask();
  RunToEnd();
  EXPECT_EQ(listener.texts().front(), "It is there.");
  EXPECT_THAT(listener.texts(), testing::Not(testing::Contains(HasSubstr("costs"))));
}

TEST_F(TurnTest, AStandInThatCannotHelpLeavesTheFirstCause) {
  mind.Answer({Failure(FailureReason::kQuota, "used up")});
  second_mind.Answer({absl::UnimplementedError("not my thing")});
  parts.minds.push_back(&second_mind);
  Ask();
  RunToEnd();
  EXPECT_EQ(Verdict(), "failed llm_quota");
}

TEST_F(TurnTest, TellsAnEmptyAccountFromALimit) {
  mind.Answer({Failure(FailureReason::kBilling, "no money")});
  Ask();
  EXPECT_EQ(Verdict(), "failed llm_quota");
  EXPECT_THAT(listener.texts(), ElementsAre("The AI provider’s account has no money left.",
                                            "Please tell the operator."));
}

TEST_F(TurnTest, CountsWhoStoodIn) {
  mind.Answer({Failure(FailureReason::kQuota, "used up")});
  second_mind.Say("One is. Two is.");
  parts.minds.push_back(&second_mind);
  voice.Behave({.fail_after_pieces = 0});
  Ask();
  RunToEnd();
  EXPECT_EQ(CounterValue("nexy_provider_fallbacks_total", "second"), 1);
  EXPECT_EQ(CounterValue("nexy_provider_fallbacks_total", "espeak"), 1);
  EXPECT_EQ(CounterValue("nexy_llm_failures_total", "quota"), 1);
}

TEST_F(TurnTest, ExplainsSilenceTwiceAndGivesUpAtSpeakBy) {
  mind.Answer({ScriptedMind::Stall{}});
  Ask();
  Pass(2990ms);
  EXPECT_THAT(listener.texts(), IsEmpty());
  Pass(10ms);
  EXPECT_THAT(listener.texts(), ElementsAre(kOneMoment));
  Pass(6990ms);
  EXPECT_THAT(listener.texts(), ElementsAre(kOneMoment, kOneMoment));
  Pass(20ms);
  EXPECT_THAT(listener.texts(), ElementsAre(kOneMoment, kOneMoment, kTookTooLong, kTryAgain));
  EXPECT_EQ(Verdict(), "failed llm_timeout");
  EXPECT_EQ(mind.cancelled(), 1u);
}

TEST_F(TurnTest, ASilentModelIsReplacedAtItsTimeout) {
  parts.minds = {&mind, &second_mind};
  parts.first_token_timeout = 1s;
  mind.Answer({ScriptedMind::Stall{}});
  second_mind.Say("Here I am.");
  Ask();
  Pass(1010ms);
  EXPECT_THAT(listener.texts(), ElementsAre("Here I am."));
  EXPECT_EQ(mind.cancelled(), 1u);
}

struct CauseCase {
  absl::Status status;
  std::string verdict;
};

TEST_F(TurnTest, NamesWhyTheModelGaveNoAnswer) {
  const std::vector<CauseCase> cases = {
      {absl::ResourceExhaustedError(""), "failed llm_quota"},
      {absl::UnauthenticatedError(""), "failed llm_key"},
      {absl::PermissionDeniedError(""), "failed llm_key"},
      {absl::DeadlineExceededError(""), "failed llm_timeout"},
      {absl::DataLossError(""), "failed llm_malformed"},
      {absl::FailedPreconditionError(""), "blocked prompt_blocked"},
      {absl::AbortedError(""), "blocked answer_blocked"},
      {absl::UnknownError(""), "failed internal"}};
  for (const CauseCase& c : cases) {
    ScriptedMind failing(clock);
    failing.Answer({c.status});
    parts.minds = {&failing};
    status.reset();
    Ask();
    ASSERT_TRUE(status && status->ok());
    EXPECT_EQ(Verdict(), c.verdict);
  }
}

TEST_F(TurnTest, AnEmptyAnswerIsSaidToBeEmpty) {
  mind.Answer(ScriptedMind::Script{});
  Ask();
  EXPECT_THAT(listener.texts(),
              ElementsAre("The AI provider gave no answer.", "Please ask in other words."));
  EXPECT_EQ(Verdict(), "failed llm_empty");
}

TEST_F(TurnTest, ApologisesInTheLanguageOfTheQuestion) {
  mind.Answer({absl::FailedPreconditionError("")});
  Ask({.session_id = "s", .prompt = "Что на экране?"});
  EXPECT_THAT(listener.texts(), ElementsAre("Сервис ИИ отклонил запрос.", "Спросите иначе."));
}

TEST_F(TurnTest, UsesTheEmbeddedVoiceAndSaysSoWhenTheOnlyOtherIsDown) {
  voice.Behave({.fail_after_pieces = 0});
  mind.Say("One is here. Two is here.");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre(kSimplerVoice, "One is here.", "Two is here."));
  EXPECT_TRUE(listener.said[1].pcm == embedded.SoundOf("One is here."));
  EXPECT_EQ(Verdict(), "degraded voice_fallback");
}

TEST_F(TurnTest, SaysABrokenSentenceAgainFromItsStart) {
  parts.options.audio_ahead = 100ms;
  parts.options.speech_buffer_bytes = 4096;
  voice.BehaveFor("One is here now.", {.fail_after_pieces = 2});
  mind.Say("One is here now. Two is here.");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(),
              ElementsAre("One is here now.", kSimplerVoice, "One is here now.", "Two is here."));
  EXPECT_TRUE(listener.said[2].pcm == embedded.SoundOf("One is here now."));
  EXPECT_TRUE(listener.said[3].pcm == embedded.SoundOf("Two is here."));
  EXPECT_EQ(Verdict(), "degraded voice_fallback");
}

TEST_F(TurnTest, AVoiceThatStallsIsReplacedWithoutFailingTheTurn) {
  voice.Behave({.fail_after_pieces = 0, .stall_instead = true});
  mind.Say("One is here.");
  Ask();
  Pass(4100ms);
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre(kOneMoment, kSimplerVoice, "One is here."));
  EXPECT_EQ(Verdict(), "degraded voice_fallback");
}

TEST_F(TurnTest, TheNextConfiguredVoiceSpeaksWithoutNotice) {
  ScriptedVoice other(clock, "openai");
  parts.voices = {&voice, &other};
  voice.Behave({.fail_after_pieces = 0});
  mind.Say("One is here.");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("One is here."));
  EXPECT_TRUE(listener.said[0].pcm == other.SoundOf("One is here."));
}

TEST_F(TurnTest, EndsWithAnErrorWhenNoVoiceIsLeft) {
  voice.Behave({.fail_after_pieces = 0});
  embedded.Behave({.fail_after_pieces = 0});
  mind.Say("One is here.");
  Ask();
  RunToEnd();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status->message()), HasSubstr("Speech is unavailable: "));
  EXPECT_EQ(Verdict(), "failed voice_unavailable");
}

TEST_F(TurnTest, EndsAnEndlessAnswerOfAnOlderClientBeforeThirtySeconds) {
  parts.options.speak_by = 60s;
  parts.next_token_timeout = 60s;
  mind.Answer({Piece("One is here. Two"), ScriptedMind::Stall{}});
  Ask({.session_id = "s", .prompt = "Read", .legacy = true});
  Pass(28'100ms);
  ASSERT_TRUE(status && status->ok());
  EXPECT_EQ(Verdict(), "failed turn_deadline");
  EXPECT_EQ(listener.said.back().text, "Please ask for less.");
}

TEST_F(TurnTest, EndsATurnThatNeverRunsOutOfSoundAtItsDeadlineToo) {
  ScriptedMind::Script endless(100'000, Piece("This is one of very many sentences. "));
  mind.Answer(std::move(endless));
  parts.options.turn_max = 10s;
  listener.takes = 100ms;
  Ask();
  Pass(20s);
  ASSERT_TRUE(status && status->ok());
  EXPECT_EQ(Verdict(), "failed turn_deadline");
}

TEST_F(TurnTest, DrainingEndsTheAnswerWithAnApology) {
  mind.Answer({Piece("One is here. Two"), ScriptedMind::Stall{}});
  Ask();
  turn->Fail(Cause::kDraining);
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("One is here.", "The server is restarting.",
                                            "Please ask again in a minute."));
  EXPECT_EQ(Verdict(), "failed draining");
}

TEST_F(TurnTest, CancellingStopsModelAndVoicesAtOnce) {
  voice.Behave({.fail_after_pieces = 1, .stall_instead = true});
  mind.Answer({Piece("One is here. Two is here. Three"), ScriptedMind::Stall{}});
  Ask();
  EXPECT_EQ(mind.open(), 1u);
  EXPECT_EQ(voice.open(), 2u);
  stop.emit(asio::cancellation_type::terminal);
  Settle();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(mind.open(), 0u);
  EXPECT_EQ(voice.open(), 0u);
}

TEST_F(TurnTest, IsOverOnlyWhenAllItsWorkIs) {
  mind.Answer({Piece("One is here. Two is here. Three"), ScriptedMind::Stall{}});
  std::size_t open_at_the_end = 99;
  at_end = [this, &open_at_the_end] { open_at_the_end = mind.open() + voice.open(); };
  Ask();
  stop.emit(asio::cancellation_type::terminal);
  Settle();
  EXPECT_EQ(open_at_the_end, 0u);
}

TEST_F(TurnTest, EndsWhenNobodyListensAnyMore) {
  listener.gone = true;
  mind.Say("One is here. Two is here.");
  Ask();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code(), absl::StatusCode::kCancelled);
}

TEST_F(TurnTest, SendsAnAllowedActionAfterTheLastSound) {
  parts.options.forward_actions = true;
  mind.Say(R"({"text": "Opening Safari.", "command": "open_app", "args": {"app_name": "Safari"}})");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("Opening Safari."));
  EXPECT_THAT(
      listener.actions,
      ElementsAre(R"({"session_id":"s","command":"open_app","args":{"app_name":"Safari"}})"));
}

TEST_F(TurnTest, SaysAllRightBeforeAnActionWithoutWords) {
  parts.options.forward_actions = true;
  mind.Say(R"({"text": "", "command": "open_app", "args": {"app_name": "Safari"}})");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("All right."));
  EXPECT_EQ(listener.actions.size(), 1u);
}

TEST_F(TurnTest, RefusesAnActionAloudWhenActionsAreOff) {
  mind.Say(R"({"text": "Opening.", "command": "open_app", "args": {"app_name": "Safari"}})");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("Opening.", "I could not carry out that action."));
  EXPECT_THAT(listener.actions, IsEmpty());
  EXPECT_EQ(Verdict(), "degraded action_refused");
}

TEST_F(TurnTest, SaysWhenTheModelCannotLookAtTheScreen) {
  const std::string png =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
      "gg==";
  auto screenshot = Screenshot::FromBase64(png, ScreenOptions{});
  ASSERT_TRUE(screenshot.ok());
  mind.Answer({LlmPiece(LlmBlind{}), Piece("It is Monday.")});
  parts.options.check_screen = false;
  Ask({.session_id = "s", .prompt = "Which day?", .screenshot = *screenshot});
  RunToEnd();
  EXPECT_THAT(
      listener.texts(),
      ElementsAre("I could not look at the screen, so I answer without it.", "It is Monday."));
  EXPECT_EQ(Verdict(), "degraded screenshot_ignored");
}

TEST_F(TurnTest, PassesTheSoundOfASpeechNativeModelOnWithItsTranscript) {
  const std::string sound(9000, 'x');
  mind.Answer({LlmPiece(LlmAudio{sound, "I speak myself. "}), LlmPiece(LlmAudio{"yyyy", "So."})});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("I speak myself.", "So."));
  EXPECT_TRUE(listener.said[0].pcm == sound);
  EXPECT_TRUE(listener.said[1].pcm == "yyyy");
  EXPECT_THAT(voice.spoken(), IsEmpty());
}

TEST_F(TurnTest, ATranscriptThatTrailsItsSoundIsNotSpokenByAVoiceToo) {
  const std::string all(8000, 'x');
  mind.Answer({LlmPiece(LlmAudio{all, ""}), LlmPiece(LlmAudio{"", "One. "}),
               LlmPiece(LlmAudio{"", "Two."}), LlmPiece(LlmAudio{"rest", ""})});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("One.", "Two."));
  EXPECT_EQ(listener.said[0].pcm + listener.said[1].pcm, all + "rest");
  EXPECT_FALSE(listener.said[0].pcm.empty());
  EXPECT_FALSE(listener.said[1].pcm.empty()) << "every text has sound";
  EXPECT_TRUE(voice.spoken().empty());
  EXPECT_EQ(Verdict(), "ok ");
}

// It begins with the first word that is whole, and goes on while its sentence is still being said.
TEST_F(TurnTest, ASpeechNativeModelsSoundDoesNotWaitForItsSentence) {
  const std::string sound(9000, 'a');
  mind.Answer({LlmPiece(LlmAudio{sound, ""}), LlmPiece(LlmAudio{"", "The scr"}),
               LlmPiece(LlmAudio{sound, "een "}), ScriptedMind::Stall()});
  Ask();
  EXPECT_THAT(listener.texts(), ElementsAre("The"));
  ASSERT_FALSE(listener.said.empty());
  EXPECT_GT(listener.said[0].pcm.size(), 9000u) << "while the answer is still being given";
  RunToEnd();
  EXPECT_EQ(Verdict(), "failed llm_timeout");
}

TEST_F(TurnTest, ASentenceOfASpeechNativeModelIsWholeOnTheScreen) {
  mind.Answer({LlmPiece(LlmAudio{std::string(9000, 'a'), "The "}),
               LlmPiece(LlmAudio{std::string(9000, 'b'), "screen shows "}),
               LlmPiece(LlmAudio{std::string(9000, 'c'), "3"}),
               LlmPiece(LlmAudio{std::string(9000, 'd'), ".5 windows. And"}),
               LlmPiece(LlmAudio{std::string(9000, 'e'), " more"})});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("The", "screen shows 3.5 windows.", "And more"));
  std::size_t bytes = 0;
  for (const auto& said : listener.said) bytes += said.pcm.size();
  EXPECT_EQ(bytes, 45'000u);
}

TEST_F(TurnTest, ASpeechNativeModelThatBreaksOffIsHeardSoFarAndThenWhy) {
  mind.Answer({LlmPiece(LlmAudio{std::string(9000, 'a'), "The screen "}),
               LlmPiece(LlmAudio{std::string(9000, 'b'), "shows"}),
               Failure(FailureReason::kCut, "cut")});
  Ask();
  RunToEnd();
  ASSERT_GE(listener.texts().size(), 2u);
  EXPECT_EQ(listener.texts()[0], "The screen");
  EXPECT_THAT(listener.texts().back(), HasSubstr("try again"));
  EXPECT_EQ(Verdict(), "failed llm_unavailable");
}

TEST_F(TurnTest, WordsOfASpeechNativeModelWithoutSoundAreSpokenByAVoice) {
  mind.Answer({LlmPiece(LlmAudio{"", "No sound."})});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("No sound."));
  EXPECT_THAT(voice.spoken(), ElementsAre("No sound."));
}

TEST_F(TurnTest, ASpeechNativeModelThatMakesNoPauseIsHeardAllTheSame) {
  parts.options.native_audio_max_bytes = 8000;
  mind.Answer({LlmPiece(LlmAudio{std::string(6000, 'a'), "File, Edit, "}),
               LlmPiece(LlmAudio{std::string(6000, 'b'), "View, "}),
               LlmPiece(LlmAudio{std::string(100, 'c'), "Help"})});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("File, Edit,", "View,", "Help"));
  EXPECT_EQ(listener.said[0].pcm.size() + listener.said[1].pcm.size() + listener.said[2].pcm.size(),
            12'100u);
  EXPECT_EQ(Verdict(), "ok ");
}

TEST_F(TurnTest, RemembersTheQuestionWhatWasSentAndTheModelsNote) {
  mind.Answer({Piece("One is. Two is."), LlmPiece(LlmNote{"page 2"})});
  Ask();
  RunToEnd();
  const Exchange exchange = turn->TakeExchange();
  EXPECT_EQ(exchange.question, "What is this?");
  EXPECT_EQ(exchange.answer, "One is. Two is.");
  EXPECT_EQ(exchange.note, "page 2");
}

}  // namespace
}  // namespace nexy
