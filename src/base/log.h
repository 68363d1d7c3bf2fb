#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/status/status.h"

namespace nexy {

enum class LogLevel { kDebug, kInfo, kWarn, kError };  // kError: somebody must look; kWarn: we coped.

// A text that stands in the source code. A string that was made at run time does not convert to
// it, so that a person's words cannot reach the log by accident.
class LogWord {
 public:
  consteval LogWord(const char* text) : text_(text) {}  // NOLINT: implicit, so that literals read well
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// An identifier that the server made or validated (session, turn, keyed hash of a device).
struct LogId {
  std::string value;
};

// Text of the operating system, of a library or of the configuration: paths, addresses, errno
// texts. Never a prompt, an answer, a recognised screen or a provider's body.
struct LogDetail {
  std::string value;
};

// A field's value: what it may be is the log's privacy rule.
class LogValue {
 public:
  LogValue(LogWord word) : value_(std::string(word.text())) {}                        // NOLINT
  LogValue(LogId id) : value_(std::move(id.value)) {}                                 // NOLINT
  LogValue(LogDetail detail) : value_(std::move(detail.value)) {}                     // NOLINT
  LogValue(absl::StatusCode code) : value_(absl::StatusCodeToString(code)) {}         // NOLINT
  // Exactly bool: a literal, a pointer to char, would convert to it. Say LogWord("…") for a word.
  template <std::same_as<bool> T>
  LogValue(T value) : value_(value) {}                                                // NOLINT
  LogValue(double value) : value_(value) {}                                           // NOLINT
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  LogValue(T value) : value_(static_cast<std::int64_t>(value)) {}                     // NOLINT
  // Durations are logged in milliseconds; name the key `…_ms`.
  template <typename Rep, typename Period>
  LogValue(std::chrono::duration<Rep, Period> value)                                  // NOLINT
      : value_(std::int64_t{std::chrono::duration_cast<std::chrono::milliseconds>(value).count()}) {}

  const std::variant<std::string, bool, double, std::int64_t>& value() const { return value_; }

 private:
  std::variant<std::string, bool, double, std::int64_t> value_;
};

struct LogField {
  LogWord key;
  LogValue value;
};

// Where log records go. `scope` and `decision` are from closed sets (docs/operations.md);
// `message` is a sentence of the source code. Implementations are thread-safe and do not block on
// slow output.
class Log {
 public:
  virtual ~Log() = default;
  virtual void Write(LogLevel level, LogWord scope, LogWord decision, LogWord message,
                     std::initializer_list<LogField> fields) = 0;

  void Info(LogWord scope, LogWord decision, LogWord message,
            std::initializer_list<LogField> fields = {}) {
    Write(LogLevel::kInfo, scope, decision, message, fields);
  }
  void Warn(LogWord scope, LogWord decision, LogWord message,
            std::initializer_list<LogField> fields = {}) {
    Write(LogLevel::kWarn, scope, decision, message, fields);
  }
  void Error(LogWord scope, LogWord decision, LogWord message,
             std::initializer_list<LogField> fields = {}) {
    Write(LogLevel::kError, scope, decision, message, fields);
  }
};

// Throws records away; for tests that do not look at the log.
class NullLog final : public Log {
 public:
  void Write(LogLevel, LogWord, LogWord, LogWord, std::initializer_list<LogField>) override {}
};

}  // namespace nexy
