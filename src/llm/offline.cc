#include "llm/offline.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "llm/arithmetic.h"
#include "llm/offline_intent.h"
#include "llm/offline_phrases.h"
#include "llm/portions.h"
#include "llm/reading_note.h"
#include "llm/screen_parts.h"
#include "llm/screen_search.h"
#include "llm/screen_spelling.h"

namespace nexy {
namespace {

constexpr std::size_t kPlaceMarkBytes = 60;

// "2 lines", «2 строки».
std::string Count(std::size_t count, Part part, Language language) {
  const bool lines = part == Part::kLine;
  if (language == Language::kEnglish) {
    return Concat(count, lines ? " line" : " paragraph", count == 1 ? "" : "s");
  }
  const std::size_t tens = count % 100, ones = count % 10;
  const std::size_t form = tens > 10 && tens < 20 ? 2 : ones == 1 ? 0 : ones > 1 && ones < 5 ? 1 : 2;
  constexpr std::string_view kForms[2][3] = {{" абзац", " абзаца", " абзацев"}, {" строка", " строки", " строк"}};
  return Concat(count, kForms[lines ? 1 : 0][form]);
}

// "-0.5" as it is said in the language.
std::string SpokenNumber(std::string number, Language language) {
  if (language == Language::kRussian) std::ranges::replace(number, '.', ',');
  if (!number.starts_with('-')) return number;
  return Concat(language == Language::kRussian ? "минус " : "minus ", number.substr(1));
}

std::string SpokenCalculation(const Calculation& result, Language language) {
  switch (result.outcome) {
    case Arithmetic::kExact:
      return Say(OfflinePhrase::kResult, language, SpokenNumber(result.number, language));
    case Arithmetic::kRounded:
      return Say(OfflinePhrase::kResultRounded, language, SpokenNumber(result.number, language));
    case Arithmetic::kDivisionByZero:
      return Say(OfflinePhrase::kDivisionByZero, language);
    case Arithmetic::kNegativeRoot:
      return Say(OfflinePhrase::kNegativeRoot, language);
    case Arithmetic::kTooBig:
      return Say(OfflinePhrase::kTooBig, language);
  }
  return "";
}

// The note of the latest reading; what was asked in between does not matter.
std::optional<ReadingNote> LastReading(const std::vector<Exchange>& history) {
  const auto last = std::find_if(history.rbegin(), history.rend(),
                                 [](const Exchange& exchange) { return !exchange.note.empty(); });
  return last == history.rend() ? std::nullopt : ParseNote(last->note);
}

// Statuses that mean something else for an LLM: a full queue is not a spent quota.
absl::Status FromReader(const absl::Status& status) {
  if (!absl::IsResourceExhausted(status)) return Annotate(status, "offline");
  return absl::UnavailableError("offline: too many screens wait to be read");
}

// One answer. Everything but the reading of the screen is known at once.
class OfflineStream final : public LlmStream {
 public:
  OfflineStream(LlmRequest request, const OfflineOptions& options, ScreenReader& reader, Clock& clock,
                const SpokenTime& time)
      : request_(std::move(request)), options_(options), reader_(reader), clock_(clock), time_(time) {}

  Task<absl::StatusOr<std::optional<LlmPiece>>> Next() override {
    if (!answered_) {
      answered_ = true;
      NEXY_CO_RETURN_IF_ERROR(co_await Answer());
    }
    if (pieces_.empty() && reading_ != nullptr) NEXY_CO_RETURN_IF_ERROR(co_await FinishReading());
    if (pieces_.empty()) co_return std::optional<LlmPiece>();
    std::optional<LlmPiece> piece = std::move(pieces_.front());
    pieces_.pop_front();
    co_return piece;
  }

 private:
  Language language() const { return request_.language; }
  void Add(std::string text) { pieces_.push_back(LlmText{std::move(text)}); }
  void Add(OfflinePhrase phrase) { Add(Say(phrase, language())); }

  Task<absl::Status> Answer() {
    const Intent intent = UnderstandPrompt(request_.prompt);
    switch (intent.want) {
      case Want::kRead:
      case Want::kFind:
      case Want::kMore: co_return co_await AnswerFromScreen(intent);
      case Want::kSpell: co_return co_await AnswerSpelled(intent.argument);
      case Want::kChanged: co_return co_await AnswerWhatChanged();
      case Want::kArithmetic: Calculate(intent); break;
      case Want::kRepeat: Repeat(); break;
      case Want::kHelp:
        Add(OfflinePhrase::kHelp);
        Add(" ");
        Add(request_.stands_in ? OfflinePhrase::kHelpInstead : OfflinePhrase::kHelpWithoutService);
        break;
      case Want::kUnknown:
        // The person then hears why the mind they wanted does not answer.
        if (request_.stands_in) co_return absl::UnimplementedError("offline: cannot help with this question");
        Add(OfflinePhrase::kOffline);
        break;
      default: TellTime(intent);
    }
    co_return absl::OkStatus();
  }

