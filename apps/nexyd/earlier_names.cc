#include "nexyd/earlier_names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "base/strings.h"

namespace nexy {
namespace {

enum class Reading {
  kAsIs,       // Written as our setting is.
  kFlag,       // `true` in any case is true, all else is false.
  kOffSwitch,  // As kFlag; true turns the setting off.
  kHost,       // Empty means auto.
  kLogLevel,   // INFO, WARNING, …
  kPercent,    // 0.7 is 70.
  kSeconds,    // A number of them.
  kSearch,     // A list of tools; google_search is the one that there is.
};

struct Alias {
  std::string_view name;
  std::string_view path;
  Reading reading;
};

// A later row wins over an earlier one with the same path.
constexpr Alias kAliases[] = {
    {"GRPC_HOST", "rpc.host", Reading::kHost},
    {"GRPC_PORT", "rpc.port", Reading::kAsIs},
    {"HTTP_HOST", "web.host", Reading::kHost},
    {"HTTP_PORT", "web.port", Reading::kAsIs},
    {"BACKPRESSURE_MAX_STREAMS", "rpc.max_live_turns", Reading::kAsIs},
    {"PREVENT_CONCURRENT_HARDWARE_ID_SESSIONS", "rpc.one_turn_per_device", Reading::kFlag},
    {"STREAMING_CHUNK_SIZE", "rpc.audio_chunk_bytes", Reading::kAsIs},
    {"MAX_SENTENCE_LENGTH", "turn.sentence_max_chars", Reading::kAsIs},
    {"IMAGE_MAX_SIZE", "screen.screenshot_max_bytes", Reading::kAsIs},
    {"FORWARD_ASSISTANT_ACTIONS", "turn.forward_actions", Reading::kFlag},
    {"NEXY_KS_DISABLE_FORWARD_ASSISTANT_ACTIONS", "turn.disable_actions", Reading::kFlag},
    {"MESSAGES_ENABLED", "turn.messages_enabled", Reading::kFlag},
    {"WHATSAPP_ENABLED", "turn.whatsapp_enabled", Reading::kFlag},
    {"BROWSER_USE_ENABLED", "turn.browser_enabled", Reading::kFlag},
    {"SUBSCRIPTION_ENABLED", "turn.subscription_enabled", Reading::kFlag},
    {"SUBSCRIPTION_KILL_SWITCH", "turn.subscription_enabled", Reading::kOffSwitch},
    {"UPDATE_ENABLED", "update.enabled", Reading::kFlag},
    {"UPDATE_HOST", "update.host", Reading::kHost},
    {"UPDATE_PORT", "update.port", Reading::kAsIs},
    {"UPDATE_REQUIRE_HTTPS", "update.require_https", Reading::kFlag},
    {"UPDATE_CORS", "update.cors", Reading::kFlag},
    {"UPDATE_LOG_DOWNLOADS", "update.log_downloads", Reading::kFlag},
    {"LOG_LEVEL", "log.level", Reading::kLogLevel},
    {"GEMINI_PRIMARY_MODEL", "llm.gemini.model", Reading::kAsIs},
    {"TEXT_PROCESSING_TEMPERATURE", "llm.gemini.temperature_percent", Reading::kPercent},
    {"TEXT_PROCESSING_MAX_TOKENS", "llm.gemini.max_tokens", Reading::kAsIs},
    {"TEXT_PROCESSING_TOOLS", "llm.gemini.search", Reading::kSearch},
    {"CIRCUIT_BREAKER_THRESHOLD", "llm.resilience.breaker.failures", Reading::kAsIs},
    {"CIRCUIT_BREAKER_TIMEOUT", "llm.resilience.breaker.open_for", Reading::kSeconds},
    {"AZURE_SPEECH_REGION", "tts.azure.region", Reading::kAsIs},
    {"AZURE_VOICE_NAME", "tts.azure.english_voice", Reading::kAsIs},
};

// What the wire contract fixes: another value stops the start.
struct Fixed {
  std::string_view name;
  std::string_view value;
};
constexpr Fixed kFixed[] = {
    {"SAMPLE_RATE", "48000"}, {"AUDIO_CHANNELS", "1"}, {"AUDIO_BITS_PER_SAMPLE", "16"}};

// Without a meaning here; `…_` stands for every name that begins so. A name whose feature is not in
// this version belongs here too, until the feature is.
constexpr std::string_view kUnused[] = {"MAX_WORKERS",
                                        "UPDATE_",
                                        "DB_",
                                        "DATABASE_URL",
                                        "CHUNK_SIZE",
                                        "STREAMING_ENABLED",
                                        "EDGE_TTS_",
                                        "GEMINI_FALLBACK_",
                                        "LANGCHAIN_MODEL",
                                        "IMAGE_FORMAT",
                                        "IMAGE_MIME_TYPE",
                                        "FALLBACK_TIMEOUT",
                                        "MAX_CONCURRENT_REQUESTS",
                                        "REQUEST_TIMEOUT",
                                        "MAX_SHORT_TERM_MEMORY_SIZE",
                                        "MAX_LONG_TERM_MEMORY_SIZE",
                                        "MEMORY_TIMEOUT",
                                        "MEMORY_ANALYSIS_",
                                        "MEMORY_SHORT_TERM_",
                                        "ANALYSIS_TIMEOUT",
                                        "MAX_SESSIONS",
                                        "SESSION_TIMEOUT",
                                        "HARDWARE_ID_LENGTH",
                                        "GLOBAL_INTERRUPT_",
                                        "SESSION_INTERRUPT_TIMEOUT",
                                        "MAX_ACTIVE_SESSIONS",
                                        "INTERRUPT_TIMEOUT",
                                        "INTERRUPT_CHECK_INTERVAL",
                                        "SESSION_CLEANUP_DELAY",
                                        "LOG_INTERRUPTS",
                                        "STREAM_MIN_CHARS",
                                        "STREAM_MIN_WORDS",
                                        "STREAM_FIRST_SENTENCE_MIN_WORDS",
                                        "STREAM_PUNCT_FLUSH_STRICT",
                                        "STREAM_FORCE_FLUSH_MAX_CHARS",
                                        "TTS_MIN_CHARS",
                                        "TTS_MIN_WORDS",
                                        "TTS_FIRST_SENTENCE_MIN_WORDS",
                                        "TTS_PUNCT_FLUSH_STRICT",
                                        "TTS_FORCE_FLUSH_MAX_CHARS",
                                        "BACKPRESSURE_IDLE_TIMEOUT",
                                        "BACKPRESSURE_MAX_RATE",
                                        "BACKPRESSURE_GRACE_PERIOD",
                                        "NEXY_KS_DISABLE_MODULE_COORDINATOR",
                                        "NEXY_KS_DISABLE_WORKFLOW_INTEGRATIONS",
                                        "NEXY_FORCE_LEGACY_GRPC_INIT",
                                        "WEB_SEARCH_ENABLED",
                                        "USE_MODULE_COORDINATOR",
                                        "USE_WORKFLOW_INTEGRATIONS",
                                        "USE_FALLBACK_MANAGER",
                                        "BROWSER_USE_",
                                        "PAYMENT_USE_",
                                        "SUBSCRIPTION_",
                                        "STRIPE_",
                                        "PAYMENT_SUCCESS_BASE_URL",
                                        "DEEP_LINK_BASE_URL",
                                        "SERVER_CHANNEL",
                                        "LOG_REQUESTS",
                                        "LOG_RESPONSES",
                                        "LOG_FILE",
                                        "LOG_MAX_FILE_SIZE",
                                        "LOG_BACKUP_COUNT",
                                        "PROMPT_KEYWORDS_PATH",
                                        "TEXT_CLEANING_ENABLED",
                                        "CONTENT_FILTERING_ENABLED",
                                        "MIN_TEXT_LENGTH",
                                        "MAX_TEXT_LENGTH",
                                        "REMOVE_URLS",
                                        "REMOVE_EMAILS",
                                        "REMOVE_PHONE_NUMBERS",
                                        "REMOVE_SENSITIVE_DATA",
                                        "TEXT_FILTER_CACHE_",
                                        "MAX_REQUESTS_PER_MINUTE",
                                        "MAX_REQUESTS_PER_USER",
                                        "MAX_MEMORY_USAGE",
                                        "AUDIO_CODEC",
                                        "USE_TLS"};

bool IsUnused(std::string_view name) {
  return std::ranges::any_of(kUnused, [name](std::string_view unused) {
    return unused.ends_with('_') ? name.starts_with(unused) : name == unused;
  });
}

bool IsTrue(const std::string& value) { return absl::AsciiStrToLower(value) == "true"; }

std::string LevelWord(const std::string& value) {
  const std::string word = absl::AsciiStrToLower(value);
  if (word == "warning") return "warn";
  if (word == "critical") return "error";
  return word;
}

// What is no number stays as it is, and the setting complains.
std::string Percent(const std::string& value) {
  double number = 0;
  if (!absl::SimpleAtod(value, &number) || !(number >= 0 && number <= 1000)) return value;
  return std::to_string(static_cast<int>(number * 100 + 0.5));
}

std::string ReadAs(Reading reading, const std::string& value) {
  switch (reading) {
    case Reading::kAsIs:
      break;
    case Reading::kFlag:
      return IsTrue(value) ? "true" : "false";
    case Reading::kOffSwitch:
      return IsTrue(value) ? "false" : "";
    case Reading::kHost:
      return value.empty() ? "auto" : value;
    case Reading::kLogLevel:
      return LevelWord(value);
    case Reading::kPercent:
      return Percent(value);
    case Reading::kSeconds:
      return value + "s";
    case Reading::kSearch:
      return value.find("google_search") != std::string::npos ? "true" : "false";
  }
  return value;
}

// The version, and the name of the sample format, which the earlier Nexy took from the environment.
void NoteOverruled(const std::map<std::string, std::string>& environment,
                   std::vector<std::string>& notices) {
  for (const char* name : {"SERVER_VERSION", "SERVER_BUILD"}) {
    const auto found = environment.find(name);
    if (found == environment.end() || found->second == NEXY_VERSION) continue;
    notices.push_back(Concat("environment ", name, " is not used: this is version ", NEXY_VERSION));
  }
  const auto format = environment.find("AUDIO_FORMAT");
  if (format != environment.end() && format->second != "int16" && format->second != "pcm") {
    notices.push_back("environment AUDIO_FORMAT is not used: audio is always int16");
  }
}

}  // namespace

bool IsEarlierName(std::string_view name) {
  return std::ranges::find(kAliases, name, &Alias::name) != std::end(kAliases) || IsUnused(name);
}

EarlierNames ReadEarlierNames(const std::map<std::string, std::string>& environment) {
  EarlierNames earlier;
  for (const Alias& alias : kAliases) {
    const auto found = environment.find(std::string(alias.name));
    if (found == environment.end()) continue;
    const std::string text = ReadAs(alias.reading, found->second);
    if (alias.reading == Reading::kOffSwitch && text.empty()) continue;
    earlier.settings.push_back({std::string(alias.path), text, Concat("environment ", alias.name)});
  }
  for (const Fixed& fixed : kFixed) {
    const auto found = environment.find(std::string(fixed.name));
    if (found == environment.end() || found->second == fixed.value) continue;
    earlier.mistakes.push_back(Concat("environment ", fixed.name, ": is ", Quoted(found->second),
                                      ", expected ", fixed.value,
                                      ", which the wire contract fixes"));
  }
  NoteOverruled(environment, earlier.notices);
  std::vector<std::string> unused;
  for (const auto& [name, value] : environment) {
    if (IsUnused(name) && std::ranges::find(kAliases, name, &Alias::name) == std::end(kAliases)) {
      unused.push_back(name);
    }
  }
  if (!unused.empty()) {
    earlier.notices.push_back("environment names without a meaning here, not used: " +
                              absl::StrJoin(unused, ", "));
  }
  return earlier;
}

}  // namespace nexy
