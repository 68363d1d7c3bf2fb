#include "rpc/wire.h"

#include <utility>

namespace nexy {

v1::StreamResponse TextMessage(std::string sentence) {
  v1::StreamResponse message;
  message.set_text_chunk(std::move(sentence));
  return message;
}

v1::StreamResponse EndMessage(std::string_view text) {
  v1::StreamResponse message;
  message.set_end_message(std::string(text));
  return message;
}

v1::StreamResponse ErrorMessage(std::string_view text) {
  v1::StreamResponse message;
  message.set_error_message(std::string(text));
  return message;
}

v1::AudioChunk AudioOf(std::string pcm, bool legacy) {
  v1::AudioChunk chunk;
  if (!legacy) {
    chunk.add_shape(static_cast<int>(pcm.size() / sizeof(std::int16_t)));
    chunk.add_shape(kWireFormat.channels);
  }
  chunk.set_audio_data(std::move(pcm));
  chunk.set_dtype("int16");
  chunk.set_sample_rate(kWireFormat.sample_rate);
  chunk.set_channels(kWireFormat.channels);
  return chunk;
}

void AddOutcome(grpc::CallbackServerContext& context, const Verdict& verdict) {
  context.AddTrailingMetadata("nexy-outcome", std::string(OutcomeToken(verdict.outcome)));
  if (verdict.cause != Cause::kNone) {
    context.AddTrailingMetadata("nexy-cause", std::string(CauseToken(verdict.cause)));
  }
}

Task<bool> WireSink::Text(std::string sentence) {
  co_return co_await call_.Send(TextMessage(std::move(sentence)));
}

Task<bool> WireSink::Audio(std::string pcm) {
  v1::StreamResponse message;
  *message.mutable_audio_chunk() = AudioOf(std::move(pcm), legacy_);
  co_return co_await call_.Send(std::move(message));
}

Task<bool> WireSink::Action(std::string action_json) {
  v1::StreamResponse message;
  message.mutable_action_message()->set_action_json(std::move(action_json));
  message.mutable_action_message()->set_session_id(session_id_);
  co_return co_await call_.Send(std::move(message));
}

}  // namespace nexy