  void Calculate(const Intent& intent) {
    if (const auto result = WorkOut(intent.argument)) Add(SpokenCalculation(*result, language()));
  }

  void TellTime(const Intent& intent) {
    const Clock::WallTime now = clock_.WallNow();
    const std::string time = time_.Time(now, language());
    const std::string date = time_.Date(now, intent.number, language());
    const OfflinePhrase day = intent.number > 0   ? OfflinePhrase::kTomorrow
                              : intent.number < 0 ? OfflinePhrase::kYesterday
                                                  : OfflinePhrase::kDate;
    if (intent.want == Want::kTimeElsewhere)
      return Add(Say(OfflinePhrase::kTimeElsewhere, language(), time));
    if (intent.want == Want::kDate) return Add(Say(day, language(), date));
    Add(Say(OfflinePhrase::kTime, language(), time));
    if (intent.want == Want::kTimeAndDate) Add(" " + Say(OfflinePhrase::kDate, language(), date));
  }

  void Repeat() {
    if (request_.history.empty() || request_.history.back().answer.empty())
      return Add(OfflinePhrase::kNothingToRepeat);
    Add(request_.history.back().answer);
  }

  Task<absl::Status> AnswerFromScreen(Intent intent) {
    const std::optional<ReadingNote> note =
        intent.want == Want::kMore ? LastReading(request_.history) : std::nullopt;
    if (intent.want == Want::kMore && (!note || note->complete)) {
      Add(note ? OfflinePhrase::kNothingMore : OfflinePhrase::kNothingToGoOnWith);
      co_return absl::OkStatus();
    }
    if (request_.screenshot == nullptr) {
      Add(OfflinePhrase::kNoScreen);
      co_return absl::OkStatus();
    }
    if (intent.want == Want::kRead && intent.part == Part::kAll) co_return co_await BeginReading();
    const auto read = co_await reader_.Read(request_.screenshot);
    if (!read.ok()) co_return FromReader(read.status());
    const ScreenText& screen = **read;
    if (screen.lines.empty()) {
      Add(OfflinePhrase::kNoText);
    } else if (intent.want == Want::kFind) {
      Add(DescribeFinding(screen, size(), intent.argument, language()));
    } else {
      Read(screen, note ? note->intent : intent, note);
    }
    co_return absl::OkStatus();
  }

  // What is quoted in the answer is spelled by the voice, because that was asked for.
  Task<absl::Status> AnswerSpelled(std::string asked) {
    std::string found;
    if (asked.empty() && !request_.history.empty()) found = WhatToSpellOf(request_.history.back().answer);
    if (!asked.empty() && request_.screenshot != nullptr) {
      const auto read = co_await reader_.Read(request_.screenshot);
      if (!read.ok()) co_return FromReader(read.status());
      found = FindWhatToSpell(**read, asked);
    }
    const bool kind = asked.empty() || IsKindToSpell(asked);
    if (found.empty() && !kind) found = std::move(asked);
    if (!found.empty()) {
      Add(Say(OfflinePhrase::kSpelled, language(), found));
    } else {
      Add(request_.screenshot == nullptr && kind && !request_.history.empty()
              ? OfflinePhrase::kNothingToSpell
          : request_.screenshot == nullptr ? OfflinePhrase::kNoScreen
                                           : OfflinePhrase::kNothingToSpell);
    }
    co_return absl::OkStatus();
  }

  // The opening of the whole screen is said while the rest is still being read.
  Task<absl::Status> BeginReading() {
    auto begun = co_await reader_.Begin(request_.screenshot);
    if (!begun.ok()) co_return FromReader(begun.status());
    reading_ = *std::move(begun);
    const auto opening = co_await reading_->Opening();
    if (!opening.ok()) co_return FromReader(opening.status());
    if ((*opening)->lines.empty()) co_return co_await FinishReading();
    said_ = SpokenLines((*opening)->lines, language()) + "\n";
    AddLines(said_);
    co_return absl::OkStatus();
  }

