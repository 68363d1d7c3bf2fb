#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexy {

// Turns a provider's mono s16le PCM of any rate into wire PCM (pcm.h) while it comes in.
//
// The result does not depend on how the input is cut. Sound comes out about 60 ms of input after it
// went in; Finish() gives the rest, so that input and output play equally long. Not thread-safe.
class Resampler {
 public:
  // INVALID_ARGUMENT for a rate outside 4000..384000 Hz.
  static absl::StatusOr<std::unique_ptr<Resampler>> Open(int input_rate);
  ~Resampler();
  Resampler(const Resampler&) = delete;
  Resampler& operator=(const Resampler&) = delete;

  // Wire PCM that `pcm` completes, perhaps none. An odd byte waits for its other half.
  std::string Push(std::string_view pcm);
  // The rest; an odd byte is dropped. Nothing may be pushed afterwards.
  std::string Finish();

 private:
  struct State;
  explicit Resampler(std::unique_ptr<State> state);

  std::string Convert(std::string_view pcm);

  std::unique_ptr<State> state_;
};

}  // namespace nexy
