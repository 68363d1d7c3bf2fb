#include "llm/metered.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "audio/pcm.h"

namespace nexy {
namespace {

// For what a service did not tell: about four bytes a token, in English and in Russian; a picture
// as Gemini counts it; sound as Gemini Live does.
constexpr std::int64_t kBytesAToken = 4;
constexpr std::int64_t kTokensAPicture = 1120;
constexpr std::int64_t kTokensASecond = 25;

std::int64_t TokensOf(std::size_t bytes) {
  return (static_cast<std::int64_t>(bytes) + kBytesAToken - 1) / kBytesAToken;
}

std::int64_t EstimatedInput(const LlmRequest& request) {
  std::size_t bytes = request.prompt.size() + request.said.size();
  for (const Exchange& exchange : request.history) {
    bytes += exchange.question.size() + exchange.answer.size();
  }
  return TokensOf(bytes) + (request.screenshot ? kTokensAPicture : 0);
}

// Settled when it goes, if an answer began.
class CountedBill final : public LlmBill {
 public:
  // `usage` says whose it is; its input tokens are an estimate.
  CountedBill(Usage usage, MeteredMind::Tokens tokens, UsageMeter& meter)
      : usage_(std::move(usage)), tokens_(tokens), meter_(meter) {}
  CountedBill(const CountedBill&) = delete;
  CountedBill& operator=(const CountedBill&) = delete;

  ~CountedBill() override {
    if (!begun_) return;
    usage_.audio_ms = static_cast<std::int64_t>(audio_bytes_ * 1000 / kWireBytesPerSecond);
    if (told_) {
      usage_.input_tokens = told_->input_tokens;
      usage_.output_tokens = told_->output_tokens;
    } else if (tokens_ == MeteredMind::Tokens::kReported) {
      usage_.output_tokens = TokensOf(text_bytes_) + usage_.audio_ms * kTokensASecond / 1000;
      usage_.estimated = true;
    } else {
      usage_.input_tokens = 0;
    }
    meter_.Count(std::move(usage_));
  }

  void Told(LlmUsage usage) override { told_ = usage; }

  void Note(const LlmPiece& piece) {
    begun_ = true;
    if (const auto* text = std::get_if<LlmText>(&piece)) text_bytes_ += text->text.size();
    if (const auto* audio = std::get_if<LlmAudio>(&piece)) {
      audio_bytes_ += audio->pcm.size();
      text_bytes_ += audio->transcript.size();
    }
    if (const auto* usage = std::get_if<LlmUsage>(&piece)) told_ = *usage;
  }

 private:
  Usage usage_;
  const MeteredMind::Tokens tokens_;
  UsageMeter& meter_;
  std::optional<LlmUsage> told_;  // The last counts.
  std::size_t text_bytes_ = 0;
  std::size_t audio_bytes_ = 0;
  bool begun_ = false;
};

class MeteredStream final : public LlmStream {
 public:
  MeteredStream(std::unique_ptr<LlmStream> answer, std::shared_ptr<CountedBill> bill)
      : bill_(std::move(bill)), answer_(std::move(answer)) {}

  Task<absl::StatusOr<std::optional<LlmPiece>>> Next() override {
    auto piece = co_await answer_->Next();
    if (piece.ok() && piece->has_value()) bill_->Note(**piece);
    co_return piece;
  }

 private:
  const std::shared_ptr<CountedBill> bill_;
  const std::unique_ptr<LlmStream> answer_;
};

}  // namespace

Task<absl::StatusOr<std::unique_ptr<LlmStream>>> MeteredMind::Ask(LlmRequest request) {
  Usage usage{.device = request.device,
              .service = "llm",
              .provider = std::string(mind_.name()),
              .model = model_,
              .input_tokens = EstimatedInput(request)};
  auto bill = std::make_shared<CountedBill>(std::move(usage), tokens_, meter_);
  request.bill = bill;
  auto answer = co_await mind_.Ask(std::move(request));
  if (!answer.ok()) co_return answer.status();
  co_return std::make_unique<MeteredStream>(*std::move(answer), std::move(bill));
}

}  // namespace nexy