  Task<absl::Status> FinishReading() {
    const std::unique_ptr<ScreenReading> reading = std::move(reading_);
    const auto whole = co_await reading->Whole();
    if (!whole.ok()) co_return FromReader(whole.status());
    if ((*whole)->lines.empty()) {
      Add(OfflinePhrase::kNoText);
    } else {
      Read(**whole, Intent{Want::kRead, Part::kAll, 0, ""}, std::nullopt);
    }
    co_return absl::OkStatus();
  }

  // The lines that were not there before; of a first picture all of them.
  Task<absl::Status> AnswerWhatChanged() {
    if (request_.screenshot == nullptr) {
      Add(OfflinePhrase::kNoScreen);
      co_return absl::OkStatus();
    }
    const auto now = co_await reader_.Read(request_.screenshot);
    if (!now.ok()) co_return FromReader(now.status());
    ScreenText fresh = **now;
    OfflinePhrase opening = OfflinePhrase::kNothingBefore;
    if (request_.previous_screenshot != nullptr) {
      const auto before = co_await reader_.Read(request_.previous_screenshot);
      if (!before.ok()) co_return FromReader(before.status());
      fresh = NewLines(**before, **now);
      opening = OfflinePhrase::kHasChanged;
    }
    if (fresh.lines.empty()) {
      Add(OfflinePhrase::kNothingNew);
    } else {
      Add(Say(opening, language()) + "\n");
      Read(fresh, Intent{Want::kRead, Part::kAll, 0, ""}, std::nullopt);
    }
    co_return absl::OkStatus();
  }

  ScreenSize size() const { return {request_.screenshot->width(), request_.screenshot->height()}; }

  void Read(const ScreenText& screen, const Intent& intent, const std::optional<ReadingNote>& note) {
    const std::string text = SpokenLines(SelectPart(screen, size(), intent), language());
    if (text.empty()) return SayWhyNothing(screen, intent);
    const std::size_t from = note ? FindPlace(text, *note) : said_.size();
    const std::size_t left = options_.portion_chars - std::min(said_.size(), options_.portion_chars / 2);
    const Portion portion = CutPortion(text, from, left);
    AddLines(portion.text);
    const bool complete = portion.next >= text.size();
    if (!complete) Add(OfflinePhrase::kSayMore);
    const std::string_view before = std::string_view(text).substr(0, portion.next);
    const std::size_t mark = before.size() - std::min(before.size(), kPlaceMarkBytes);
    pieces_.push_back(LlmNote{
        WriteNote({intent, portion.next, std::string(before.substr(mark)), complete})});
  }

  // A line a piece, so that the first one can be spoken at once.
  void AddLines(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      Add(Concat(text.substr(0, end), "\n"));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  // Where to go on: where the reading stopped if the text there is the same, or where that text is
  // now; at the start of a screen that has changed, and then it is said.
  std::size_t FindPlace(const std::string& text, const ReadingNote& note) {
    const std::size_t bytes = note.before.size();
    if (note.next <= text.size() && note.next >= bytes &&
        text.compare(note.next - bytes, bytes, note.before) == 0) {
      return note.next;
    }
    if (const std::size_t found = text.find(note.before); found != std::string::npos) return found + bytes;
    Add(Say(OfflinePhrase::kScreenChanged, language()) + " ");
    return 0;
  }

  void SayWhyNothing(const ScreenText& screen, const Intent& intent) {
    switch (intent.part) {
      case Part::kLine:
        return Add(Say(OfflinePhrase::kNoSuchLine, language(),
                       Count(screen.lines.size(), intent.part, language())));
      case Part::kParagraph:
        return Add(Say(OfflinePhrase::kNoSuchParagraph, language(),
                       Count(CountParagraphs(screen), intent.part, language())));
      case Part::kParagraphAbout:
        return Add(Say(OfflinePhrase::kNothingAbout, language(), intent.argument));
      default:
        return Add(OfflinePhrase::kNoTextThere);
    }
  }

  const LlmRequest request_;
  const OfflineOptions& options_;
  ScreenReader& reader_;
  Clock& clock_;
  const SpokenTime& time_;
  bool answered_ = false;
  std::deque<LlmPiece> pieces_;
  std::unique_ptr<ScreenReading> reading_;  // Of which the opening was given.
  std::string said_;  // The opening and the line's end: how the whole text begins.
};

}  // namespace

OfflineProvider::OfflineProvider(const OfflineOptions& options, ScreenReader& reader, Clock& clock)
    : options_(options), reader_(reader), clock_(clock), time_(options.time_zone) {}

Task<absl::StatusOr<std::unique_ptr<LlmStream>>> OfflineProvider::Ask(LlmRequest request) {
  co_return std::make_unique<OfflineStream>(std::move(request), options_, reader_, clock_, time_);
}

}  // namespace nexy
