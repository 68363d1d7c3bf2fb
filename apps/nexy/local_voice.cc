#include "nexy/local_voice.h"

#include <prometheus/registry.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "base/status.h"
#include "nexy/error_tone.h"
#include "text/language.h"
#include "tts/espeak.h"

namespace nexy {
namespace {

constexpr std::size_t kSpokenBytes = 600;
constexpr std::chrono::seconds kLimit{5};

std::string_view Beginning(std::string_view text) {
  if (text.size() <= kSpokenBytes) return text;
  std::size_t end = kSpokenBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

Task<absl::StatusOr<std::string>> Speak(TtsProvider& voice, TtsRequest request) {
  NEXY_CO_ASSIGN_OR_RETURN(auto stream, co_await voice.Speak(std::move(request)));
  std::string pcm;
  while (true) {
    NEXY_CO_ASSIGN_OR_RETURN(auto piece, co_await stream->Next());
    if (!piece) co_return pcm;
    pcm += *piece;
  }
}

absl::StatusOr<std::string> SpeakWithWorker(std::string_view message, const std::string& worker) {
  absl::StatusOr<std::string> spoken = absl::DeadlineExceededError("the voice took too long");
  RealClock clock;
  NullLog log;
  prometheus::Registry metrics;
  boost::asio::io_context io;
  EspeakProvider voice(io.get_executor(), {.worker = worker, .workers = 1}, clock, log, metrics);
  TtsRequest request{.text = std::string(message),
                     .language = DetectLanguage(message, Language::kEnglish),
                     .voice = ""};
  boost::asio::co_spawn(io, Speak(voice, std::move(request)),
                        [&io, &spoken](std::exception_ptr error, absl::StatusOr<std::string> pcm) {
                          spoken = error ? StatusFromException(error) : std::move(pcm);
                          io.stop();
                        });
  io.run_for(kLimit);
  return spoken;
}

}  // namespace

std::string SayLocally(std::string_view message, const std::string& worker) {
  auto spoken = SpeakWithWorker(Beginning(message), worker);
  return spoken.ok() ? *std::move(spoken) : ErrorTone();
}

}  // namespace nexy
