#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/mutex.h"
#include "nexy/output.h"
#include "nexy/terminal_text.h"

namespace nexy {
namespace {

using Json = nlohmann::ordered_json;

// A thousandth of a millisecond is as fine as anybody compares.
double Rounded(Milliseconds time) { return std::round(time.count() * 1000) / 1000; }

Json OrNull(const std::optional<Milliseconds>& time) {
  return time ? Json(Rounded(*time)) : Json(nullptr);
}

class JsonOutput final : public Output {
 public:
  void Text(std::string_view sentence, Milliseconds at) override {
    Show({{"event", "text"}, {"text", sentence}, {"at_ms", Rounded(at)}});
  }
  void Audio(std::size_t bytes, Milliseconds at) override {
    Show({{"event", "audio"}, {"bytes", bytes}, {"at_ms", Rounded(at)}});
  }
  void Action(std::string_view action_json, Milliseconds at) override {
    Show({{"event", "action"}, {"action_json", action_json}, {"at_ms", Rounded(at)}});
  }
  void Metadata(std::string_view method, double duration_seconds, Milliseconds at) override {
    Show({{"event", "metadata"},
          {"method", method},
          {"duration_sec", duration_seconds},
          {"at_ms", Rounded(at)}});
  }
  void End(std::string_view message, Milliseconds at) override {
    Show({{"event", "end"}, {"message", message}, {"at_ms", Rounded(at)}});
  }
  void Failure(std::string_view message, std::optional<Milliseconds> at) override {
    Show({{"event", "error"}, {"message", message}, {"at_ms", OrNull(at)}});
    Note(message);
  }
  void Note(std::string_view message) override {
    const std::string line = TerminalText(message) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
  }
  void Finish(const Summary& summary) override {
    Show({{"event", "summary"},
          {"status", absl::StatusCodeToString(summary.status)},
          {"outcome", summary.outcome},
          {"cause", summary.cause},
          {"session_id", summary.session_id},
          {"first_text_ms", OrNull(summary.first_text)},
          {"first_audio_ms", OrNull(summary.first_audio)},
          {"total_ms", Rounded(summary.total)},
          {"texts", summary.texts},
          {"audio_seconds", std::chrono::duration<double>(summary.audio).count()},
          {"exit_code", summary.exit_code}});
  }
  bool Writable() const override { return std::ferror(stdout) == 0; }

 private:
  void Show(const Json& event) {
    const std::string line = event.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    MutexLock lock(mutex_);
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fflush(stdout);
  }

  Mutex mutex_;
};

}  // namespace

std::unique_ptr<Output> MakeJsonOutput() { return std::make_unique<JsonOutput>(); }

}  // namespace nexy
