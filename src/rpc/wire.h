#pragma once

#include <string>
#include <string_view>

#include "rpc/stream_call.h"
#include "streaming.grpc.pb.h"
#include "turn/outcome.h"
#include "turn/turn.h"

namespace nexy {

namespace v1 = streaming;
using AnswerCall = StreamCall<v1::StreamResponse>;
using WelcomeCall = StreamCall<v1::WelcomeResponse>;

inline constexpr std::string_view kDrainingText = "Server is shutting down, please try again";
inline constexpr std::string_view kDefaultWelcome = "Hi! Nexy is here. How can I help you?";

// Domain values as messages of wire contract v1.
v1::StreamResponse TextMessage(std::string sentence);
v1::StreamResponse EndMessage(std::string_view text);
v1::StreamResponse ErrorMessage(std::string_view text);
// Shape is [samples, 1]; empty in a legacy call, whose client expects one dimension (4.3).
v1::AudioChunk AudioOf(std::string pcm, bool legacy);

// The trailing metadata of 5.1; nothing for cancelled calls.
void AddOutcome(grpc::CallbackServerContext& context, const Verdict& verdict);

// A turn's answer as StreamResponse messages.
class WireSink final : public AnswerSink {
 public:
  WireSink(AnswerCall& call, std::string session_id, bool legacy)
      : call_(call), session_id_(std::move(session_id)), legacy_(legacy) {}

  Task<bool> Text(std::string sentence) override;
  Task<bool> Audio(std::string pcm) override;
  Task<bool> Action(std::string action_json) override;

 private:
  AnswerCall& call_;
  const std::string session_id_;
  const bool legacy_;
};

}  // namespace nexy
