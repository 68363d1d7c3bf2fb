#include "nexyd/settings.h"

#include <chrono>

namespace nexy {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kMiB = 1024 * kKiB;
constexpr std::int64_t kGiB = 1024 * kMiB;

}  // namespace

// A setting's path is the way to its member: rpc.port is Options::rpc.port.
#define NEXY_SETTING(path) \
  Setting(                 \
      #path, [](auto& options) -> auto& { return options.path; })

std::vector<Setting> AllSettings() {
  const std::vector<std::string> kMinds = {"gemini", "gemini_live", "openai", "offline"};
  const std::vector<std::string> kVoices = {"azure", "openai", "espeak"};
  return {
      NEXY_SETTING(server.io_threads).In(0, 256),

      NEXY_SETTING(rpc.host).NotEmpty(),
      NEXY_SETTING(rpc.port).In(0, 65535),
      NEXY_SETTING(rpc.tls_certificate_file),
      NEXY_SETTING(rpc.tls_key_file),
      NEXY_SETTING(rpc.reflection),
      NEXY_SETTING(rpc.shutdown_grace).In(0s, 10min),
      NEXY_SETTING(rpc.max_live_turns).In(1, 100'000),
      NEXY_SETTING(rpc.device_turns_per_minute).In(0, 100'000),
      NEXY_SETTING(rpc.one_turn_per_device),
      NEXY_SETTING(rpc.max_message_bytes).In(64 * kKiB, 256 * kMiB),
      NEXY_SETTING(rpc.prompt_max_bytes).In(1, 16 * kMiB),
      NEXY_SETTING(rpc.id_max_bytes).In(36, 64 * kKiB),
      NEXY_SETTING(rpc.audio_chunk_bytes).In(2, kMiB).Even(),
      NEXY_SETTING(rpc.send_queue_bytes).In(kKiB, 64 * kMiB),
      NEXY_SETTING(rpc.write_stall).In(100ms, 1h),
      NEXY_SETTING(rpc.legacy_spoken_refusals).In(0, 10'000),
      NEXY_SETTING(rpc.welcome_max_chars).In(1, 100'000),
      NEXY_SETTING(rpc.welcome_max_live).In(1, 10'000),
      NEXY_SETTING(rpc.usage_tokens_max).In(1, 2'147'483'647),

      NEXY_SETTING(web.host).NotEmpty(),
      NEXY_SETTING(web.port).In(0, 65535),
      NEXY_SETTING(web.max_connections).In(1, 100'000),
      NEXY_SETTING(web.request_max_bytes).In(kKiB, 16 * kMiB),
      NEXY_SETTING(web.request_timeout).In(100ms, 10min),
      NEXY_SETTING(web.response_timeout).In(100ms, 10min),

      NEXY_SETTING(log.level),
      NEXY_SETTING(log.file),
      NEXY_SETTING(log.file_max_bytes).In(4 * kKiB, 64 * kGiB),
      NEXY_SETTING(log.files_kept).In(0, 1000),
      NEXY_SETTING(log.queue).In(16, 100'000),
      NEXY_SETTING(log.write_stall).In(1ms, 1min),
      NEXY_SETTING(log.text_max_bytes).In(64, kMiB),

      NEXY_SETTING(turn.default_language),
      NEXY_SETTING(turn.notice_after).In(0s, 10min),
      NEXY_SETTING(turn.notice_again).In(100ms, 10min),
      NEXY_SETTING(turn.speak_by).In(100ms, 1h),
      NEXY_SETTING(turn.turn_max).In(1s, 1h),
      NEXY_SETTING(turn.legacy_turn_max).In(1s, 1h),
      NEXY_SETTING(turn.sentence_max_chars).In(20, 100'000),
      NEXY_SETTING(turn.sentences_ahead).In(1, 100),
      NEXY_SETTING(turn.sentences_waiting).In(1, 10'000),
      NEXY_SETTING(turn.native_audio_max_bytes).In(64 * kKiB, 64 * kMiB),
      NEXY_SETTING(turn.speech_buffer_bytes).In(4 * kKiB, 64 * kMiB),
      NEXY_SETTING(turn.audio_ahead).In(100ms, 10min),
      NEXY_SETTING(turn.pace_until_left).In(0s, 10min),
      NEXY_SETTING(turn.forward_actions),
      NEXY_SETTING(turn.disable_actions),
      NEXY_SETTING(turn.messages_enabled),
      NEXY_SETTING(turn.whatsapp_enabled),
      NEXY_SETTING(turn.browser_enabled),
      NEXY_SETTING(turn.subscription_enabled),
      NEXY_SETTING(turn.action_arg_max_bytes).In(1, kMiB),
      NEXY_SETTING(turn.answer_json_max_bytes).In(kKiB, 16 * kMiB),

      NEXY_SETTING(llm.provider).OneOf(kMinds),
      NEXY_SETTING(llm.fallbacks).OneOf(kMinds),
      NEXY_SETTING(llm.prompts),
      NEXY_SETTING(llm.verbosity).OneOf({"brief", "normal", "detailed"}),
      NEXY_SETTING(llm.first_token_timeout).In(100ms, 10min),
      NEXY_SETTING(llm.next_token_timeout).In(100ms, 10min),
      NEXY_SETTING(llm.hedge_after).In(0s, 10min),
      NEXY_SETTING(llm.resilience.attempts).In(1, 10),
      NEXY_SETTING(llm.resilience.longest_wait).In(0s, 1min),
      NEXY_SETTING(llm.resilience.backoff.first).In(1ms, 1min),
      NEXY_SETTING(llm.resilience.backoff.longest).In(1ms, 1min),
      NEXY_SETTING(llm.resilience.breaker.failures).In(1, 1000),
      NEXY_SETTING(llm.resilience.breaker.open_for).In(100ms, 24h),
      NEXY_SETTING(llm.gemini.model).NotEmpty(),
      NEXY_SETTING(llm.gemini.api_key_file),
      NEXY_SETTING(llm.gemini.base_url).NotEmpty(),
      NEXY_SETTING(llm.gemini.max_tokens).In(1, 1'000'000),
      NEXY_SETTING(llm.gemini.temperature_percent).In(-1, 200),
      NEXY_SETTING(llm.gemini.search),
      NEXY_SETTING(llm.gemini.safety)
          .OneOf({"OFF", "BLOCK_NONE", "BLOCK_ONLY_HIGH", "BLOCK_MEDIUM_AND_ABOVE",
                  "BLOCK_LOW_AND_ABOVE"}),
      NEXY_SETTING(llm.gemini.thinking_level).OneOf({"", "minimal", "low", "medium", "high"}),
      NEXY_SETTING(llm.gemini_live.model).NotEmpty(),
      NEXY_SETTING(llm.gemini_live.voice),
      NEXY_SETTING(llm.gemini_live.sessions).In(0, 100'000),
      NEXY_SETTING(llm.gemini_live.session_idle).In(0s, 10min),
      NEXY_SETTING(llm.gemini_live.compress_above_tokens).In(1000, 10'000'000),
      NEXY_SETTING(llm.gemini_live.compress_to_tokens).In(500, 10'000'000),
      NEXY_SETTING(llm.openai.base_url).NotEmpty(),
      NEXY_SETTING(llm.openai.model).NotEmpty(),
      NEXY_SETTING(llm.openai.api_key_file),
      NEXY_SETTING(llm.openai.max_tokens).In(1, 1'000'000),
      NEXY_SETTING(llm.openai.max_tokens_field).OneOf({"max_tokens", "max_completion_tokens"}),
      NEXY_SETTING(llm.openai.temperature_percent).In(-1, 200),
      NEXY_SETTING(llm.offline.portion_chars).In(50, 100'000),
      NEXY_SETTING(llm.offline.time_zone),

      NEXY_SETTING(tts.provider).OneOf(kVoices),
      NEXY_SETTING(tts.fallbacks).OneOf(kVoices),
      NEXY_SETTING(tts.first_audio_timeout).In(100ms, 10min),
      NEXY_SETTING(tts.next_audio_timeout).In(100ms, 10min),
      NEXY_SETTING(tts.prewarm).In(0, 1000),
      NEXY_SETTING(tts.resilience.attempts).In(1, 10),
      NEXY_SETTING(tts.resilience.longest_wait).In(0s, 1min),
      NEXY_SETTING(tts.resilience.backoff.first).In(1ms, 1min),
      NEXY_SETTING(tts.resilience.backoff.longest).In(1ms, 1min),
      NEXY_SETTING(tts.resilience.breaker.failures).In(1, 1000),
      NEXY_SETTING(tts.resilience.breaker.open_for).In(100ms, 24h),
      NEXY_SETTING(tts.azure.region),
      NEXY_SETTING(tts.azure.key_file),
      NEXY_SETTING(tts.azure.english_voice).NotEmpty(),
      NEXY_SETTING(tts.azure.russian_voice).NotEmpty(),
      NEXY_SETTING(tts.azure.style),
      NEXY_SETTING(tts.azure.style_degree_percent).In(1, 200),
      NEXY_SETTING(tts.azure.rate_percent).In(50, 200),
      NEXY_SETTING(tts.azure.pitch_percent).In(50, 150),
      NEXY_SETTING(tts.azure.volume_percent).In(0, 100),
      NEXY_SETTING(tts.azure.use_token),
      NEXY_SETTING(tts.azure.endpoint),
      NEXY_SETTING(tts.azure.token_url),
      NEXY_SETTING(tts.openai.base_url).NotEmpty(),
      NEXY_SETTING(tts.openai.model).NotEmpty(),
      NEXY_SETTING(tts.openai.api_key_file),
      NEXY_SETTING(tts.openai.sample_rate).In(8'000, 48'000),
      NEXY_SETTING(tts.openai.english_voice).NotEmpty(),
      NEXY_SETTING(tts.openai.russian_voice).NotEmpty(),
      NEXY_SETTING(tts.openai.instructions),
      NEXY_SETTING(tts.openai.speed_percent).In(25, 400),
      NEXY_SETTING(tts.espeak.english_voice).NotEmpty(),
      NEXY_SETTING(tts.espeak.russian_voice).NotEmpty(),
      NEXY_SETTING(tts.espeak.rate).In(80, 450),
      NEXY_SETTING(tts.espeak.pitch).In(0, 99),
      NEXY_SETTING(tts.espeak.volume).In(0, 200),
      NEXY_SETTING(tts.espeak.worker),
      NEXY_SETTING(tts.espeak.workers).In(1, 256),
      NEXY_SETTING(tts.espeak.queue).In(1, 100'000),
      NEXY_SETTING(tts.espeak.utterance_timeout).In(100ms, 10min),
      NEXY_SETTING(tts.cache.max_bytes).In(0, 4 * kGiB),
      NEXY_SETTING(tts.cache.max_utterance_bytes).In(0, 64 * kMiB),

      NEXY_SETTING(http.ca_file),
      NEXY_SETTING(http.connect_timeout).In(10ms, 10min),
      NEXY_SETTING(http.idle_max).In(0s, 1h),
      NEXY_SETTING(http.age_max).In(1s, 24h),
      NEXY_SETTING(http.idle_per_host).In(0, 10'000),
      NEXY_SETTING(http.connections_per_host).In(1, 100'000),
      NEXY_SETTING(http.header_max_bytes).In(kKiB, kMiB),

      NEXY_SETTING(screen.screenshot_max_bytes).In(kKiB, 256 * kMiB),
      NEXY_SETTING(screen.screenshot_max_pixels).In(1, 1'000'000'000),
      NEXY_SETTING(screen.ocr_threads).In(1, 64),
      NEXY_SETTING(screen.ocr_queue).In(0, 10'000),
      NEXY_SETTING(screen.ocr_timeout).In(100ms, 10min),
      NEXY_SETTING(screen.ocr_idle).In(0s, 24h),

      NEXY_SETTING(session.known_devices_max).In(1, 100'000'000),
      NEXY_SETTING(session.collect_ttl).In(100ms, 24h),
      NEXY_SETTING(session.collect_chunks_max).In(1, 1'000'000),
      NEXY_SETTING(session.collect_device_buffers).In(1, 10'000),
      NEXY_SETTING(session.collect_device_bytes).In(kKiB, 4 * kGiB),
      NEXY_SETTING(session.collect_total_buffers).In(1, 1'000'000),
      NEXY_SETTING(session.collect_total_bytes).In(kKiB, 64 * kGiB),
      NEXY_SETTING(session.conversation_turns).In(0, 1000),
      NEXY_SETTING(session.conversation_ttl).In(1s, 24h),
      NEXY_SETTING(session.conversation_bytes).In(kKiB, 16 * kMiB),
      NEXY_SETTING(session.conversation_devices).In(1, 1'000'000),
      NEXY_SETTING(session.conversation_keep_screenshot),
      NEXY_SETTING(session.conversation_screenshots_bytes).In(0, 64 * kGiB),

      NEXY_SETTING(store.path),
      NEXY_SETTING(store.max_bytes).In(kMiB, 64 * kGiB),
      NEXY_SETTING(store.usage_keep_days).In(0, 36'500),
      NEXY_SETTING(store.busy_timeout).In(0s, 1min),
      NEXY_SETTING(store.retry_after).In(100ms, 1h),
  };
}

#undef NEXY_SETTING

}  // namespace nexy
