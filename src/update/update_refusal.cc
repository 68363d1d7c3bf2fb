#include "update/update_refusal.h"

#include <array>
#include <string>
#include <utility>

#include "absl/strings/cord.h"

namespace nexy {
namespace {

constexpr char kPayload[] = "nexy.update.refusal";

constexpr std::array<std::pair<UpdateRefusal, std::string_view>, 13> kWords = {{
    {UpdateRefusal::kMalformed, "malformed"},
    {UpdateRefusal::kBadSignature, "bad_signature"},
    {UpdateRefusal::kRollback, "rollback"},
    {UpdateRefusal::kExpired, "expired"},
    {UpdateRefusal::kEquivocation, "equivocation"},
    {UpdateRefusal::kFastForward, "fast_forward"},
    {UpdateRefusal::kMixAndMatch, "mix_and_match"},
    {UpdateRefusal::kTooLarge, "too_large"},
    {UpdateRefusal::kWrongHash, "wrong_hash"},
    {UpdateRefusal::kWrongIdentity, "wrong_identity"},
    {UpdateRefusal::kWrongSystem, "wrong_system"},
    {UpdateRefusal::kDowngrade, "downgrade"},
    {UpdateRefusal::kUnavailable, "unavailable"},
}};

}  // namespace

std::string_view RefusalWord(UpdateRefusal refusal) {
  for (const auto& [known, word] : kWords) {
    if (known == refusal) return word;
  }
  return "malformed";
}

std::optional<UpdateRefusal> RefusalOfWord(std::string_view word) {
  for (const auto& [refusal, known] : kWords) {
    if (known == word) return refusal;
  }
  return std::nullopt;
}

absl::Status RefusalStatus(UpdateRefusal refusal, std::string_view sentence) {
  const auto code = refusal == UpdateRefusal::kUnavailable ? absl::StatusCode::kUnavailable
                                                           : absl::StatusCode::kDataLoss;
  absl::Status status(code, absl::string_view(sentence.data(), sentence.size()));
  const std::string_view word = RefusalWord(refusal);
  status.SetPayload(kPayload, absl::Cord(absl::string_view(word.data(), word.size())));
  return status;
}

std::optional<UpdateRefusal> RefusalOf(const absl::Status& status) {
  const absl::optional<absl::Cord> word = status.GetPayload(kPayload);
  if (!word) return std::nullopt;
  return RefusalOfWord(std::string(*word));
}

}  // namespace nexy
