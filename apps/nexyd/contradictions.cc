#include <algorithm>
#include <tuple>

#include "base/strings.h"
#include "nexyd/base_url.h"
#include "nexyd/provider_chain.h"
#include "nexyd/settings.h"
#include "update/channels.h"
#include "update/public_url.h"

namespace nexy {
namespace {

// Collects what contradicts.
class Findings {
 public:
  explicit Findings(const std::vector<EffectiveSetting>& effective) : effective_(effective) {}

  // "rpc.prompt_max_bytes (1MiB, nexy.yaml:12)".
  std::string Named(std::string_view path) const {
    const auto setting = std::ranges::find(effective_, path, &EffectiveSetting::path);
    return Concat(path, " (", setting->value, ", ", setting->origin, ")");
  }
  void Unless(bool right, const std::string& sentence) {
    if (!right) sentences_.push_back(sentence);
  }
  template <typename T>
  void UnlessAtMost(T lower, std::string_view lower_path, T upper, std::string_view upper_path) {
    Unless(lower <= upper, Concat(Named(lower_path), " must not be above ", Named(upper_path)));
  }
  template <typename T>
  void UnlessBelow(T lower, std::string_view lower_path, T upper, std::string_view upper_path,
                   std::string_view remark = "") {
    Unless(lower < upper, Concat(Named(lower_path), " must be below ", Named(upper_path), remark));
  }
  std::vector<std::string> Take() { return std::move(sentences_); }

