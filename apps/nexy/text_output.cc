#include <cstdio>

#include "absl/strings/str_format.h"
#include "base/mutex.h"
#include "base/strings.h"
#include "nexy/output.h"
#include "nexy/terminal_text.h"

namespace nexy {
namespace {

std::string Span(Milliseconds time) {
  if (time < Milliseconds(1000)) return absl::StrFormat("%.0f ms", time.count());
  return absl::StrFormat("%.1f s", time.count() / 1000);
}

class TextOutput final : public Output {
 public:
  void Text(std::string_view sentence, Milliseconds) override {
    MutexLock lock(mutex_);
    Show(line_open_ ? " " : "");
    Show(TerminalText(sentence));
    std::fflush(stdout);
    line_open_ = true;
  }
  void Audio(std::size_t, Milliseconds) override {}
  void Action(std::string_view action_json, Milliseconds) override {
    Complain(Concat("Action for this device: ", action_json));
  }
  void Metadata(std::string_view, double, Milliseconds) override {}
  void End(std::string_view, Milliseconds) override {}
  void Failure(std::string_view message, std::optional<Milliseconds>) override {
    Complain(message);
  }
  void Note(std::string_view message) override { Complain(message); }

  void Finish(const Summary& summary) override {
    if (summary.texts == 0 && summary.audio.count() == 0) return;  // Why has been said.
    std::string line;
    if (summary.first_text) line += Concat("first text ", Span(*summary.first_text), ", ");
    if (summary.first_audio) line += Concat("first audio ", Span(*summary.first_audio), ", ");
    line += Concat("total ", Span(summary.total), ", audio ", Span(summary.audio));
    if (!summary.outcome.empty() && summary.outcome != "ok") {
      line += Concat(", ", summary.outcome, ": ", summary.cause);
    }
    Complain(line);
  }

  bool Writable() const override { return std::ferror(stdout) == 0; }

 private:
  void Show(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

  // On standard error, on a line of its own where both go to one terminal.
  void Complain(std::string_view message) {
    MutexLock lock(mutex_);
    if (line_open_) {
      Show("\n");
      std::fflush(stdout);
      line_open_ = false;
    }
    const std::string line = TerminalText(message) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
  }

  Mutex mutex_;
  bool line_open_ ABSL_GUARDED_BY(mutex_) = false;  // The answer's line has no end yet.
};

}  // namespace

std::unique_ptr<Output> MakeTextOutput() { return std::make_unique<TextOutput>(); }

}  // namespace nexy
