#include "update/refusal.h"

#include <array>
#include <string>
#include <utility>

#include "absl/strings/cord.h"

namespace nexy {
namespace {

constexpr char kPayload[] = "nexy.update.refusal";

constexpr std::array<std::pair<Refusal, std::string_view>, 13> kWords = {{
    {Refusal::kMalformed, "malformed"},
    {Refusal::kBadSignature, "bad_signature"},
    {Refusal::kRollback, "rollback"},
    {Refusal::kExpired, "expired"},
    {Refusal::kEquivocation, "equivocation"},
    {Refusal::kFastForward, "fast_forward"},
    {Refusal::kMixAndMatch, "mix_and_match"},
    {Refusal::kTooLarge, "too_large"},
    {Refusal::kWrongHash, "wrong_hash"},
    {Refusal::kWrongIdentity, "wrong_identity"},
    {Refusal::kWrongSystem, "wrong_system"},
    {Refusal::kDowngrade, "downgrade"},
    {Refusal::kUnavailable, "unavailable"},
}};

}  // namespace

std::string_view RefusalWord(Refusal refusal) {
  for (const auto& [known, word] : kWords) {
    if (known == refusal) return word;
  }
  return "malformed";
}

std::optional<Refusal> RefusalOfWord(std::string_view word) {
  for (const auto& [refusal, known] : kWords) {
    if (known == word) return refusal;
  }
  return std::nullopt;
}

absl::Status RefusalStatus(Refusal refusal, std::string_view sentence) {
  const auto code = refusal == Refusal::kUnavailable ? absl::StatusCode::kUnavailable
                                                     : absl::StatusCode::kDataLoss;
  absl::Status status(code, absl::string_view(sentence.data(), sentence.size()));
  const std::string_view word = RefusalWord(refusal);
  status.SetPayload(kPayload, absl::Cord(absl::string_view(word.data(), word.size())));
  return status;
}

std::optional<Refusal> RefusalOf(const absl::Status& status) {
  const absl::optional<absl::Cord> word = status.GetPayload(kPayload);
  if (!word) return std::nullopt;
  return RefusalOfWord(std::string(*word));
}

}  // namespace nexy