 private:
  const std::vector<EffectiveSetting>& effective_;
  std::vector<std::string> sentences_;
};

void CheckSizes(const Options& o, Findings& found) {
  found.UnlessAtMost(o.rpc.prompt_max_bytes, "rpc.prompt_max_bytes", o.rpc.max_message_bytes,
                     "rpc.max_message_bytes");
  const std::size_t base64_bytes = (o.screen.screenshot_max_bytes + 2) / 3 * 4;
  found.Unless(base64_bytes + o.rpc.prompt_max_bytes <= o.rpc.max_message_bytes,
               Concat(found.Named("screen.screenshot_max_bytes"), " is ", base64_bytes,
                      " bytes in base64; with ", found.Named("rpc.prompt_max_bytes"),
                      " that is more than ", found.Named("rpc.max_message_bytes")));
  found.UnlessAtMost(o.screen.screenshot_max_bytes, "screen.screenshot_max_bytes",
                     o.session.collect_device_bytes, "session.collect_device_bytes");
  found.UnlessAtMost(o.session.collect_device_bytes, "session.collect_device_bytes",
                     o.session.collect_total_bytes, "session.collect_total_bytes");
  found.UnlessAtMost(o.session.collect_device_buffers, "session.collect_device_buffers",
                     o.session.collect_total_buffers, "session.collect_total_buffers");
  found.UnlessAtMost(o.rpc.audio_chunk_bytes, "rpc.audio_chunk_bytes", o.rpc.send_queue_bytes,
                     "rpc.send_queue_bytes");
  found.UnlessAtMost(o.turn.action_arg_max_bytes, "turn.action_arg_max_bytes",
                     o.turn.answer_json_max_bytes, "turn.answer_json_max_bytes");
}

void CheckTimes(const Options& o, Findings& found) {
  found.UnlessBelow(o.turn.notice_after, "turn.notice_after", o.turn.speak_by, "turn.speak_by",
                    "; 0 means no notices");
  // A voice that stalls is replaced; it must not cost the turn (wire contract 5.4).
  found.UnlessBelow(o.tts.first_audio_timeout, "tts.first_audio_timeout", o.turn.speak_by,
                    "turn.speak_by");
  found.UnlessBelow(o.tts.next_audio_timeout, "tts.next_audio_timeout", o.turn.speak_by,
                    "turn.speak_by");
}

void CheckListening(const Options& o, Findings& found) {
  const bool certificate = !o.rpc.tls_certificate_file.empty();
  const bool key = !o.rpc.tls_key_file.empty();
  found.Unless(key || !certificate,
               found.Named("rpc.tls_certificate_file") + " is given without rpc.tls_key_file");
  found.Unless(certificate || !key,
               found.Named("rpc.tls_key_file") + " is given without rpc.tls_certificate_file");
  found.Unless(o.rpc.port == 0 || o.rpc.port != o.web.port || o.rpc.host != o.web.host,
               Concat(found.Named("rpc.port"), " and ", found.Named("web.port"),
                      " must differ, or be 0 for any free port"));
}

void CheckUpdates(const Options& o, Findings& found) {
  const absl::StatusOr<std::vector<Channel>> channels = ParseChannels(o.update.channels);
  found.Unless(channels.ok(),
               Concat(found.Named("update.channels"), ": ", MessageOf(channels.status())));
  for (const auto& [port, host, path] : {std::tuple(o.rpc.port, o.rpc.host, "rpc.port"),
                                         std::tuple(o.web.port, o.web.host, "web.port")}) {
    found.Unless(!o.update.enabled || port == 0 || port != o.update.port || host != o.update.host,
                 Concat(found.Named("update.port"), " and ", found.Named(path),
                        " must differ, or be 0 for any free port"));
  }
  const absl::Status url = CheckPublicUrl(o.update.public_url, o.update.require_https);
  found.Unless(o.update.public_url.empty() || url.ok(),
               Concat(found.Named("update.public_url"), ": ", MessageOf(url)));
}

// A provider that stands twice would be asked again right after it failed; behind the embedded one,
// which is always there, none is ever asked.
void CheckChain(const std::vector<std::string>& chain, std::string_view embedded,
                const std::string& provider_path, const std::string& fallbacks_path,
                Findings& found) {
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const bool again = std::find(chain.begin(), chain.begin() + static_cast<std::ptrdiff_t>(i),
                                 chain[i]) != chain.begin() + static_cast<std::ptrdiff_t>(i);
    found.Unless(!again, Concat(found.Named(fallbacks_path), " names ", chain[i], " again, after ",
                                found.Named(provider_path), "; name each provider once"));
    found.Unless(
        chain[i] != embedded || i + 1 == chain.size() || again,
        Concat(chain[i], " never fails over: what ", found.Named(fallbacks_path),
               " names after it is never asked; leave ", chain[i], " out, it always comes last"));
  }
}

void CheckProviders(const Options& o, Findings& found) {
  const std::vector<std::string> minds = MindChain(o.llm);
  CheckChain(minds, kEmbeddedMind, "llm.provider", "llm.fallbacks", found);
  CheckChain(VoiceChain(o.tts), kEmbeddedVoice, "tts.provider", "tts.fallbacks", found);
  found.Unless(o.llm.hedge_after.count() == 0 || minds.size() > 2,
               Concat(found.Named("llm.hedge_after"),
                      " needs a second provider to ask: name one in llm.fallbacks"));
  found.UnlessBelow(o.llm.gemini_live.compress_to_tokens, "llm.gemini_live.compress_to_tokens",
                    o.llm.gemini_live.compress_above_tokens,
                    "llm.gemini_live.compress_above_tokens");
  found.UnlessAtMost(o.llm.resilience.backoff.first, "llm.resilience.backoff.first",
                     o.llm.resilience.backoff.longest, "llm.resilience.backoff.longest");
  found.UnlessAtMost(o.tts.resilience.backoff.first, "tts.resilience.backoff.first",
                     o.tts.resilience.backoff.longest, "tts.resilience.backoff.longest");
}

void CheckAddresses(const Options& o, Findings& found) {
  const auto check = [&found](const std::string& url, std::string_view path) {
    const std::string mistake = url.empty() ? "" : AddressMistake(url);
    found.Unless(mistake.empty(), Concat(found.Named(path), " ", mistake));
  };
  check(o.llm.gemini.base_url, "llm.gemini.base_url");
  check(o.llm.openai.base_url, "llm.openai.base_url");
  check(o.tts.openai.base_url, "tts.openai.base_url");
  check(o.stt.openai.base_url, "stt.openai.base_url");
  check(o.tts.azure.endpoint, "tts.azure.endpoint");
  check(o.tts.azure.token_url, "tts.azure.token_url");
  const bool region = std::ranges::all_of(
      o.tts.azure.region, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
  found.Unless(region, Concat(found.Named("tts.azure.region"),
                              " must be the region's short name, such as westeurope"));
}

// Settings are printed; a password is none. The value is not repeated here.
void CheckStore(const Options& o, Findings& found) {
  const std::string& text = o.store.postgresql;
  const std::size_t host = text.find("://");
  const std::size_t at = text.find('@', host == std::string::npos ? 0 : host);
  const bool in_url = host != std::string::npos && at != std::string::npos &&
                      text.substr(host + 3, at - host - 3).find(':') != std::string::npos;
  found.Unless(!in_url && text.find("password") == std::string::npos,
               "store.postgresql contains a password: put the text into a file and name it in "
               "store.postgresql_file");
  found.Unless(text.empty() || o.store.postgresql_file.empty(),
               "store.postgresql and store.postgresql_file are both given");
}

}  // namespace

std::vector<std::string> Contradictions(const Options& options,
                                        const std::vector<EffectiveSetting>& effective) {
  Findings found(effective);
  CheckListening(options, found);
  CheckSizes(options, found);
  CheckTimes(options, found);
  CheckUpdates(options, found);
  CheckProviders(options, found);
  CheckAddresses(options, found);
  CheckStore(options, found);
  return found.Take();
}

}  // namespace nexy
