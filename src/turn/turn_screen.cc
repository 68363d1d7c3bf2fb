// What a turn does about a picture that shows nothing, or not what the question takes for granted.
#include <utility>

#include "base/status.h"
#include "screen/look_by_words.h"
#include "screen/screen_reader.h"
#include "turn/turn.h"

namespace nexy {
namespace {

// The phrase for a look that nobody should describe.
std::optional<Phrase> PhraseFor(ScreenLook look) {
  switch (look) {
    case ScreenLook::kTooSmall:
      return Phrase::kScreenTooSmall;
    case ScreenLook::kBlack:
      return Phrase::kScreenBlack;
    case ScreenLook::kBlank:
      return Phrase::kScreenBlank;
    case ScreenLook::kEmpty:
      return Phrase::kScreenEmpty;
    case ScreenLook::kLocked:
      return Phrase::kScreenLocked;
    case ScreenLook::kPerhapsBlack:
    case ScreenLook::kPerhapsBlank:
    case ScreenLook::kPerhapsEmpty:
    case ScreenLook::kPerhapsLocked:
    case ScreenLook::kOrdinary:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

// Before any mind is asked. A question that needs no picture is answered without one and without a
// word about it; one that may need it is told that there is nothing to see; one about the screen
// gets that as its answer.
Task<> Turn::LookAtScreen() {
  looked_ = true;
  if (!parts_.options.check_screen || screenshot_ == nullptr) co_return;
  const ScreenUse use = UseOfScreen(question_.prompt);
  ScreenLook look = screenshot_->look();
  // Words decide, but reading them takes time: only for those who ask about the screen.
  if (IsUndecided(look) && use != ScreenUse::kNone) look = co_await SeenLook();
  parts_.metrics.CountLook(look);
  const auto why = PhraseFor(look);
  if (!why) {
    if (use == ScreenUse::kCompare) {
      if (const auto same = WhyNotComparable()) LeaveScreenOut(*same, /*answer_goes_on=*/false);
    }
    co_return;
  }
  const bool is_new = screenshot_ != question_.previous_screenshot;
  if (use == ScreenUse::kNone || (use == ScreenUse::kPerhaps && !is_new)) {
    screenshot_.reset();
  } else {
    LeaveScreenOut(*why, use == ScreenUse::kPerhaps);
  }
}

Task<ScreenLook> Turn::SeenLook() {
  if (parts_.reader == nullptr) co_return ScreenLook::kOrdinary;
  const auto text = co_await parts_.reader->Read(screenshot_);
  if (!text.ok()) co_return ScreenLook::kOrdinary;
  co_return LookByWords(*screenshot_, **text);
}

// Of a question about what has changed: why no mind could tell.
std::optional<Phrase> Turn::WhyNotComparable() const {
  const auto& before = question_.previous_screenshot;
  if (before == nullptr) return std::nullopt;
  if (before == screenshot_) return Phrase::kScreenOld;
  switch (Compare(before->print(), screenshot_->print())) {
    case ScreenChange::kNone:
      return Phrase::kScreenSame;
    case ScreenChange::kClock:
      return Phrase::kScreenSameButClock;
    case ScreenChange::kSome:
      return std::nullopt;
  }
  return std::nullopt;
}

void Turn::LeaveScreenOut(Phrase why, bool answer_goes_on) {
  about_screen_ = why;
  screen_is_answer_ = !answer_goes_on;
  screenshot_.reset();
  verdict_.Raise(Outcome::kDegraded, Cause::kScreenshotIgnored);
}

// As the whole answer all sentences of the phrase, before another answer only the fact.
Task<absl::Status> Turn::SayAboutScreen() {
  if (!about_screen_) co_return absl::OkStatus();
  const Phrase phrase = *std::exchange(about_screen_, std::nullopt);
  parts_.metrics.CountPhrase(PhraseToken(phrase));
  for (std::string_view sentence : PhraseSentences(phrase, question_language_)) {
    NEXY_CO_RETURN_IF_ERROR(co_await SaySentence(sentence, question_language_));
    if (!times_.first_audio) times_.first_audio = Now() - start_;
    if (!screen_is_answer_) break;
    RememberHeard(sentence);
  }
  co_return absl::OkStatus();
}

}  // namespace nexy
