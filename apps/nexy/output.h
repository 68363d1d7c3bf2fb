#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace nexy {

using Milliseconds = std::chrono::duration<double, std::milli>;

// How a call ended, for a person or a script to read.
struct Summary {
  std::string session_id;
  absl::StatusCode status = absl::StatusCode::kOk;
  std::string outcome;  // Trailers nexy-outcome and nexy-cause; empty when the server sent none.
  std::string cause;
  std::optional<Milliseconds> first_text;
  std::optional<Milliseconds> first_audio;
  Milliseconds total{0};
  std::size_t texts = 0;
  std::chrono::nanoseconds audio{0};
  int exit_code = 0;
};

// Where a call's events are shown. `at` is the time since the request was sent. Calls come from one
// thread, except Note() and Failure(), which any thread may call.
class Output {
 public:
  virtual ~Output() = default;
  virtual void Text(std::string_view sentence, Milliseconds at) = 0;
  virtual void Audio(std::size_t bytes, Milliseconds at) = 0;
  virtual void Action(std::string_view action_json, Milliseconds at) = 0;
  // The voice that made a welcome and how long it is.
  virtual void Metadata(std::string_view method, double duration_seconds, Milliseconds at) = 0;
  virtual void End(std::string_view message, Milliseconds at) = 0;
  virtual void Failure(std::string_view message, std::optional<Milliseconds> at) = 0;
  // Something that the person should know although the call goes on.
  virtual void Note(std::string_view message) = 0;
  virtual void Finish(const Summary& summary) = 0;
  // False when nobody reads standard output any more.
  virtual bool Writable() const = 0;
};

// The answer on standard output as it streams, everything else on standard error.
std::unique_ptr<Output> MakeTextOutput();

// One JSON object a line on standard output for every event; notes on standard error.
std::unique_ptr<Output> MakeJsonOutput();

}  // namespace nexy
