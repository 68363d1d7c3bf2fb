#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "base/task.h"
#include "screen/screenshot.h"
#include "text/language.h"

namespace nexy {

// A question of the same device that was answered before, and as much of the answer as was sent.
struct Exchange {
  std::string question;
  std::string answer;
  std::string note;  // What the provider that answered wanted to remember (LlmNote); may be empty.
};

// What the answer has used so far: the last one counts.
struct LlmUsage {
  int input_tokens = 0;
  int output_tokens = 0;
};

// What one request used. Whoever may still learn of it shares it, on the request's strand; it is
// settled when the last of them lets go.
class LlmBill {
 public:
  virtual ~LlmBill() = default;
  virtual void Told(LlmUsage usage) = 0;
};

struct LlmRequest {
  std::string prompt;
  Language language = Language::kEnglish;        // Of the question.
  std::shared_ptr<const Screenshot> screenshot;  // Null: none.
  // The device's picture before this one, for a question about what has changed; may be null.
  std::shared_ptr<const Screenshot> previous_screenshot;
  std::vector<Exchange> history;  // The device's last turns, oldest first.
  bool offer_actions = false;     // Wire contract 9.1.
  // The whole sentences of the answer that another provider gave before it broke off; the person
  // hears them. The answer goes on after them. Empty: a new answer.
  std::string said;
  bool stands_in = false;  // Asked because another provider failed.
  // Whose question it is: keeps the sessions of devices with a service apart. Never sent.
  std::string device;
  // For a provider that hears what an answer used after its end; null: nobody counts.
  std::shared_ptr<LlmBill> bill = nullptr;
};

struct LlmText {
  std::string text;  // UTF-8, a piece of any size; pieces are concatenated as they come.
};
// A speech-native model's sound: wire PCM (audio/pcm.h) of any size, and what is said in it.
struct LlmAudio {
  std::string pcm;
  std::string transcript;
};
// Kept with the exchange and given back in `history`; at most 4 KiB, never shown or spoken.
struct LlmNote {
  std::string note;
};
// The model cannot look at the picture and answers without it (wire contract 5.3).
struct LlmBlind {};
using LlmPiece = std::variant<LlmText, LlmAudio, LlmNote, LlmUsage, LlmBlind>;

// One answer as it is written. Used from one strand. Destroying it, or cancelling a pending Next(),
// resets the provider's request at once.
class LlmStream {
 public:
  virtual ~LlmStream() = default;
  // The next piece; nullopt when the answer is complete. After an error nothing more comes.
  virtual Task<absl::StatusOr<std::optional<LlmPiece>>> Next() = 0;
};

// A mind. Thread-safe; outlives its streams.
//
// Status codes and the cause that the person hears (wire contract 5.1): UNAVAILABLE
// llm_unavailable, DEADLINE_EXCEEDED llm_timeout, RESOURCE_EXHAUSTED llm_quota, UNAUTHENTICATED and
// PERMISSION_DENIED llm_key, NOT_FOUND llm_empty, DATA_LOSS llm_malformed, FAILED_PRECONDITION
// prompt_blocked, ABORTED answer_blocked, anything else internal. They carry a FailureReason
// (base/failure.h) for the operator. UNIMPLEMENTED from a provider that stands in: it cannot help
// with this question, the cause stays the other's.
class LlmProvider {
 public:
  virtual ~LlmProvider() = default;
  // Whether it can go on with an answer that another began (LlmRequest::said).
  virtual bool can_continue() const { return false; }
  virtual std::string_view name() const = 0;  // "offline", "gemini", …: metric label and log word.
  virtual Task<absl::StatusOr<std::unique_ptr<LlmStream>>> Ask(LlmRequest request) = 0;
};

}  // namespace nexy
